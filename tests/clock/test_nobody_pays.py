"""Nobody pays for the office's delay, and nobody gains by taking back what was never looked at."""

from datetime import date

import pytest

from tasks_app.actions import reports
from tasks_app.dashboards.clock_check import missing
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport, UnitLine
from tests import factories
from tests.clock.scene import a_line_at_work, at, codes, sweep_on
from tests.factories import House, published_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def handed_in(house: House, line: UnitLine, on: str) -> ProgressReport:
    """The closing of a line, with the office since that day."""
    draft = factories.closing_draft(line, house.commerce, at=at(on))
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=at(f"{on} 10:00"))
    return ProgressReport.objects.get(pk=draft.pk)


def sent_back(house: House, report: ProgressReport, on: str, redo_by: date | None = None) -> ProgressReport:
    """The closing, with the unit again."""
    return reports.send_back(
        report,
        reason="请补充数据。",
        redo_by=redo_by,
        calendar=published_calendar(),
        by=house.office.clerk,
        at=at(f"{on} 15:00"),
    )


def heard_on(*days: str) -> dict[str, list[str]]:
    """What fired on these days, leaving out the silent ones; the hourly proof agrees after each sweep."""
    heard = {}
    for day in days:
        told = codes(sweep_on(f"{day} 18:00").fired)
        assert missing(at(f"{day} 18:20")) == [], day
        if told:
            heard[day] = told
    return heard


def test_a_closing_sent_back_after_the_deadline_leaves_its_days_to_redo(house: House) -> None:
    """Due on 30 November, handed in on the 26th, with the office until 14 December, to be redone by the 17th."""
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23")
    sent_back(house, handed_in(house, line, "11-26"), "12-14")
    days = ("12-14", "12-15", "12-16", "12-17", "12-18", "12-21", "12-23", "12-24")
    assert heard_on(*days) == {"12-16": ["X1"], "12-18": ["U1"], "12-23": ["E20"], "12-24": ["D5"]}


def test_a_longer_time_to_redo_is_waited_for(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23")
    sent_back(house, handed_in(house, line, "11-26"), "12-14", date(2026, 12, 24))
    assert heard_on("12-15", "12-18", "12-23", "12-24", "12-25") == {"12-23": ["X1"], "12-25": ["U1"]}


def test_the_days_given_before_count_as_given_when_it_is_sent_back_again(house: House) -> None:
    """Sent back twice: no day of either time to redo counts towards the letter."""
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23", "11-27", "12-01")
    report = sent_back(house, handed_in(house, line, "12-02"), "12-14")
    again = factories.report_drafts.rewrite(report, factories.FINISHED, by=house.commerce.liaison, at=at("12-16"))
    factories.advance(again, ReportState.SUBMITTED, house, house.commerce, at=at("12-16 10:00"))
    sent_back(house, ProgressReport.objects.get(pk=report.pk), "12-18")
    # Urged on 1 December; from the 2nd to the 23rd the line was with the office or to be redone.
    heard = heard_on("12-18", "12-21", "12-22", "12-23", "12-24", "12-25", "12-28", "12-29", "12-30")
    assert [day for day, told in heard.items() if "D5" in told] == ["12-29"]


def test_a_report_day_that_fell_to_the_office_asks_nothing(house: House) -> None:
    """Handed in on 1 July, sent back on 3 August: nobody is asked for July."""
    line = a_line_at_work(house)
    sweep_on("06-30")
    sent_back(house, handed_in(house, line, "07-01"), "08-03")
    heard = heard_on("08-03", "08-04", "08-05", "08-10")
    assert not [rule for told in heard.values() for rule in told if rule.startswith("P")]
    assert heard_on("10-12") == {"10-12": ["P3"]}  # autumn is asked for as ever


def test_a_report_day_before_the_hand_in_is_asked_for_afterwards(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("07-13", "07-14")
    sent_back(house, handed_in(house, line, "07-16"), "08-03")
    assert "PU1" in {rule for told in heard_on("08-04", "08-05", "08-10").values() for rule in told}


def test_a_unit_that_takes_its_closing_back_gains_nothing(house: House) -> None:
    """Neither a day of the ladder nor a report it owes: it was never waiting for the office."""
    line = a_line_at_work(house)
    sweep_on("06-30")
    report = handed_in(house, line, "07-10")
    reports.withdraw(report, by=house.commerce.liaison, at=at("07-20"))
    assert heard_on("07-20") == {"07-20": ["PU1"]}
    sweep_on("11-20")
    again = ProgressReport.objects.get(pk=report.pk)
    factories.advance(again, ReportState.SUBMITTED, house, house.commerce, at=at("11-26 10:00"))
    again.refresh_from_db()
    reports.withdraw(again, by=house.commerce.liaison, at=at("12-10"))
    assert heard_on("12-10") == {"12-10": ["U1"]}
    assert heard_on("12-15", "12-16") == {"12-16": ["D5"]}
