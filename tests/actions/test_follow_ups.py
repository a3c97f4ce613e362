"""部分采用: the first line ends, the rest goes on with the same unit, and nothing is counted twice."""

from dataclasses import replace
from datetime import date

import pytest

from tasks_app.actions import handing_over, lines, report_drafts, reports
from tasks_app.actions.lines import Handler
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.verification import Verified
from tasks_app.models import ProgressReport, StateChange, UnitLine, WorkItem
from tasks_app.permissions import grants
from tests import factories
from tests.actions.reporting import line_of
from tests.factories import LATER, REPORTED_AT, WORDS, House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
REASON = "年度数据未附。"
TAKEN = InPart("场站已建成。", "年度数据未附。", "补报年度数据并附统计报表。", date(2026, 12, 20))
JULY = moment("2026-07-10")


def in_part(house: House, taken: InPart = TAKEN, *, kind: str = ReportKind.CLOSING) -> ProgressReport:
    report = factories.report_in(ReportState.SUBMITTED, house, kind=kind)
    return reports.accept_in_part(report, taken, reason=REASON, by=house.office.clerk, at=LATER)


class TestClosing:
    """A closing is accepted in part: a follow-up line of the same unit."""

    def test_the_first_line_ends_and_the_rest_follows(self, house: House) -> None:
        report = in_part(house)
        first = line_of(report)
        assert first.successor is not None
        new = UnitLine.objects.get(pk=first.successor_id)
        assert (first.state, first.ended_on) == (LineState.COMPLETED, LATER.date())
        assert (new.state, new.unit, new.follow_up) == (LineState.PENDING_SIGNATURE, first.unit, TAKEN.follow_up)
        assert (new.deadline, new.original_deadline, new.issued_on) == (TAKEN.deadline, TAKEN.deadline, LATER.date())
        assert (report.adopted, report.not_adopted, report.reason) == (TAKEN.adopted, TAKEN.not_adopted, REASON)
        issued = StateChange.objects.get(kind="line", object_id=new.pk)
        assert (issued.act, issued.label, issued.why) == ("issue", "续办交办", TAKEN.follow_up)

    def test_the_item_goes_on_and_nothing_is_counted_twice(self, house: House) -> None:
        report = in_part(house)
        item = WorkItem.objects.get(pk=report.line.work_item_id)
        assert item.state == "pending_signature", "what both its open lines make of it"
        liaison = house.commerce.liaison
        of_item = UnitLine.objects.counted_for(liaison).filter(work_item=item)
        assert [line.follow_up for line in of_item] == [TAKEN.follow_up]

    def test_the_unit_still_reads_what_it_wrote(self, house: House) -> None:
        report = in_part(house)
        assert report in ProgressReport.objects.visible_to(house.commerce.reviewer)
        drift = grants.reconcile([report.line.work_item])
        assert (drift.added, drift.removed) == (0, 0)

    def test_nothing_is_done_with_the_first_line_any_more(self, house: House) -> None:
        first = line_of(in_part(house))
        for act in (
            lambda: lines.sign_off(first, by=house.office.director, at=LATER),
            lambda: lines.reopen(first, reason="再办。", by=house.office.director, at=LATER),
        ):
            with pytest.raises(NotNow, match="续办事项"):
                act()

    def test_what_a_follow_up_takes_back_leaves_the_periods_that_were_reported_before(self, house: House) -> None:
        line = factories.signed_line(house)
        quarter = factories.periodic_draft(line, house.commerce, house.period())
        factories.advance(quarter, ReportState.ACCEPTED, house, house.commerce)
        closing = factories.closing_draft(line, house.commerce)
        factories.advance(closing, ReportState.SUBMITTED, house, house.commerce)
        reports.accept_in_part(closing, TAKEN, reason=REASON, by=house.office.clerk, at=LATER)
        new = lines.sign(UnitLine.objects.get(predecessors=line), by=house.commerce.liaison, at=LATER)
        assert new.reported_through == house.period().due_on
        second = factories.periodic_draft(new, house.commerce, house.period(2), at=JULY)
        reports.send(second, by=house.commerce.liaison, at=JULY)
        reports.approve(second, by=house.commerce.reviewer, at=JULY)
        reports.withdraw(second, by=house.commerce.liaison, at=JULY)
        new.refresh_from_db()
        assert new.reported_through == house.period().due_on, "the first quarter is not owed again"

    def test_the_follow_up_goes_its_way_like_any_line(self, house: House) -> None:
        new = line_of(in_part(house)).successor
        assert new is not None
        lines.sign(new, by=house.commerce.liaison, at=LATER)
        closing = factories.closing_draft(new, house.commerce, at=LATER)
        factories.advance(closing, ReportState.ACCEPTED, house, house.commerce, at=LATER)
        assert UnitLine.objects.get(pk=new.pk).state == LineState.COMPLETED

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"follow_up": ""}, "follow_up"),
            ({"adopted": "\u3000"}, "adopted"),
            ({"deadline": date(2027, 1, 1)}, "deadline"),
            ({"deadline": None}, "deadline"),
        ],
    )
    def test_half_a_decision_changes_nothing(self, house: House, changes: dict[str, object], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            in_part(house, replace(TAKEN, **changes))  # type: ignore[arg-type]
        assert list(refused.value.faults) == [field]
        assert ProgressReport.objects.get().state == ReportState.SUBMITTED
        assert not UnitLine.objects.filter(follow_up__gt="").exists()

    def test_about_the_office_s_own_house_a_leader_decides_on_paper(self, house: House) -> None:
        closing = factories.report_in(
            ReportState.SUBMITTED, house, kind=ReportKind.CLOSING, unit_staff=house.host, number=2
        )
        told = {"by": house.office.clerk, "at": LATER}
        with pytest.raises(NotAllowed):
            reports.accept_in_part(closing, TAKEN, reason=REASON, **told)  # type: ignore[arg-type]
        reports.accept_in_part_on_paper(closing, TAKEN, factories.sheet(words=REASON), **told)  # type: ignore[arg-type]
        assert line_of(closing).successor is not None


class TestPeriod:
    """A period's report accepted in part: the unit takes the remark up in its next one."""

    def test_no_line_moves(self, house: House) -> None:
        report = in_part(house, InPart(not_adopted="缺少佐证。"), kind=ReportKind.PERIODIC)
        line = line_of(report)
        assert (line.state, line.ended_on, line.successor) == (LineState.IN_PROGRESS, None, None)

    def test_the_next_report_says_what_became_of_it(self, house: House) -> None:
        report = in_part(house, InPart(not_adopted="缺少佐证。"), kind=ReportKind.PERIODIC)
        draft = factories.periodic_draft(line_of(report), house.commerce, house.period(2), at=JULY)
        with pytest.raises(Invalid) as refused:
            reports.send(draft, by=house.commerce.liaison, at=JULY)
        assert list(refused.value.faults) == ["taken_up"]
        report_drafts.rewrite(draft, replace(WORDS, taken_up="已补附报表。"), by=house.commerce.liaison, at=JULY)
        reports.send(draft, by=house.commerce.liaison, at=JULY)


class TestProgress:
    """自报 / 核实 / 无证据, and progress that falls."""

    @pytest.mark.parametrize(
        ("percent", "has_file", "typed", "kept"),
        [
            (60, False, None, ("unproven", None)),
            (60, True, None, ("verified", 60)),
            (None, True, None, ("verified", None)),
            (60, False, Verified("verified", 45), ("verified", 45)),
            (60, True, Verified("unproven"), ("unproven", None)),
        ],
    )
    def test_what_is_verified_stands_apart_from_the_claim(
        self, house: House, percent: int | None, has_file: bool, typed: Verified | None, kept: tuple[str, int | None]
    ) -> None:
        files = factories.stored(factories.pdf()) if has_file else []
        draft = report_drafts.write(
            factories.signed_line(house),
            replace(WORDS, percent=percent),
            kind=ReportKind.PERIODIC,
            period=house.period(),
            by=house.commerce.liaison,
            at=REPORTED_AT,
            files=files,
        )
        factories.advance(draft, ReportState.SUBMITTED, house, house.commerce)
        report = reports.accept(draft, by=house.office.clerk, at=LATER, verified=typed)
        line = line_of(report)
        assert (line.verification, line.verified_progress, line.claimed_progress) == (*kept, percent)
        assert (report.verification, report.verified_percent) == kept
        assert line.history.first().history_change_reason.startswith("核实进展")
        assert StateChange.objects.get(act="accept").why != ""

    @pytest.mark.parametrize(("percent", "said"), [(40, "on_schedule"), (60, "behind")])
    def test_progress_falls_only_with_a_reason(self, house: House, percent: int, said: str) -> None:
        line = factories.signed_line(house)
        first = factories.periodic_draft(line, house.commerce, house.period(), words=replace(WORDS, percent=60))
        factories.advance(first, ReportState.SUBMITTED, house, house.commerce)
        words = replace(WORDS, percent=percent, standing=said)
        draft = factories.periodic_draft(line, house.commerce, house.period(2), words=words, at=JULY)
        with pytest.raises(Invalid) as refused:
            reports.send(draft, by=house.commerce.liaison, at=JULY)
        assert list(refused.value.faults) == ["fall_reason"]
        report_drafts.rewrite(draft, replace(words, fall_reason="口径调整。"), by=house.commerce.liaison, at=JULY)
        factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=JULY)
        assert StateChange.objects.get(object_id=draft.pk, act="approve").why.endswith("原因：口径调整。")
        assert line_of(draft).claimed_progress == percent


class TestHandOver:
    """分办: at any time while the line is open, and the unit's own business."""

    SECTION = Handler("电力科", "李某", "0756-1234567")

    @pytest.mark.parametrize("state", [LineState.PENDING_SIGNATURE, LineState.IN_PROGRESS, LineState.OFFICE_REVIEW])
    def test_the_unit_says_who_handles_it(self, house: House, state: str) -> None:
        line = factories.line_in(state, house)
        for stranger in (house.transport.liaison, house.office.clerk):
            with pytest.raises(NotAllowed):
                handing_over.hand_over(line, self.SECTION, by=stranger, at=LATER)
        with pytest.raises(Stale):
            handing_over.hand_over(line, self.SECTION, by=house.commerce.liaison, at=LATER, version=99)
        done = handing_over.hand_over(line, self.SECTION, by=house.commerce.liaison, at=LATER)
        assert (done.section, done.handler, done.state) == ("电力科", "李某", state)
        step = StateChange.objects.get(act="hand_over")
        assert (step.internal, step.why) == (True, "电力科 李某 0756-1234567")
        assert step not in StateChange.objects.visible_to(house.office.clerk)
        assert step in StateChange.objects.visible_to(house.commerce.reviewer)

    def test_nothing_is_handed_over_to_nobody_or_once_it_is_done(self, house: House) -> None:
        line = factories.line_in(LineState.COMPLETED, house)
        with pytest.raises(NotNow):
            handing_over.hand_over(line, self.SECTION, by=house.commerce.liaison, at=LATER)
        other = factories.signed_line(house, house.transport)
        with pytest.raises(Invalid):
            handing_over.hand_over(other, Handler(" ", "", "1"), by=house.transport.liaison, at=LATER)
