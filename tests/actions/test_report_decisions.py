"""How a line is closed, and who decides on a report: two pairs of eyes, and decisions on paper."""

from dataclasses import replace
from datetime import date

import pytest

from tasks_app.actions import evidence, lines, report_drafts, report_effects, reports
from tasks_app.actions.reports import Sheet
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Evidence, ProgressReport, SignedSheet, StateChange, UnitLine
from tests import factories
from tests.actions.reporting import DAY, line_of, sent
from tests.factories import FINISHED, LATER, REPORTED_AT, WORDS, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


class TestClosing:
    """办结: a closing report is the line's own transition."""

    def test_without_a_file_it_is_not_sent(self, house: House) -> None:
        line = factories.signed_line(house)
        draft = report_drafts.write(
            line, FINISHED, kind=ReportKind.CLOSING, period=None, by=house.commerce.liaison, at=REPORTED_AT
        )
        with pytest.raises(Invalid) as refused:
            reports.send(draft, by=house.commerce.liaison, at=REPORTED_AT)
        assert refused.value.faults == {"files": report_effects.FILE_NEEDED}
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
        assert refused.value.faults == {"standing": report_effects.FINISHED_NEEDED}

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
