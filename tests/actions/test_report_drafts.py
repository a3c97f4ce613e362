"""Writing and rewriting a report; what the office records for a unit that phoned (代录)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tasks_app.actions import report_drafts, reports
from tasks_app.actions.report_drafts import Caller, Words
from tasks_app.actions.transition import require_version
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Evidence, ProgressReport, StateChange, UnitLine
from tests import factories
from tests.factories import FINISHED, LATER, REPORTED_AT, WORDS, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

CALLER = Caller("电话", "王某")


def write(house: House, words: Words = WORDS, **more: object) -> ProgressReport:
    """The liaison of 市商务局 starts the report of the first quarter."""
    usual = {
        "kind": ReportKind.PERIODIC,
        "period": house.period(),
        "by": house.commerce.liaison,
        "at": REPORTED_AT,
    }
    return report_drafts.write(house.line(house.commerce), words, **usual | more)  # type: ignore[arg-type]


def record(house: House, words: Words = WORDS, **more: object) -> ProgressReport:
    """The clerk notes what 市商务局 said on the phone."""
    usual = {"period": house.period(), "caller": CALLER, "by": house.office.clerk, "at": REPORTED_AT}
    return reports.record_on_behalf(house.line(house.commerce), words, **usual | more)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [write, record])
def test_a_report_repeats_the_unit_of_its_line(house: House, make: Callable[[House], ProgressReport]) -> None:
    factories.signed_line(house)
    assert make(house).unit == house.commerce.unit


class TestWrite:
    """A draft is begun."""

    def test_a_draft_holds_the_words_and_their_author(self, house: House) -> None:
        factories.signed_line(house)
        draft = write(house)
        assert (draft.state, draft.author, draft.drafted_at) == (
            ReportState.DRAFT,
            house.commerce.liaison.post,
            REPORTED_AT,
        )
        assert (draft.progress_text, draft.problems, draft.next_steps, draft.standing) == (
            WORDS.progress_text,
            WORDS.problems,
            WORDS.next_steps,
            WORDS.standing,
        )
        written = draft.history.get()
        assert (written.history_user, written.history_change_reason) == (
            house.commerce.liaison.user,
            f"填报草稿｜{house.commerce.liaison.label}",
        )

    def test_a_draft_may_still_be_empty(self, house: House) -> None:
        factories.signed_line(house)
        assert write(house, Words()).pk

    def test_invisible_characters_are_not_kept(self, house: House) -> None:
        factories.signed_line(house)
        assert write(house, replace(WORDS, problems="\u200b\u3000无\u202e")).problems == "无"

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            (replace(WORDS, standing="perfect"), "standing"),
            (replace(WORDS, percent=101), "percent"),
            (replace(WORDS, percent=-1), "percent"),
        ],
    )
    def test_what_is_no_answer_is_refused_by_name(self, house: House, words: Words, field: str) -> None:
        factories.signed_line(house)
        with pytest.raises(Invalid) as refused:
            write(house, words)
        assert list(refused.value.faults) == [field]

    def test_a_bad_file_leaves_no_half_report(self, house: House) -> None:
        factories.signed_line(house)
        with pytest.raises(Invalid, match="内容与扩展名"):
            write(house, files=factories.stored(factories.pdf(), factories.pdf("假.pdf", b"MZ\x90\x00")))
        assert not ProgressReport.objects.exists()
        assert not Evidence.objects.exists()

    def test_only_the_unit_s_own_people_write(self, house: House) -> None:
        factories.signed_line(house)
        for by in (house.transport.liaison, house.water.liaison, house.office.clerk, house.office.director):
            with pytest.raises(NotAllowed):
                write(house, by=by)

    def test_not_before_signing_for_it(self, house: House) -> None:
        with pytest.raises(NotNow, match="请先签收"):
            write(house)

    @pytest.mark.parametrize("state", [LineState.COMPLETED, LineState.SIGNED_OFF])
    def test_not_when_it_is_done(self, house: House, state: str) -> None:
        factories.line_in(state, house)
        with pytest.raises(NotNow, match="已经办结"):
            write(house)

    def test_a_second_report_of_a_period_is_refused_in_words(self, house: House) -> None:
        factories.signed_line(house)
        write(house)
        with pytest.raises(NotNow, match="第一季度已有一份进展反馈"):
            write(house, by=house.commerce.reviewer)

    def test_a_second_closing_is_refused_in_words(self, house: House) -> None:
        factories.signed_line(house)
        write(house, FINISHED, kind=ReportKind.CLOSING, period=None)
        with pytest.raises(NotNow, match="已有一份办结申请"):
            write(house, FINISHED, kind=ReportKind.CLOSING, period=None)

    def test_no_closing_while_one_is_under_way(self, house: House) -> None:
        factories.report_in(ReportState.UNIT_REVIEW, house, kind=ReportKind.CLOSING)
        with pytest.raises(NotNow, match="正在审核"):
            write(house, FINISHED, kind=ReportKind.CLOSING, period=None)

    def test_a_period_that_has_not_begun(self, house: House) -> None:
        """A report of the third quarter in April would pass for the first and the second as well."""
        factories.signed_line(house)
        with pytest.raises(NotNow, match="2026-10-01 起填报"):
            write(house, period=house.period(3))

    def test_a_period_of_another_rhythm_or_year_or_none(self, house: House) -> None:
        factories.signed_line(house)
        next_year = factories.drafted_cycle(house.office, year=2027, at=LATER)
        for period in (house.period(4), next_year.periods.get(order=1), None):
            with pytest.raises(Invalid) as refused:
                write(house, period=period)
            assert "period" in refused.value.faults

    def test_a_line_with_one_yearly_report_gives_it_in_its_own_period(self, house: House) -> None:
        line = factories.signed_line(house, number=3)
        december = factories.moment("2026-12-02")
        report = report_drafts.write(
            line,
            WORDS,
            kind=ReportKind.PERIODIC,
            period=house.period(4),
            by=house.commerce.liaison,
            at=december,
        )
        assert report.period == house.period(4)


class TestRewrite:
    """Other words in a draft, or in a report that came back."""

    def test_other_words_raise_the_version_but_make_no_step(self, house: House) -> None:
        draft = factories.report_in(ReportState.DRAFT, house)
        steps = StateChange.objects.count()
        rewritten = report_drafts.rewrite(
            draft, replace(WORDS, problems="资金未到位。"), by=house.commerce.liaison, at=LATER, version=draft.version
        )
        assert (rewritten.problems, rewritten.version, rewritten.state) == (
            "资金未到位。",
            draft.version + 1,
            ReportState.DRAFT,
        )
        assert StateChange.objects.count() == steps

    def test_of_two_who_rewrite_the_second_is_told_and_loses_nothing(self, house: House) -> None:
        draft = factories.report_in(ReportState.DRAFT, house)
        report_drafts.rewrite(draft, WORDS, by=house.commerce.liaison, at=LATER, version=draft.version)
        with pytest.raises(Stale, match="您填写的文字保留在下方"):
            report_drafts.rewrite(
                draft, replace(WORDS, problems="另一稿"), by=house.commerce.reviewer, at=LATER, version=draft.version
            )
        assert ProgressReport.objects.get(pk=draft.pk).problems == WORDS.problems

    def test_a_saved_draft_names_nobody_who_did_something_else_before(self, house: House) -> None:
        report = factories.report_in(ReportState.SENT_BACK, house)
        revised = report_drafts.rewrite(report, WORDS, by=house.commerce.liaison, at=LATER)
        report_drafts.rewrite(revised, WORDS, by=house.commerce.liaison, at=LATER)
        name = house.commerce.liaison.name
        with pytest.raises(Stale, match=f"^{name}已于04月13日 09:00改写本件"):
            reports.send(revised, by=house.commerce.liaison, at=LATER, version=revised.version)
        with pytest.raises(Stale, match=r"\A本件刚刚有更新"):  # what a unit writes is told to nobody else
            require_version(ProgressReport.objects.get(pk=revised.pk), 0, "report", by=house.office.clerk)

    def test_whoever_writes_last_is_the_author(self, house: House) -> None:
        draft = factories.report_in(ReportState.DRAFT, house)
        rewritten = report_drafts.rewrite(draft, WORDS, by=house.commerce.reviewer, at=LATER)
        reports.send(rewritten, by=house.commerce.liaison, at=LATER)
        with pytest.raises(NotAllowed, match="由您本人填写"):
            reports.approve(rewritten, by=house.commerce.reviewer, at=LATER)

    @pytest.mark.parametrize("state", [ReportState.UNIT_REVIEW, ReportState.SUBMITTED, ReportState.ACCEPTED])
    def test_what_was_sent_is_not_rewritten(self, house: House, state: str) -> None:
        report = factories.report_in(state, house)
        with pytest.raises(NotNow, match="已送审"):
            report_drafts.rewrite(report, WORDS, by=house.commerce.liaison, at=LATER)

    def test_files_may_be_added(self, house: House) -> None:
        draft = factories.report_in(ReportState.DRAFT, house)
        report_drafts.rewrite(
            draft, WORDS, by=house.commerce.liaison, at=LATER, files=factories.stored(factories.pdf())
        )
        assert [file.name for file in draft.evidence.all()] == ["佐证材料.pdf"]


class TestRecordOnBehalf:
    """代录: marked with its source, never a closing, and never judged by who recorded it."""

    def test_it_is_handed_in_and_marked(self, house: House) -> None:
        factories.signed_line(house)
        report = record(house)
        assert (report.state, report.is_on_behalf, report.on_behalf_source, report.on_behalf_of) == (
            ReportState.SUBMITTED,
            True,
            "电话",
            "王某",
        )
        line = house.line(house.commerce)
        assert (line.claimed_standing, line.reported_through) == ("on_schedule", date(2026, 4, 15))
        step = StateChange.objects.get(kind="report", act="record")
        assert (step.actor_name, step.label) == (house.office.clerk.name, "代录报送")

    def test_it_never_closes(self, house: House) -> None:
        factories.signed_line(house)
        report = record(house, replace(FINISHED))
        assert report.kind == ReportKind.PERIODIC
        reports.accept(report, by=house.office.second_clerk, at=LATER)
        assert house.line(house.commerce).state == LineState.IN_PROGRESS

    def test_who_recorded_it_does_not_review_it(self, house: House) -> None:
        report = factories.recorded_report(house)
        with pytest.raises(NotAllowed, match="由您本人填写"):
            reports.accept(report, by=house.office.clerk, at=LATER)
        assert reports.accept(report, by=house.office.second_clerk, at=LATER).state == ReportState.ACCEPTED

    def test_only_the_clerk_records(self, house: House) -> None:
        factories.signed_line(house)
        for by in (house.office.director, house.office.leader, house.commerce.liaison, house.water.liaison):
            with pytest.raises(NotAllowed):
                record(house, by=by)

    @pytest.mark.parametrize("caller", [Caller("", "王某"), Caller("电话", "  "), Caller("\u200b", "王某")])
    def test_without_its_source_it_is_worth_nothing(self, house: House, caller: Caller) -> None:
        factories.signed_line(house)
        with pytest.raises(Invalid, match="来源"):
            record(house, caller=caller)

    def test_it_is_whole_or_it_is_not_recorded(self, house: House) -> None:
        factories.signed_line(house)
        with pytest.raises(Invalid) as refused:
            record(house, replace(WORDS, problems="", next_steps="\u3000"))
        assert list(refused.value.faults) == ["problems", "next_steps"]
        assert not ProgressReport.objects.exists()

    def test_not_on_a_line_nobody_signed_for_nor_twice_nor_when_done(self, house: House) -> None:
        with pytest.raises(NotNow, match="请先签收"):
            record(house)
        factories.signed_line(house)
        record(house)
        with pytest.raises(NotNow, match="已有一份"):
            record(house)
        UnitLine.objects.update(state=LineState.COMPLETED)
        with pytest.raises(NotNow, match="已经办结"):
            record(house, period=house.period(2), at=factories.moment("2026-07-02"))

    def test_what_the_unit_rewrites_is_its_own_word_again(self, house: House) -> None:
        report = factories.recorded_report(house)
        withdrawn = reports.withdraw(report, by=house.commerce.liaison, at=LATER)
        rewritten = report_drafts.rewrite(withdrawn, WORDS, by=house.commerce.liaison, at=LATER)
        assert not rewritten.is_on_behalf
        assert rewritten.author == house.commerce.liaison.post
