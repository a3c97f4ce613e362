"""Lists agree with ``can``: what is listed is what one may see, for everybody, in one query."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from tasks_app.actions import report_drafts, reports
from tasks_app.domain.access import Verb
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Evidence, ProgressReport, StateChange, UnitLine, WorkItem
from tasks_app.permissions.checks import can
from tests import factories
from tests.factories import House
from tests.permissions.conftest import Matrix, people_of

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

OFFICE = {"clerk", "second_clerk", "moonlighter", "director"}
READERS = {*OFFICE, "leader", "evaluator", "auditor"}


def return_inside(report: ProgressReport, house: House) -> None:
    """The unit's own reviewer returns what its liaison sends."""
    reports.send(report, by=house.commerce.liaison, at=factories.LATER)
    reports.return_to_author(report, reason="措辞不妥，请处长过目。", by=house.commerce.reviewer, at=factories.LATER)


def test_lines_and_items_in_the_list_are_those_one_may_see(matrix: Matrix) -> None:
    factories.drafted_cycle(matrix.house.office, year=2027, at=factories.LATER)
    lines, items = list(UnitLine.objects.all()), list(WorkItem.objects.all())
    for name, actor in matrix.people.items():
        seen = {line for line in lines if can(actor, Verb.SEE_LINE, line)}
        read = {line for line in lines if can(actor, Verb.READ_LINE, line)}
        owned = {line for line in lines if can(actor, Verb.SIGN_LINE, line)}
        assert set(UnitLine.objects.visible_to(actor)) == seen, name
        assert set(UnitLine.objects.readable_by(actor)) == read, name
        assert set(UnitLine.objects.own_of(actor)) == owned, name
        assert set(WorkItem.objects.visible_to(actor)) == {item for item in items if can(actor, Verb.SEE_ITEM, item)}


def test_each_list_is_one_query(matrix: Matrix, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lists: list[Callable[[Actor], object]] = [
        UnitLine.objects.visible_to,
        UnitLine.objects.readable_by,
        UnitLine.objects.own_of,
        WorkItem.objects.visible_to,
        ProgressReport.objects.visible_to,
        Evidence.objects.visible_to,
        StateChange.objects.visible_to,
    ]
    for actor in (matrix.people["lead_liaison"], matrix.people["auditor"]):
        for listed in lists:
            with django_assert_num_queries(1):
                list(listed(actor))  # type: ignore[call-overload]


OWN_SIDE = {"lead_liaison", "lead_reviewer"}


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (ReportState.DRAFT, OWN_SIDE),
        (ReportState.UNIT_REVIEW, OWN_SIDE),
        (ReportState.SUBMITTED, OWN_SIDE | READERS),
        (ReportState.ACCEPTED, OWN_SIDE | READERS),
        (ReportState.SENT_BACK, OWN_SIDE | READERS),
    ],
)
def test_a_report_is_read_by_its_own_side_until_it_is_handed_in(house: House, state: str, readers: set[str]) -> None:
    closing = factories.report_in(state, house, kind=ReportKind.CLOSING)
    people = people_of(house)
    assert {name for name, actor in people.items() if closing in ProgressReport.objects.visible_to(actor)} == readers
    [file] = Evidence.objects.filter(report=closing)
    assert {name for name, actor in people.items() if file in Evidence.objects.visible_to(actor)} == readers


def test_a_lead_reads_what_its_supporting_units_handed_in_but_not_what_they_draft(matrix: Matrix) -> None:
    lead = matrix.people["lead_reviewer"]
    assert matrix.reports["support"] in ProgressReport.objects.visible_to(lead)
    draft = factories.periodic_draft(
        matrix.lines["support"], matrix.house.transport, matrix.house.period(2), at=factories.moment("2026-07-02")
    )
    assert draft not in ProgressReport.objects.visible_to(lead)


class TestWhatAUnitTakesBackIsItsOwnAgain:
    """A report the office once had does not let the office look into what becomes of it inside the unit."""

    def test_after_it_was_withdrawn_and_returned_inside(self, house: House) -> None:
        report = factories.report_in(ReportState.SUBMITTED, house)
        report = reports.withdraw(report, by=house.commerce.liaison, at=factories.LATER)
        return_inside(report, house)
        assert report in ProgressReport.objects.visible_to(house.commerce.liaison)
        assert report not in ProgressReport.objects.visible_to(house.office.clerk)

    def test_after_the_office_sent_it_back_and_it_was_redone(self, house: House) -> None:
        report = factories.report_in(ReportState.SENT_BACK, house)
        assert report in ProgressReport.objects.visible_to(house.office.clerk)
        report = report_drafts.rewrite(report, factories.WORDS, by=house.commerce.liaison, at=factories.LATER)
        return_inside(report, house)
        assert report not in ProgressReport.objects.visible_to(house.office.clerk)


def test_a_unit_s_inner_steps_are_on_its_own_timeline_only(house: House) -> None:
    factories.report_in(ReportState.ACCEPTED, house)

    def acts(actor: Actor) -> set[str]:
        line = house.line(house.commerce)
        return set(StateChange.objects.visible_to(actor).filter(line=line).values_list("act", flat=True))

    assert acts(house.commerce.liaison) == {"issue", "sign", "send", "approve", "accept"}
    assert acts(house.office.clerk) == {"issue", "sign", "approve", "accept"}
    assert acts(house.transport.liaison) == set()
    assert acts(house.water.liaison) == set()


def test_the_reason_of_an_inner_return_stays_inside(house: House) -> None:
    return_inside(factories.report_in(ReportState.DRAFT, house), house)
    assert not StateChange.objects.visible_to(house.office.clerk).filter(why__contains="措辞").exists()
    assert StateChange.objects.visible_to(house.commerce.liaison).filter(why__contains="措辞").exists()


def test_steps_on_what_one_may_not_see_are_not_listed(matrix: Matrix) -> None:
    for name in ("stranger_liaison", "nobody", "clock", "system_admin", "auditor_of_2025"):
        assert not StateChange.objects.visible_to(matrix.people[name]).exists(), name
