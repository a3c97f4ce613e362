"""A report's way to the office and back: lateness, what the line claims, withdrawal, sending back."""

from dataclasses import replace
from datetime import date

import pytest

from tasks_app.actions import report_drafts, report_looks, reports
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, UnitLine
from tests import factories
from tests.actions.reporting import DAY, line_of, resend, send_back, sent
from tests.factories import LATER, REPORTED_AT, WORDS, House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


class TestSend:
    """送审: whole, or not at all."""

    @pytest.mark.parametrize(
        ("words", "missing"),
        [
            (replace(WORDS, progress_text=""), ["progress_text"]),
            (replace(WORDS, problems="", next_steps="\u3000"), ["problems", "next_steps"]),
            (replace(WORDS, standing=""), ["standing"]),
            (report_drafts.Words(), ["progress_text", "problems", "next_steps", "standing"]),
        ],
    )
    def test_every_missing_part_is_named_at_once(
        self, house: House, words: report_drafts.Words, missing: list[str]
    ) -> None:
        with pytest.raises(Invalid) as refused:
            sent(house, words)
        assert list(refused.value.faults) == missing

    def test_a_periodic_report_needs_no_file(self, house: House) -> None:
        assert sent(house).state == ReportState.UNIT_REVIEW


class TestLate:
    """逾期报送 is a mark of the day it reached the office."""

    @pytest.mark.parametrize(
        ("approved_at", "is_late"), [("2026-04-15 23:59", False), ("2026-04-16 00:01", True), ("2026-05-20", True)]
    )
    def test_after_the_report_day(self, house: House, approved_at: str, is_late: bool) -> None:
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=moment(approved_at))
        assert report.is_late is is_late
        assert report.state == ReportState.SUBMITTED

    @pytest.mark.parametrize(("part", "is_late"), [("support", True), ("lead", False), ("responsible", False)])
    def test_where_a_lead_is_settled_supporting_units_report_earlier(
        self, house: House, part: str, is_late: bool
    ) -> None:
        UnitLine.objects.filter(pk=house.line(house.commerce).pk).update(part=part)
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=moment("2026-04-13"))
        assert report.is_late is is_late

    @pytest.mark.parametrize(("approved_at", "is_late"), [("2026-11-30 23:59", False), ("2026-12-01 00:01", True)])
    def test_a_closing_after_the_deadline(self, house: House, approved_at: str, is_late: bool) -> None:
        closing = factories.report_in(ReportState.UNIT_REVIEW, house, kind=ReportKind.CLOSING)
        report = reports.approve(closing, by=house.commerce.reviewer, at=moment(approved_at))
        assert report.is_late is is_late
        assert line_of(report).submitted_at == moment(approved_at)

    def test_a_redone_report_is_not_late_when_the_office_took_the_time(self, house: House) -> None:
        first = reports.approve(sent(house), by=house.commerce.reviewer, at=moment("2026-04-15"))
        back = send_back(first, house, at=moment("2026-04-20"))
        assert back.redo_by == date(2026, 4, 23)
        again = resend(back, house, at=moment("2026-04-23"))
        assert not again.is_late

    def test_a_redone_report_is_late_after_the_day_it_was_given(self, house: House) -> None:
        first = reports.approve(sent(house), by=house.commerce.reviewer, at=moment("2026-04-15"))
        back = send_back(first, house, at=moment("2026-04-20"))
        assert resend(back, house, at=moment("2026-04-24")).is_late

    def test_a_late_report_stays_late_when_it_is_redone(self, house: House) -> None:
        first = reports.approve(sent(house), by=house.commerce.reviewer, at=moment("2026-04-17"))
        back = send_back(first, house, at=moment("2026-04-20"))
        assert resend(back, house, at=moment("2026-04-21")).is_late


class TestClaims:
    """What a report says becomes what its line claims, when it is handed in and not before."""

    def test_from_the_day_it_is_handed_in(self, house: House) -> None:
        report = sent(house, replace(WORDS, standing="behind", percent=40))
        assert line_of(report).claimed_standing == ""
        reports.approve(report, by=house.commerce.reviewer, at=REPORTED_AT)
        line = line_of(report)
        assert (line.claimed_standing, line.claimed_progress, line.reported_through) == (
            "behind",
            40,
            date(2026, 4, 15),
        )
        assert line.history.first().history_change_reason.startswith("报送进展")

    def test_an_older_period_reported_later_takes_nothing_away(self, house: House) -> None:
        line = factories.signed_line(house)
        july = moment("2026-07-10")
        for order in (2, 1):
            draft = factories.periodic_draft(line, house.commerce, house.period(order), at=july)
            factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=july)
        assert house.line(house.commerce).reported_through == date(2026, 7, 15)


class TestWithdraw:
    """撤回 while nobody has looked."""

    def test_a_withdrawn_report_counts_as_never_handed_in(self, house: House) -> None:
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=REPORTED_AT)
        withdrawn = reports.withdraw(report, by=house.commerce.liaison, at=LATER)
        assert (withdrawn.state, withdrawn.submitted_at, withdrawn.approved_by) == (ReportState.DRAFT, None, None)
        line = line_of(report)
        assert (line.claimed_standing, line.claimed_progress, line.reported_through) == ("", None, None)

    def test_the_line_says_again_what_the_report_before_said(self, house: House) -> None:
        line = factories.signed_line(house)
        july = moment("2026-07-10")
        for order, percent in ((1, 20), (2, 60)):
            words = replace(WORDS, percent=percent)
            draft = factories.periodic_draft(line, house.commerce, house.period(order), words=words, at=july)
            factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=july)
        reports.withdraw(draft, by=house.commerce.liaison, at=july)
        line = house.line(house.commerce)
        assert (line.claimed_progress, line.reported_through) == (20, date(2026, 4, 15))

    def test_a_withdrawn_closing_takes_its_line_along(self, house: House) -> None:
        closing = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
        reports.withdraw(closing, by=house.commerce.liaison, at=LATER)
        line = line_of(closing)
        assert (line.state, line.submitted_at, line.claimed_standing) == (LineState.IN_PROGRESS, None, "")

    def test_not_once_the_office_has_looked(self, house: House) -> None:
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=REPORTED_AT)
        report_looks.mark_looked(report, by=house.office.clerk, at=LATER)
        with pytest.raises(NotNow, match="已经开始查阅"):
            reports.withdraw(report, by=house.commerce.liaison, at=LATER)

    def test_an_earlier_look_does_not_hold_what_is_still_inside_the_unit(self, house: House) -> None:
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=REPORTED_AT)
        back = send_back(report, house)
        redone = report_drafts.rewrite(back, WORDS, by=house.commerce.liaison, at=LATER)
        reports.send(redone, by=house.commerce.liaison, at=LATER)
        assert reports.withdraw(redone, by=house.commerce.liaison, at=LATER).state == ReportState.DRAFT

    def test_a_look_counts_once_and_only_at_what_was_handed_in(self, house: House) -> None:
        report = sent(house)
        report_looks.mark_looked(report, by=house.office.clerk, at=REPORTED_AT)
        assert ProgressReport.objects.get().looked_at is None
        reports.approve(report, by=house.commerce.reviewer, at=REPORTED_AT)
        report_looks.mark_looked(report, by=house.office.clerk, at=LATER)
        report_looks.mark_looked(report, by=house.office.director, at=LATER + DAY)
        assert ProgressReport.objects.get().looked_at == LATER

    def test_nobody_elses_look_counts(self, house: House) -> None:
        """The play found it: the page asked who looks, the act did not."""
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=REPORTED_AT)
        for other in (house.commerce.liaison, house.office.leader):
            with pytest.raises(NotAllowed):
                report_looks.mark_looked(report, by=other, at=LATER)
        assert ProgressReport.objects.get().looked_at is None


class TestSendBack:
    """退回修改: with a reason, and three working days at least."""

    def test_without_a_day_the_earliest_is_given(self, house: House) -> None:
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=REPORTED_AT)
        back = send_back(report, house, at=moment("2026-04-30"))
        assert back.redo_by == date(2026, 5, 8), "the holiday of 1 May lies between, and 9 May is made up"
        assert (back.reason, back.reviewed_by, back.approved_by) == ("请补充数据。", house.office.clerk.post, None)

    @pytest.mark.parametrize(("redo_by", "is_enough"), [(15, False), (16, True), (30, True)])
    def test_less_than_three_working_days_is_refused(self, house: House, redo_by: int, is_enough: bool) -> None:
        report = reports.approve(sent(house), by=house.commerce.reviewer, at=REPORTED_AT)
        day = date(2026, 4, redo_by)
        if is_enough:
            assert send_back(report, house, day).redo_by == day
        else:
            with pytest.raises(Invalid, match="2026-04-16"):
                send_back(report, house, day)

    def test_the_deadline_does_not_move(self, house: House) -> None:
        closing = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
        send_back(closing, house, date(2026, 12, 20))
        line = line_of(closing)
        assert line.deadline == line.original_deadline == date(2026, 11, 30)
        assert line.state == LineState.SENT_BACK

    def test_an_accepted_report_owes_no_redoing(self, house: House) -> None:
        back = send_back(reports.approve(sent(house), by=house.commerce.reviewer, at=REPORTED_AT), house)
        again = resend(back, house, at=LATER)
        assert reports.accept(again, by=house.office.clerk, at=LATER).redo_by is None
