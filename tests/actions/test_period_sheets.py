"""A sheet of a period: one transaction, all or nothing, and whatever is refused names the line."""

from dataclasses import replace

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import lines, period_sheets, report_drafts, reports
from tasks_app.actions.naming import fault_key
from tasks_app.actions.period_sheets import Entry
from tasks_app.actions.report_drafts import Words
from tasks_app.dashboards.period_sheet import sheet_of
from tasks_app.domain.period_sheets import NO_NEWS, STILL_LAST_WORDS, Cell
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, NotVisible, Stale
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Evidence, ProgressReport, ReportPeriod, SignedSheet, StateChange, UnitLine
from tests import factories
from tests.factories import LATER, REPORTED_AT, SIGNED_AT, WORDS, House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

TASKS = (1, 2)  # of 市商务局 that report by the quarter


def signed(house: House) -> list[UnitLine]:
    """The two lines of 市商务局 that report by the quarter, signed for."""
    return [factories.signed_line(house, number=number) for number in TASKS]


def entries(of: list[UnitLine], words: Words = WORDS, version: int | None = None) -> list[Entry]:
    """The same words for each of these lines."""
    return [Entry(line.pk, version, words) for line in of]


def sent(house: House, of: list[UnitLine] | None = None) -> list[ProgressReport]:
    """The sheet of 市商务局 for the first quarter, waiting for its reviewer."""
    write(house, entries(of or signed(house)))
    period_sheets.send(period=house.period(), by=house.commerce.liaison, at=REPORTED_AT)
    return stored()


def write(house: House, typed: list[Entry], *, by: Actor | None = None) -> int:
    return period_sheets.write(typed, period=house.period(), by=by or house.commerce.liaison, at=REPORTED_AT)


def stored() -> list[ProgressReport]:
    """All reports, in the order of their lines."""
    return list(ProgressReport.objects.order_by("line_id"))


def states() -> list[str]:
    return [report.state for report in stored()]


def shown(of: list[ProgressReport]) -> dict[int, int]:
    """What a page shows of these reports."""
    return {report.pk: report.version for report in of}


class TestWrite:
    """保存草稿."""

    def test_every_line_that_has_anything_becomes_a_draft(self, house: House) -> None:
        first, second = signed(house)
        assert write(house, [Entry(first.pk, None, WORDS), Entry(second.pk, None, Words(), is_begun=False)]) == 1
        [report] = stored()
        assert (report.line_id, report.state, report.progress_text) == (
            first.pk,
            ReportState.DRAFT,
            WORDS.progress_text,
        )
        assert report.history.first().history_user == house.commerce.liaison.user

    def test_a_stale_line_refuses_the_whole_and_is_named(self, house: House) -> None:
        first, second = signed(house)
        write(house, entries([first, second]))
        other = factories.working(Role.LIAISON, house.commerce.unit)
        write(house, [Entry(second.pk, 0, replace(WORDS, problems="缺少数据。"))], by=other)
        with pytest.raises(Stale) as refused:
            write(house, entries([first, second], replace(WORDS, progress_text="新的进展。"), version=0))
        assert f"第 2 项“{second.work_item.title}”" in refused.value.sentence
        assert [report.progress_text for report in stored()] == [WORDS.progress_text] * 2

    def test_a_report_that_somebody_began_meanwhile_refuses_the_whole(self, house: House) -> None:
        first, second = signed(house)
        factories.periodic_draft(second, house.commerce, house.period())
        with pytest.raises(Stale) as refused:
            write(house, entries([first, second]))
        assert "第 2 项" in refused.value.sentence
        assert len(stored()) == 1

    def test_a_line_of_another_unit_is_not_there(self, house: House) -> None:
        foreign = factories.signed_line(house, house.transport)
        with pytest.raises(NotVisible):
            write(house, entries([*signed(house), foreign]))
        assert stored() == []

    def test_a_line_that_nobody_signed_for_refuses_the_whole(self, house: House) -> None:
        first = factories.signed_line(house)
        with pytest.raises(NotNow) as refused:
            write(house, entries([first, house.line(house.commerce, 2)]))
        assert refused.value.sentence.startswith("第 2 项")
        assert stored() == []

    def test_not_before_the_period_is_opened(self, house: House) -> None:
        with pytest.raises(NotNow):
            period_sheets.write(
                entries(signed(house)), period=house.period(2), by=house.commerce.liaison, at=REPORTED_AT
            )

    def test_nobody_else_writes(self, house: House) -> None:
        typed = entries(signed(house))
        for by in (house.office.clerk, house.water.liaison, house.transport.liaison):
            with pytest.raises((NotAllowed, NotVisible)):
                write(house, typed, by=by)
        assert stored() == []


class TestSend:
    """送审."""

    def test_all_drafts_go_to_the_reviewer(self, house: House) -> None:
        assert [report.state for report in sent(house)] == [ReportState.UNIT_REVIEW] * 2

    def test_every_missing_field_of_every_line_is_named_and_nothing_goes(self, house: House) -> None:
        first, second = signed(house)
        write(house, [Entry(first.pk, None, replace(WORDS, problems="", standing=""))])
        with pytest.raises(Invalid) as refused:
            period_sheets.send(period=house.period(), by=house.commerce.liaison, at=REPORTED_AT)
        assert set(refused.value.faults) == {
            fault_key(first, "problems"),
            fault_key(first, "standing"),
            *(fault_key(second, field) for field in ("progress_text", "problems", "next_steps", "standing")),
        }
        assert states() == [ReportState.DRAFT]

    def test_last_words_are_no_report(self, house: House) -> None:
        told = _accepted_first_quarter(house)
        summer = moment("2026-07-08")
        again = [Entry(line.pk, None, WORDS) for line in told]
        period_sheets.write(again, period=house.period(2), by=house.commerce.liaison, at=summer)
        with pytest.raises(Invalid) as refused:
            period_sheets.send(period=house.period(2), by=house.commerce.liaison, at=summer)
        assert refused.value.faults == {fault_key(line, "progress_text"): STILL_LAST_WORDS for line in told}

    def test_no_news_is_a_report_and_says_so(self, house: House) -> None:
        told, summer = _accepted_first_quarter(house), moment("2026-07-08")
        words = replace(WORDS, progress_text=f"{NO_NEWS}上期填报：{WORDS.progress_text}")
        period_sheets.write(entries(told, words), period=house.period(2), by=house.commerce.liaison, at=summer)
        assert period_sheets.send(period=house.period(2), by=house.commerce.liaison, at=summer) == 2

    def test_what_was_sent_already_is_left_alone(self, house: House) -> None:
        first, second = signed(house)
        report = factories.periodic_draft(first, house.commerce, house.period())
        factories.advance(report, ReportState.SUBMITTED, house, house.commerce)
        write(house, entries([second]))
        assert period_sheets.send(period=house.period(), by=house.commerce.liaison, at=REPORTED_AT) == 1
        assert states() == [ReportState.SUBMITTED, ReportState.UNIT_REVIEW]
        with pytest.raises(NotNow):
            period_sheets.send(period=house.period(), by=house.commerce.liaison, at=REPORTED_AT)


def _accepted_first_quarter(house: House) -> list[UnitLine]:
    of = signed(house)
    for line in of:
        report = factories.periodic_draft(line, house.commerce, house.period())
        reports.send(report, by=house.commerce.liaison, at=REPORTED_AT)
        reports.approve(report, by=house.commerce.reviewer, at=REPORTED_AT)
    return of


class TestApprove:
    """审核通过（报送）."""

    def test_all_that_wait_go_at_once(self, house: House) -> None:
        waiting = sent(house)
        decided = period_sheets.approve(shown(waiting), period=house.period(), by=house.commerce.reviewer, at=LATER)
        assert (len(decided.done), decided.own) == (2, ())
        assert states() == [ReportState.SUBMITTED] * 2
        assert {line.reported_through for line in UnitLine.objects.filter(reports__in=waiting)} == {
            house.period().due_on
        }

    def test_late_is_marked_as_for_a_single_report(self, house: House) -> None:
        waiting = sent(house)
        after = moment("2026-04-16")
        period_sheets.approve(shown(waiting), period=house.period(), by=house.commerce.reviewer, at=after)
        assert [report.is_late for report in stored()] == [True, True]

    def test_what_the_reviewer_wrote_stays_and_is_named(self, house: House) -> None:
        first, second = signed(house)
        period, reviewer = house.period(), house.commerce.reviewer
        own = report_drafts.write(first, WORDS, kind=ReportKind.PERIODIC, period=period, by=reviewer, at=REPORTED_AT)
        reports.send(own, by=reviewer, at=REPORTED_AT)
        write(house, entries([second]))
        period_sheets.send(period=period, by=house.commerce.liaison, at=REPORTED_AT)
        decided = period_sheets.approve(shown(stored()), period=period, by=reviewer, at=LATER)
        assert [report.line_id for report in decided.own] == [first.pk]
        assert states() == [ReportState.UNIT_REVIEW, ReportState.SUBMITTED]

    def test_nothing_but_one_s_own_is_refused(self, house: House) -> None:
        line, reviewer = factories.signed_line(house), house.commerce.reviewer
        own = report_drafts.write(
            line, WORDS, kind=ReportKind.PERIODIC, period=house.period(), by=reviewer, at=REPORTED_AT
        )
        reports.send(own, by=reviewer, at=REPORTED_AT)
        with pytest.raises(NotAllowed):
            period_sheets.approve(shown(stored()), period=house.period(), by=reviewer, at=LATER)

    def test_one_that_was_withdrawn_refuses_the_whole(self, house: House) -> None:
        waiting = sent(house)
        reports.withdraw(waiting[1], by=house.commerce.liaison, at=LATER)
        with pytest.raises((Stale, NotNow)) as refused:
            period_sheets.approve(shown(waiting), period=house.period(), by=house.commerce.reviewer, at=LATER)
        assert refused.value.sentence.startswith("第 2 项")
        assert states() == [ReportState.UNIT_REVIEW, ReportState.DRAFT]

    @pytest.mark.parametrize("name", ["liaison", "other_reviewer", "clerk"])
    def test_nobody_else_approves(self, house: House, name: str) -> None:
        people = {
            "liaison": house.commerce.liaison,
            "other_reviewer": house.transport.reviewer,
            "clerk": house.office.clerk,
        }
        waiting = sent(house)
        with pytest.raises((NotAllowed, NotVisible)):
            period_sheets.approve(shown(waiting), period=house.period(), by=people[name], at=LATER)
        assert states() == [ReportState.UNIT_REVIEW] * 2


class TestReturn:
    """退回修改."""

    @pytest.mark.parametrize(("chosen", "expected"), [((), ["sent_back"] * 2), ((1,), ["unit_review", "sent_back"])])
    def test_the_chosen_ones_or_all(self, house: House, chosen: tuple[int, ...], expected: list[str]) -> None:
        waiting = sent(house)
        ids = {waiting[place].pk for place in chosen}
        period_sheets.return_to_author(
            shown(waiting),
            chosen=ids,
            reason="请补充数据。",
            period=house.period(),
            by=house.commerce.reviewer,
            at=LATER,
        )
        assert states() == expected
        assert {report.reason for report in stored() if report.state == ReportState.SENT_BACK} == {"请补充数据。"}

    def test_not_without_a_reason(self, house: House) -> None:
        waiting = sent(house)
        with pytest.raises(Invalid):
            period_sheets.return_to_author(
                shown(waiting), chosen=(), reason="\u200b", period=house.period(), by=house.commerce.reviewer, at=LATER
            )
        assert states() == [ReportState.UNIT_REVIEW] * 2


class TestOnPaper:
    """登记线下签批."""

    def test_one_scan_counts_for_all_reports(self, house: House) -> None:
        first, second = sent(house)
        done = period_sheets.approve_on_paper(
            shown([first, second]), factories.sheet(), period=house.period(), by=house.commerce.liaison, at=LATER
        )
        assert len(done) == 2
        assert states() == [ReportState.SUBMITTED] * 2
        assert SignedSheet.objects.count() == 2
        assert Evidence.objects.values("blob").distinct().count() == 1

    def test_without_a_scan_nothing_is_registered(self, house: House) -> None:
        waiting = sent(house)
        with pytest.raises(Invalid) as refused:
            period_sheets.approve_on_paper(
                shown(waiting),
                replace(factories.sheet(), scan=None),
                period=house.period(),
                by=house.commerce.liaison,
                at=LATER,
            )
        assert list(refused.value.faults) == ["scan"]
        assert states() == [ReportState.UNIT_REVIEW] * 2

    def test_a_sheet_with_a_gap_is_not_registered(self, house: House) -> None:
        first, second = signed(house)
        write(house, entries([first]))
        with pytest.raises(Invalid) as refused:
            period_sheets.approve_on_paper(
                shown(stored()), factories.sheet(), period=house.period(), by=house.commerce.liaison, at=LATER
            )
        assert all(key.startswith(f"line{second.pk}-") for key in refused.value.faults)
        assert states() == [ReportState.DRAFT]

    def test_a_report_the_page_did_not_show_refuses_the_whole(self, house: House) -> None:
        waiting = sent(house)
        with pytest.raises(Stale):
            period_sheets.approve_on_paper(
                shown(waiting[:1]), factories.sheet(), period=house.period(), by=house.commerce.liaison, at=LATER
            )
        assert states() == [ReportState.UNIT_REVIEW] * 2


def test_lines_are_told_apart_by_what_may_be_done_with_them(house: House) -> None:
    line = house.line(house.commerce)

    def cell() -> Cell:
        return sheet_of(house.commerce.liaison, house.period()).lines[0].cell

    assert cell() is Cell.SIGN
    lines.sign(line, by=house.commerce.liaison, at=SIGNED_AT)
    assert cell() is Cell.WRITE
    closing = factories.closing_draft(line, house.commerce)
    reports.send(closing, by=house.commerce.liaison, at=REPORTED_AT)
    assert cell() is Cell.CLOSING
    reports.approve(closing, by=house.commerce.reviewer, at=REPORTED_AT)
    reports.accept(closing, by=house.office.clerk, at=REPORTED_AT)
    assert line.pk not in {entry.line.pk for entry in sheet_of(house.commerce.liaison, house.period()).lines}


def test_a_line_issued_after_the_day_is_not_on_the_sheet(house: House) -> None:
    period: ReportPeriod = house.period()
    UnitLine.objects.filter(pk=house.line(house.commerce).pk).update(issued_on=period.due_on)
    assert len(sheet_of(house.commerce.liaison, period).lines) == 1


def test_each_step_leaves_its_own_trace(house: House) -> None:
    waiting = sent(house)
    period_sheets.approve(shown(waiting), period=house.period(), by=house.commerce.reviewer, at=LATER)
    for report in waiting:
        steps = StateChange.objects.filter(kind="report", object_id=report.pk).order_by("id")
        assert list(steps.values_list("act", flat=True)) == ["send", "approve"]
