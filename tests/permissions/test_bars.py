"""Rights and the person: who wrote, who prepared, who belongs; whether one may never depends on when."""

import pytest

from accounts.actor import Actor
from tasks_app.actions import posts, reports
from tasks_app.domain.access import Bar, Verb
from tasks_app.domain.access_words import BAR_SENTENCES
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Cycle, UnitLine
from tasks_app.permissions.checks import can, require
from tests import factories
from tests.factories import House
from tests.permissions.conftest import CLERKS, LEAD, OFFICE, READERS, SUPPORT, people_of, who_can

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


@pytest.mark.parametrize("state", LineState.values)
def test_whether_one_may_never_depends_on_when(house: House, state: str) -> None:
    """Rights are asked of the table, the moment is asked of the machine; only who accepted is kept from signing off."""
    line = factories.line_in(state, house)
    people = people_of(house)
    assert who_can(people, Verb.SIGN_LINE, line) == LEAD
    assert who_can(people, Verb.WRITE_REPORT, line) == LEAD
    assert who_can(people, Verb.RECORD_ON_BEHALF, line) == CLERKS
    assert who_can(people, Verb.SIGN_OFF, line) == {"director"}
    assert who_can(people, Verb.READ_LINE, line) == READERS | LEAD


def test_a_draft_item_is_the_office_s_own(house: House) -> None:
    drafted = factories.drafted_cycle(house.office, year=2027, at=factories.LATER)
    item = drafted.year_plans.get(task__number=1).items.get()
    assert who_can(people_of(house), Verb.SEE_ITEM, item) == OFFICE


def test_while_no_lead_is_settled_nobody_reads_the_others(house: House) -> None:
    line = house.line(house.commerce)
    people = people_of(house)
    assert who_can(people, Verb.READ_LINE, line) == READERS | LEAD
    assert who_can(people, Verb.SEE_LINE, line) == READERS | LEAD | SUPPORT
    assert who_can(people, Verb.READ_LINE, house.line(house.transport)) == READERS | SUPPORT


class TestBars:
    """What keeps this very person from it, whatever the role."""

    def test_nobody_approves_their_own_words_even_with_two_posts(self, house: House) -> None:
        report = factories.report_in(ReportState.UNIT_REVIEW, house)
        writer = house.commerce.liaison.user
        reviewing = factories.actor(factories.post("unit_reviewer", house.commerce.unit, user=writer))
        with pytest.raises(NotAllowed) as refused:
            require(reviewing, Verb.APPROVE_REPORT, report)
        assert refused.value.sentence == BAR_SENTENCES[Bar.AUTHOR]

    def test_nobody_reviews_a_unit_they_belong_to_even_under_another_hat(self, house: House) -> None:
        report = factories.report_in(ReportState.SUBMITTED, house)
        moonlighter = factories.person()
        factories.post("liaison", house.commerce.unit, user=moonlighter)
        wearing = factories.actor(factories.post("office_clerk", house.office.unit, user=moonlighter))
        with pytest.raises(NotAllowed) as refused:
            require(wearing, Verb.REVIEW_REPORT, report)
        assert refused.value.sentence == BAR_SENTENCES[Bar.CONFLICT]

    def test_the_office_does_not_judge_its_host(self, house: House) -> None:
        report = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
        with pytest.raises(NotAllowed) as refused:
            require(house.office.director, Verb.REVIEW_REPORT, report)
        assert refused.value.sentence == BAR_SENTENCES[Bar.CONFLICT]

    def test_the_office_does_not_judge_itself(self, house: House) -> None:
        own = factories.staff(house.office.unit)
        report = factories.report_in(ReportState.SUBMITTED, house, unit_staff=own, number=3)
        assert who_can(people_of(house), Verb.REVIEW_REPORT, report) == {"leader"}

    def test_nobody_signs_off_what_they_accepted(self, house: House) -> None:
        closing = factories.report_in(ReportState.SUBMITTED, house, kind="closing")
        reports.accept(closing, by=house.office.director, at=factories.LATER)
        line = UnitLine.objects.get(pk=closing.line_id)
        with pytest.raises(NotAllowed) as refused:
            require(house.office.director, Verb.SIGN_OFF, line)
        assert refused.value.sentence == BAR_SENTENCES[Bar.PREPARER]
        assert can(factories.working("office_director", house.office.unit), Verb.SIGN_OFF, line)

    def test_nobody_issues_the_year_they_drew_up(self, house: House) -> None:
        cycle = factories.drafted_cycle(house.office, year=2027, at=factories.LATER)
        drafter = house.office.clerk.user
        promoted = factories.actor(factories.post("office_director", house.office.unit, user=drafter))
        assert not can(promoted, Verb.ISSUE_YEAR, Cycle.objects.get(pk=cycle.pk))
        assert can(house.office.director, Verb.ISSUE_YEAR, Cycle.objects.get(pk=cycle.pk))


def test_a_post_that_ended_is_obeyed_by_the_next_click(house: House) -> None:
    held = house.commerce.liaison.post
    assert held is not None
    line = house.line(house.commerce)
    last_day = factories.REPORTED_AT.date()
    before = Actor.of(held.user, last_day)
    posts.leave(held, by=factories.clock(), at=factories.REPORTED_AT, last_day=last_day)
    assert can(before, Verb.SIGN_LINE, line)
    after = Actor.of(held.user, factories.LATER.date())
    assert after.post is None
    assert not can(after, Verb.SIGN_LINE, line)
    assert not can(Actor(held.user, held, None, after.on, (held,)), Verb.SIGN_LINE, line)
