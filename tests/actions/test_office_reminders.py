"""办公室提醒: many at once or none, once a day, in words each unit may read; nothing of the line changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import UnitKind
from tasks_app.actions import lines, office_reminders
from tasks_app.domain.line_states import LineState
from tasks_app.domain.office_reminders import MOST_AT_ONCE, words_for
from tasks_app.domain.reach import ASKED_KINDS, GUARDED_WORDS
from tasks_app.domain.refusals import NotAllowed, NotNow, NotVisible, Stale
from tasks_app.models import Notification, StateChange, UnitLine
from tests import factories
from tests.factories import LATER, House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def shown(*of: UnitLine) -> dict[int, int]:
    return {line.pk: UnitLine.objects.get(pk=line.pk).version for line in of}


def both(house: House) -> tuple[UnitLine, UnitLine]:
    return factories.signed_line(house), house.line(house.transport)


def test_each_line_has_its_step_and_history_row_and_its_people_hear_once_a_day(house: House) -> None:
    chosen = both(house)
    before = {line.pk: (line.history.count(), line.version, line.deadline, line.state) for line in chosen}
    assert office_reminders.remind(shown(*chosen), by=house.office.clerk, at=LATER) == 2
    for line in chosen:
        now = UnitLine.objects.get(pk=line.pk)
        count, *same = before[line.pk]
        assert (now.history.count(), now.version, now.deadline, now.state) == (count + 1, *same)
        step = StateChange.objects.get(line=line, act="office_remind")
        assert (step.label, step.user, step.internal) == ("办公室提醒", house.office.clerk.user, False)
    told = Notification.objects.filter(topic__startswith="office_remind:")
    people = {staff.user for of in (house.commerce, house.transport) for staff in (of.liaison, of.reviewer)}
    assert {notice.recipient for notice in told} == people
    assert told.count() == 4
    with pytest.raises(NotNow, match="今天已经提醒过"):
        office_reminders.remind(shown(*chosen), by=house.office.director, at=LATER)
    assert office_reminders.remind(shown(*chosen), by=house.office.clerk, at=moment("2026-04-14")) == 2


def test_one_that_cannot_be_reminded_leaves_all_alone(house: House) -> None:
    other = house.line(house.transport)
    under_review = factories.line_in(LineState.OFFICE_REVIEW, house)
    with pytest.raises(NotNow, match="正在审核"):
        office_reminders.remind(shown(other, under_review), by=house.office.clerk, at=LATER)
    aside = factories.line_in(LineState.SUSPENDED, house, number=2)
    with pytest.raises(NotNow, match="暂缓"):
        office_reminders.remind(shown(other, aside), by=house.office.clerk, at=LATER)
    stale = shown(other)
    lines.sign(other, by=house.transport.liaison, at=LATER)
    with pytest.raises(Stale):
        office_reminders.remind(stale, by=house.office.clerk, at=LATER)
    assert not StateChange.objects.filter(act="office_remind").exists()
    assert not Notification.objects.filter(topic__startswith="office_remind:").exists()


def test_only_the_office_reminds_of_what_there_is(house: House) -> None:
    line = house.line(house.transport)
    with pytest.raises(NotAllowed):
        office_reminders.remind(shown(line), by=house.transport.liaison, at=LATER)
    for chosen, refusal in (
        ({}, NotNow),
        ({10**9: 0}, NotVisible),
        (dict.fromkeys(range(MOST_AT_ONCE + 1), 0), NotNow),
    ):
        with pytest.raises(refusal):
            office_reminders.remind(chosen, by=house.office.clerk, at=LATER)


def test_more_lines_cost_no_more_statements(house: House) -> None:
    def cost(*chosen: UnitLine) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            office_reminders.remind(shown(*chosen), by=house.office.clerk, at=LATER)
        return len(asked) - len(chosen)  # the versions that this test looks up

    assert cost(*both(house), house.line(house.commerce, 2)) == cost(house.line(house.host, 2))


@pytest.mark.parametrize("kind", UnitKind.values)
def test_nobody_reads_a_word_that_is_not_for_them(kind: str) -> None:
    for state in (LineState.PENDING_SIGNATURE, LineState.IN_PROGRESS):
        words = words_for(kind, state, LATER.date(), moment("2026-04-14").date())
        assert not any(word in words for word in GUARDED_WORDS)
        assert ("商请" in words) == (kind in ASKED_KINDS)
