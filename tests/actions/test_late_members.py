"""补办交办: a unit that joins a group after the issue gets its lines by one act, once."""

from datetime import date

import pytest

from accounts.models import GroupMembership
from tasks_app.actions import late_members, recording
from tasks_app.dashboards.late_members import missing_lines
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.models import UnitLine, WorkItem
from tasks_app.permissions import grants
from tests import factories
from tests.factories import LATER, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def join(house: House) -> None:
    row = GroupMembership(group=house.group, unit=house.water.unit, starts_on=LATER.date())
    recording.save(row, by=factories.clock(), at=LATER, why="新增成员")


def test_whoever_joins_later_is_missing_and_gets_its_line_once(house: House) -> None:
    assert missing_lines(house.cycle, LATER.date()) == []
    join(house)
    (missing,) = missing_lines(house.cycle, LATER.date())
    assert (missing.unit, missing.group) == (house.water.unit, house.group)
    (line,) = late_members.issue_late(house.cycle, house.water.unit, by=house.office.director, at=LATER)
    stored = UnitLine.objects.get(pk=line.pk)
    assert (stored.issued_on, stored.deadline, stored.state) == (
        LATER.date(),
        missing.item.planned_deadline,
        LineState.PENDING_SIGNATURE,
    )
    assert (stored.through_group, stored.rhythm) == (house.group, "yearly")
    assert stored in UnitLine.objects.own_of(house.water.liaison)
    assert late_members.issue_late(house.cycle, house.water.unit, by=house.office.director, at=LATER) == []
    assert missing_lines(house.cycle, LATER.date()) == []
    assert grants.reconcile([missing.item]).added == 0


def test_only_the_director_and_only_in_an_issued_year(house: House) -> None:
    join(house)
    for stranger in (house.office.clerk, house.water.liaison, house.office.leader):
        with pytest.raises(NotAllowed):
            late_members.issue_late(house.cycle, house.water.unit, by=stranger, at=LATER)
    drafted = factories.drafted_cycle(house.office, year=2027, at=LATER)
    assert missing_lines(drafted, LATER.date()) == []


@pytest.mark.parametrize(
    ("deadline", "is_taken"),
    [(None, False), (date(2026, 4, 1), False), (date(2027, 2, 1), False), (date(2026, 12, 31), True)],
)
def test_where_the_item_s_day_has_passed_a_later_one_is_chosen(
    house: House, deadline: date | None, is_taken: bool
) -> None:
    join(house)
    WorkItem.objects.filter(lines__through_group=house.group).update(planned_deadline=date(2026, 3, 20))
    told = {"by": house.office.director, "at": LATER, "deadline": deadline}
    if is_taken:
        (line,) = late_members.issue_late(house.cycle, house.water.unit, **told)  # type: ignore[arg-type]
        assert line.deadline == deadline
    else:
        with pytest.raises(Invalid) as refused:
            late_members.issue_late(house.cycle, house.water.unit, **told)  # type: ignore[arg-type]
        assert list(refused.value.faults) == ["deadline"]
