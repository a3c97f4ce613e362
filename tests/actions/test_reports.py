"""A report's way to the office and back: lateness, withdrawal, sending back, closing, and decisions on paper."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tasks_app.actions import evidence, lines, report_drafts, reports
from tasks_app.actions.reports import Sheet
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Evidence, ProgressReport, SignedSheet, StateChange, UnitLine
from tests import factories
from tests.factories import FINISHED, LATER, REPORTED_AT, WORDS, House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

DAY = timedelta(days=1)


def sent(house: House, words: report_drafts.Words = WORDS, *, at: datetime = REPORTED_AT) -> ProgressReport:
    """The first quarter's report of 市商务局, waiting for its reviewer."""
    line = factories.signed_line(house)
    draft = factories.periodic_draft(line, house.commerce, house.period(), words=words, at=at)
    return reports.send(draft, by=house.commerce.liaison, at=at)


def send_back(
    report: ProgressReport, house: House, redo_by: date | None = None, at: datetime = LATER
) -> ProgressReport:
    """The clerk sends it back."""
    return reports.send_back(
        report,
        reason="请补充数据。",
        redo_by=redo_by,
        calendar=factories.published_calendar(),
        by=house.office.clerk,
        at=at,
    )


def line_of(report: ProgressReport) -> UnitLine:
    return UnitLine.objects.get(pk=report.line_id)


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


def resend(report: ProgressReport, house: House, *, at: datetime) -> ProgressReport:
    """The unit redoes what came back, and its reviewer approves."""
    redone = report_drafts.rewrite(report, WORDS, by=house.commerce.liaison, at=at)
    reports.send(redone, by=house.commerce.liaison, at=at)
    return reports.approve(redone, by=house.commerce.reviewer, at=at)


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
        reports.mark_looked(report, by=house.office.clerk, at=LATER)
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
        reports.mark_looked(report, by=house.office.clerk, at=REPORTED_AT)
        assert ProgressReport.objects.get().looked_at is None
        reports.approve(report, by=house.commerce.reviewer, at=REPORTED_AT)
        reports.mark_looked(report, by=house.office.clerk, at=LATER)
        reports.mark_looked(report, by=house.office.director, at=LATER + DAY)
        assert ProgressReport.objects.get().looked_at == LATER


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


class TestClosing:
    """办结: a closing report is the line's own transition."""

    def test_without_a_file_it_is_not_sent(self, house: House) -> None:
        line = factories.signed_line(house)
        draft = report_drafts.write(
            line, FINISHED, kind=ReportKind.CLOSING, period=None, by=house.commerce.liaison, at=REPORTED_AT
        )
        with pytest.raises(Invalid) as refused:
            reports.send(draft, by=house.commerce.liaison, at=REPORTED_AT)
        assert refused.value.faults == {"files": reports.FILE_NEEDED}
        assert line_of(draft).state == LineState.IN_PROGRESS

    def test_it_says_finished_or_it_is_no_closing(self, house: House) -> None:
        line = factories.signed_line(house)
        draft = report_drafts.write(
            line,
            WORDS,
            kind=ReportKind.CLOSING,
            period=None,
            by=house.commerce.liaison,
            at=REPORTED_AT,
            files=factories.stored(factories.pdf()),
        )
        with pytest.raises(Invalid) as refused:
            reports.send(draft, by=house.commerce.liaison, at=REPORTED_AT)
        assert refused.value.faults == {"standing": reports.FINISHED_NEEDED}

    @pytest.mark.parametrize(
        ("report_state", "line_state"),
        [
            (ReportState.DRAFT, LineState.IN_PROGRESS),
            (ReportState.UNIT_REVIEW, LineState.UNIT_REVIEW),
            (ReportState.SUBMITTED, LineState.OFFICE_REVIEW),
            (ReportState.SENT_BACK, LineState.SENT_BACK),
            (ReportState.ACCEPTED, LineState.COMPLETED),
        ],
    )
    def test_the_line_goes_with_it(self, house: House, report_state: str, line_state: str) -> None:
        closing = factories.report_in(report_state, house, kind=ReportKind.CLOSING)
        assert line_of(closing).state == line_state

    def test_returned_inside_the_unit_it_is_in_progress_again(self, house: House) -> None:
        closing = factories.report_in(ReportState.UNIT_REVIEW, house, kind=ReportKind.CLOSING)
        reports.return_to_author(closing, reason="请补充。", by=house.commerce.reviewer, at=LATER)
        assert line_of(closing).state == LineState.IN_PROGRESS

    def test_accepted_it_is_verified_whole(self, house: House) -> None:
        closing = factories.report_in(ReportState.ACCEPTED, house, kind=ReportKind.CLOSING)
        assert line_of(closing).verified_progress == 100

    def test_both_steps_are_on_the_timeline_with_the_same_moment(self, house: House) -> None:
        closing = factories.report_in(ReportState.ACCEPTED, house, kind=ReportKind.CLOSING)
        steps = StateChange.objects.filter(line=closing.line_id, at=closing.reviewed_at, act__startswith="accept")
        assert sorted(steps.values_list("kind", "act")) == [("line", "accept_closing"), ("report", "accept")]

    def test_if_the_line_cannot_follow_nothing_happens(self, house: House) -> None:
        closing = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
        UnitLine.objects.filter(pk=closing.line_id).update(state=LineState.SIGNED_OFF)
        with pytest.raises(NotNow):
            reports.accept(closing, by=house.office.clerk, at=LATER)
        assert ProgressReport.objects.get(pk=closing.pk).state == ReportState.SUBMITTED


class TestTwoPairsOfEyes:
    """Author ≠ approver: bars compare people, never posts."""

    def test_a_reviewer_who_wrote_it_does_not_approve_it(self, house: House) -> None:
        line = factories.signed_line(house)
        people = replace(house.commerce, liaison=house.commerce.reviewer)
        draft = factories.periodic_draft(line, people, house.period())
        reports.send(draft, by=house.commerce.reviewer, at=REPORTED_AT)
        with pytest.raises(NotAllowed, match="由您本人填写"):
            reports.approve(draft, by=house.commerce.reviewer, at=REPORTED_AT)
        other = factories.working("unit_reviewer", house.commerce.unit)
        assert reports.approve(draft, by=other, at=REPORTED_AT).state == ReportState.SUBMITTED

    def test_two_posts_in_one_person_are_one_person(self, house: House) -> None:
        report = sent(house)
        same = factories.post("unit_reviewer", house.commerce.unit, user=house.commerce.liaison.user)
        with pytest.raises(NotAllowed, match="由您本人填写"):
            reports.approve(report, by=factories.actor(same), at=REPORTED_AT)


class TestOnPaper:
    """登记线下签批: the other door of every approval, invalid without the scan."""

    @pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.UNIT_REVIEW])
    def test_a_signed_sheet_is_the_unit_s_approval(self, house: House, state: str) -> None:
        report = factories.report_in(state, house)
        handed_in = reports.approve_on_paper(
            report, factories.sheet(words="同意报送。"), by=house.commerce.liaison, at=LATER
        )
        assert handed_in.state == ReportState.SUBMITTED
        sheet = SignedSheet.objects.get(report=report)
        assert (sheet.signer, sheet.words, sheet.act, sheet.registered_by) == (
            "陈某",
            "同意报送。",
            "approve_on_paper",
            house.commerce.liaison.post,
        )
        assert (sheet.scan.kind, sheet.scan.name) == (Evidence.Kind.SIGNED_SHEET, "签批件.pdf")

    def test_a_signed_sheet_closes_a_line_with_its_file(self, house: House) -> None:
        closing = factories.report_in(ReportState.DRAFT, house, kind=ReportKind.CLOSING)
        reports.approve_on_paper(closing, factories.sheet(), by=house.commerce.liaison, at=LATER)
        assert line_of(closing).state == LineState.OFFICE_REVIEW

    def test_the_sheet_itself_is_no_evidence(self, house: House) -> None:
        line = factories.signed_line(house)
        closing = report_drafts.write(
            line, FINISHED, kind=ReportKind.CLOSING, period=None, by=house.commerce.liaison, at=REPORTED_AT
        )
        with pytest.raises(Invalid) as refused:
            reports.approve_on_paper(closing, factories.sheet(), by=house.commerce.liaison, at=LATER)
        assert "files" in refused.value.faults

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"scan": None}, "scan"),
            ({"signer": " "}, "signer"),
            ({"signer_title": ""}, "signer"),
            ({"words": "\u200b"}, "signer"),
            ({"signed_on": None}, "signer"),
            ({"signed_on": LATER.date() + DAY}, "signed_on"),
        ],
    )
    def test_half_a_sheet_is_none(self, house: House, changes: dict[str, object], field: str) -> None:
        report = factories.report_in(ReportState.UNIT_REVIEW, house)
        with pytest.raises(Invalid) as refused:
            reports.approve_on_paper(
                report,
                replace(factories.sheet(), **changes),  # type: ignore[arg-type]
                by=house.commerce.liaison,
                at=LATER,
            )
        assert list(refused.value.faults) == [field]
        assert ProgressReport.objects.get(pk=report.pk).state == ReportState.UNIT_REVIEW
        assert not SignedSheet.objects.exists()

    def test_a_leader_s_sheet_is_for_lines_the_office_may_not_judge(self, house: House) -> None:
        ordinary = factories.report_in(ReportState.SUBMITTED, house)
        with pytest.raises(NotAllowed, match="只有办公室及其归口单位"):
            reports.accept_on_paper(ordinary, factories.sheet(), by=house.office.clerk, at=LATER)

    def test_a_line_of_the_host_goes_to_a_leader_by_click_or_by_sheet(self, house: House) -> None:
        of_host = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
        for by in (house.office.clerk, house.office.director):
            with pytest.raises(NotAllowed, match="回避"):
                reports.accept(of_host, by=by, at=LATER)
        assert reports.accept(of_host, by=house.office.leader, at=LATER).reviewed_by == house.office.leader.post

    def test_a_leader_refuses_on_paper_in_the_leader_s_own_words(self, house: House) -> None:
        of_host = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
        back = reports.send_back_on_paper(
            of_host,
            Sheet(
                "赵某", "副市长", "数据存疑，退回核实。", LATER.date(), evidence.take_in_scan(factories.pdf("批示.pdf"))
            ),
            redo_by=None,
            calendar=factories.published_calendar(),
            by=house.office.clerk,
            at=LATER,
        )
        assert (back.state, back.reason, back.redo_by) == (
            ReportState.SENT_BACK,
            "数据存疑，退回核实。",
            date(2026, 4, 16),
        )

    def test_a_leader_s_click_is_no_way_into_ordinary_lines(self, house: House) -> None:
        ordinary = factories.report_in(ReportState.SUBMITTED, house)
        with pytest.raises(NotAllowed):
            reports.accept(ordinary, by=house.office.leader, at=LATER)


def test_the_same_person_never_accepts_and_signs_off(house: House) -> None:
    closing = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    reports.accept(closing, by=house.office.director, at=LATER)
    with pytest.raises(NotAllowed, match="前一环节由您本人经办"):
        lines.sign_off(closing.line, by=house.office.director, at=LATER)
