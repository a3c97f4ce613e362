"""What a unit drafts, takes back or returns inside stays on its own side."""

import pytest

from accounts.actor import Actor
from tasks_app.actions import report_drafts, reports
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Evidence, ProgressReport, StateChange
from tests import factories
from tests.factories import House
from tests.permissions.conftest import LEAD as OWN_SIDE
from tests.permissions.conftest import READERS, people_of

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def return_inside(report: ProgressReport, house: House) -> None:
    """The unit's own reviewer returns what its liaison sends."""
    reports.send(report, by=house.commerce.liaison, at=factories.LATER)
    reports.return_to_author(report, reason="措辞不妥，请处长过目。", by=house.commerce.reviewer, at=factories.LATER)


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
