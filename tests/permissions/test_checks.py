"""``can`` against an oracle written by hand: every person, every verb, every relation. Default is no."""

import pytest

from accounts.actor import Actor
from tasks_app.actions import posts, reports
from tasks_app.domain.access import BAR_SENTENCES, Bar, Verb, refusal_of
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Cycle, UnitLine
from tasks_app.permissions.checks import can, require
from tests import factories
from tests.factories import House
from tests.permissions.conftest import Matrix, people_of

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

LEAD = {"lead_liaison", "lead_reviewer"}
SUPPORT = {"support_liaison", "support_reviewer"}
HOST = {"host_liaison", "host_reviewer"}
CLERKS = {"clerk", "second_clerk", "moonlighter"}
OFFICE = {*CLERKS, "director"}
READERS = {*OFFICE, "leader", "evaluator", "auditor"}

ON_LINES: dict[Verb, dict[str, set[str]]] = {
    Verb.SEE_LINE: {
        "lead": READERS | LEAD | SUPPORT, "support": READERS | LEAD | SUPPORT, "host": READERS | HOST | LEAD,
    },
    Verb.READ_LINE: {"lead": READERS | LEAD, "support": READERS | LEAD | SUPPORT, "host": READERS | HOST},
    Verb.SIGN_LINE: {"lead": LEAD, "support": SUPPORT, "host": HOST},
    Verb.WRITE_REPORT: {"lead": LEAD, "support": SUPPORT, "host": HOST},
    Verb.REGISTER_UNIT_SHEET: {"lead": {"lead_liaison"}, "support": {"support_liaison"}, "host": {"host_liaison"}},
    Verb.RECORD_ON_BEHALF: {"lead": CLERKS, "support": CLERKS, "host": CLERKS},
    Verb.SIGN_OFF: {"lead": {"director"}, "support": {"director"}, "host": {"director"}},
    Verb.REOPEN_LINE: {"lead": {"director"}, "support": {"director"}, "host": {"director"}},
}  # fmt: skip

ON_REPORTS: dict[Verb, dict[str, set[str]]] = {
    Verb.APPROVE_REPORT: {"lead": {"lead_reviewer"}, "support": {"support_reviewer"}, "host": {"host_reviewer"}},
    Verb.REVIEW_REPORT: {"lead": OFFICE - {"moonlighter"}, "support": OFFICE, "host": {"leader"}},
    Verb.REGISTER_LEADER_SHEET: {"lead": set(), "support": set(), "host": CLERKS},
}

ON_NOTHING: dict[Verb, set[str]] = {
    Verb.DRAFT_YEAR: OFFICE,
    Verb.CONFIRM_LEAD: {"director"},
    Verb.IMPORT_PLAN: OFFICE,
    Verb.SUPERVISE: READERS | {"auditor_of_2025"},
    Verb.KEEP_PEOPLE: {"system_admin", "security_admin"},
    Verb.SEE_PEOPLE: OFFICE | {"system_admin", "security_admin", "audit_admin"},
    Verb.READ_AUDIT: {"audit_admin", "auditor", "auditor_of_2025"},
}


def who_can(people: dict[str, Actor], verb: Verb, thing: object = None) -> set[str]:
    """The names of all who may."""
    return {name for name, actor in people.items() if can(actor, verb, thing)}


def test_on_a_line(matrix: Matrix) -> None:
    assert {
        verb: {name: who_can(matrix.people, verb, line) for name, line in matrix.lines.items()} for verb in ON_LINES
    } == ON_LINES


def test_on_a_report(matrix: Matrix) -> None:
    assert {
        verb: {name: who_can(matrix.people, verb, report) for name, report in matrix.reports.items()}
        for verb in ON_REPORTS
    } == ON_REPORTS


def test_on_things_without_a_unit(matrix: Matrix) -> None:
    assert {verb: who_can(matrix.people, verb) for verb in ON_NOTHING} == ON_NOTHING


def test_on_an_item_and_on_a_year(matrix: Matrix) -> None:
    assert who_can(matrix.people, Verb.SEE_ITEM, matrix.item) == READERS | LEAD | SUPPORT
    assert who_can(matrix.people, Verb.ISSUE_YEAR, matrix.house.cycle) == {"director"}


def test_the_oracle_leaves_no_verb_out() -> None:
    assert {*ON_LINES, *ON_REPORTS, *ON_NOTHING, Verb.SEE_ITEM, Verb.ISSUE_YEAR} == set(Verb)


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

    def test_nobody_approves_their_own_words_even_with_two_posts(self, matrix: Matrix) -> None:
        writer = matrix.house.commerce.liaison.user
        assert writer is not None
        reviewing = factories.actor(factories.post("unit_reviewer", matrix.house.commerce.unit, user=writer))
        with pytest.raises(NotAllowed) as refused:
            require(reviewing, Verb.APPROVE_REPORT, matrix.reports["lead"])
        assert refused.value.sentence == BAR_SENTENCES[Bar.AUTHOR]

    def test_nobody_reviews_a_unit_they_belong_to_even_under_another_hat(self, matrix: Matrix) -> None:
        with pytest.raises(NotAllowed) as refused:
            require(matrix.people["moonlighter"], Verb.REVIEW_REPORT, matrix.reports["lead"])
        assert refused.value.sentence == BAR_SENTENCES[Bar.CONFLICT]

    def test_the_office_does_not_judge_its_host(self, matrix: Matrix) -> None:
        with pytest.raises(NotAllowed) as refused:
            require(matrix.people["director"], Verb.REVIEW_REPORT, matrix.reports["host"])
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


def test_a_refusal_says_who_may(matrix: Matrix) -> None:
    for verb in Verb:
        with pytest.raises(NotAllowed) as refused:
            require(matrix.people["nobody"], verb, matrix.lines["lead"])
        assert refused.value.sentence == refusal_of(verb)


def test_a_post_that_ended_is_obeyed_by_the_next_click(matrix: Matrix) -> None:
    held = matrix.house.commerce.liaison.post
    assert held is not None
    last_day = factories.REPORTED_AT.date()
    before = Actor.of(held.user, last_day)
    posts.leave(held, by=factories.clock(), at=factories.REPORTED_AT, last_day=last_day)
    assert can(before, Verb.SIGN_LINE, matrix.lines["lead"])
    after = Actor.of(held.user, factories.LATER.date())
    assert after.post is None
    assert not can(after, Verb.SIGN_LINE, matrix.lines["lead"])
    assert not can(Actor(held.user, held, None, after.on, (held,)), Verb.SIGN_LINE, matrix.lines["lead"])
