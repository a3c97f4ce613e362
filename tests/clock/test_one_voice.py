"""Catching up a line at a time: what a unit hears about one line on one day, and what is noted as left unsaid."""

import pytest

from tasks_app.dashboards.clock_check import Kind, Mismatch, missing
from tasks_app.domain.ladder import COVERED
from tasks_app.domain.one_voice import LOUDER
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Notification, Obligation, ObligationState, UnitLine
from tests import factories
from tests.clock.scene import a_line_at_work, at, codes, sweep_on
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def why_skipped(line: UnitLine, rule: str) -> set[str]:
    """The reasons the ledger gives for leaving a rule unsaid."""
    rows = Obligation.objects.filter(of_line=line, rule=rule, state=ObligationState.SUPERSEDED)
    return set(rows.values_list("reason", flat=True))


@pytest.mark.parametrize("up_again", ["12-01", "12-10", "12-31"])
def test_an_urge_about_the_line_covers_its_reports_of_the_year(house: House, up_again: str) -> None:
    line = a_line_at_work(house)
    sweep_on("03-10")
    assert codes(sweep_on(up_again).fired) == ["U1"]
    assert Notification.objects.filter(obligation__of_line=line, recipient=house.commerce.liaison.user).count() == 1
    assert LOUDER in why_skipped(line, "PU1")
    assert missing(at(f"{up_again} 10:00")) == []


def test_what_was_missed_is_not_made_up_for_beside_something_louder(house: House) -> None:
    """On 26 November the report of autumn is urged; the reminder of the 23rd is not told beside it."""
    line = a_line_at_work(house)
    sweep_on("03-10")
    assert codes(sweep_on("11-26").fired) == ["PU1"]
    assert why_skipped(line, "R5") == {LOUDER}
    assert codes(sweep_on("11-27").fired) == ["R1"]


def test_a_later_report_covers_the_periods_missed_before_it(house: House) -> None:
    """The machine was down over July; in August the unit reports for autumn: nobody asks for the summer."""
    line = a_line_at_work(house)
    spring = factories.periodic_draft(line, house.commerce, house.period(1), at=at("04-10"))
    factories.advance(spring, ReportState.ACCEPTED, house, house.commerce, at=at("04-10 10:00"))
    sweep_on("06-30")
    autumn = factories.periodic_draft(line, house.commerce, house.period(3), at=at("10-12"))
    factories.advance(autumn, ReportState.ACCEPTED, house, house.commerce, at=at("10-12 10:00"))
    assert codes(sweep_on("10-12 12:00").fired) == []
    rows = Obligation.objects.filter(of_line=line, period=house.period(2)).order_by("due_on")
    assert list(rows.values_list("rule", "state", "reason")) == [
        (rule, "superseded", COVERED) for rule in ("P3", "P1", "PU1")
    ]
    assert missing(at("10-12 13:00")) == []


def test_the_proof_hears_two_voices(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("03-10", "12-01")
    Obligation.objects.filter(of_line=line, rule="PU1").update(state=ObligationState.FIRED)
    loud = {mismatch for mismatch in missing(at("12-01 10:00")) if mismatch.kind is Kind.LOUD}
    assert loud >= {Mismatch(Kind.LOUD, f"period:{house.period(3).pk}/{line.pk}", "PU1")}
