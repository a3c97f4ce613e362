"""The lead gathers (主办汇总), asks for closing without silent units only with a reason, and is not blamed for them."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from tasks_app.actions import gathering, report_drafts, reports
from tasks_app.actions.gathering import Place
from tasks_app.dashboards.gathering import Known, accepted_summary, supporters_of
from tasks_app.domain.gathering import Presence
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Basis
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, ReportPart, StateChange, UnitLine
from tests import factories
from tests.actions.reporting import send_back
from tests.conftest import Standing
from tests.factories import FINISHED, LATER, REPORTED_AT, WORDS, House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
MISSING = "尚有 1 个配合单位未报送：市交通运输局；请说明理由。"


@pytest.fixture(scope="module")
def led_house_of_the_module(standing: Standing) -> Iterator[House]:
    """The house in which 市商务局 leads task 1 by the plan's own words; both units signed for it."""

    def build() -> House:
        house = factories.house(lead=Basis.DECLARED)
        factories.signed_line(house)
        factories.signed_line(house, house.transport)
        return house

    with standing(build) as built:
        yield built


@pytest.fixture
def house(led_house_of_the_module: House, db: None) -> House:
    return deepcopy(led_house_of_the_module)


def draft_of_lead(house: House, kind: str = ReportKind.PERIODIC) -> ProgressReport:
    line = house.line(house.commerce)
    if kind == ReportKind.CLOSING:
        return factories.closing_draft(line, house.commerce)
    return factories.periodic_draft(line, house.commerce, house.period())


def supporter_reports(house: House, state: str = ReportState.SUBMITTED, order: int = 1) -> ProgressReport:
    line, words = house.line(house.transport), replace(WORDS, progress_text="充电桩建成 120 个。")
    draft = factories.periodic_draft(line, house.transport, house.period(order), words=words)
    factories.advance(draft, state, house, house.transport)
    return ProgressReport.objects.get(pk=draft.pk)


def parts_of(report: ProgressReport) -> list[tuple[str, str]]:
    return list(report.parts.values_list("unit_name", "progress_text"))


class TestGather:
    """引用各单位报送内容: what was handed in, in the words of then."""

    @pytest.mark.parametrize(
        ("state", "order", "kind", "is_quoted"),
        [
            (ReportState.SUBMITTED, 1, ReportKind.PERIODIC, True),
            (ReportState.ACCEPTED, 1, ReportKind.PERIODIC, True),
            (ReportState.SUBMITTED, 1, ReportKind.CLOSING, True),
            (ReportState.UNIT_REVIEW, 1, ReportKind.PERIODIC, False),
            (ReportState.SENT_BACK, 1, ReportKind.PERIODIC, False),
        ],
    )
    def test_what_the_supporting_unit_handed_in(
        self, house: House, state: str, order: int, kind: str, is_quoted: bool
    ) -> None:
        supporter_reports(house, state, order)
        draft = draft_of_lead(house, kind)
        if not is_quoted:
            with pytest.raises(NotNow, match="还没有可以引用"):
                gathering.gather(draft, by=house.commerce.liaison, at=LATER)
            return
        assert gathering.gather(draft, by=house.commerce.liaison, at=LATER) == 1
        assert parts_of(draft) == [("市交通运输局", "充电桩建成 120 个。")]

    def test_what_was_quoted_stays_when_the_unit_writes_again(self, house: House) -> None:
        source, draft = supporter_reports(house), draft_of_lead(house)
        gathering.gather(draft, by=house.commerce.liaison, at=LATER)
        factories.advance(draft, ReportState.SUBMITTED, house, house.commerce)
        send_back(source, house)
        report_drafts.rewrite(source, replace(WORDS, progress_text="改写以后。"), by=house.transport.liaison, at=LATER)
        assert parts_of(draft) == [("市交通运输局", "充电桩建成 120 个。")]
        with pytest.raises(NotNow, match="已送审"):
            gathering.gather(draft, by=house.commerce.liaison, at=LATER)

    def test_quoted_again_a_part_keeps_its_place_and_a_withdrawn_one_leaves(self, house: House) -> None:
        source, draft = supporter_reports(house), draft_of_lead(house)
        gathering.gather(draft, by=house.commerce.liaison, at=LATER)
        part = ReportPart.objects.get()
        gathering.arrange(draft, [Place(part.pk, 1, is_included=False)], by=house.commerce.liaison, at=LATER)
        gathering.gather(draft, by=house.commerce.liaison, at=LATER)
        assert not ReportPart.objects.get().is_included
        reports.withdraw(source, by=house.transport.liaison, at=LATER)
        with pytest.raises(NotNow):
            gathering.gather(draft, by=house.commerce.liaison, at=LATER)

    def test_only_the_lead_gathers_and_only_what_the_page_showed(self, house: House) -> None:
        own = supporter_reports(house, ReportState.DRAFT)
        with pytest.raises(NotAllowed, match="牵头单位"):
            gathering.gather(own, by=house.transport.liaison, at=LATER)
        draft = draft_of_lead(house)
        for stranger in (house.transport.liaison, house.office.clerk, house.water.liaison):
            with pytest.raises(NotAllowed):
                gathering.gather(draft, by=stranger, at=LATER)
        with pytest.raises(Stale):
            gathering.gather(draft, by=house.commerce.liaison, at=LATER, version=9)
        with pytest.raises(Invalid, match="有变动"):
            gathering.arrange(draft, [Place(99, 1, is_included=True)], by=house.commerce.liaison, at=LATER)


class TestClosingWithoutSomebody:
    """A confirmed lead asks for closing while a supporter is silent: only with a reason."""

    def test_every_door_asks_for_the_reason(self, house: House) -> None:
        draft = draft_of_lead(house, ReportKind.CLOSING)
        with pytest.raises(Invalid) as refused:
            reports.send(draft, by=house.commerce.liaison, at=REPORTED_AT)
        assert refused.value.faults == {"without_reason": MISSING}
        with pytest.raises(Invalid) as refused:
            reports.approve_on_paper(draft, factories.sheet(), by=house.commerce.liaison, at=LATER)
        assert refused.value.faults == {"without_reason": MISSING}

    @pytest.mark.parametrize("on_paper", [False, True])
    def test_the_reason_stands_in_the_report_and_on_the_timeline(self, house: House, on_paper: bool) -> None:
        draft = draft_of_lead(house, ReportKind.CLOSING)
        words = replace(FINISHED, without_reason="市交通运输局的部分由其另行报送。")
        report_drafts.rewrite(draft, words, by=house.commerce.liaison, at=REPORTED_AT)
        if on_paper:
            reports.approve_on_paper(draft, factories.sheet(), by=house.commerce.liaison, at=LATER)
        else:
            factories.advance(draft, ReportState.SUBMITTED, house, house.commerce)
        report = ProgressReport.objects.get(pk=draft.pk)
        assert (report.without_units, report.without_reason) == ("市交通运输局", words.without_reason)
        for kind in ("report", "line"):
            why = StateChange.objects.filter(kind=kind, act__contains="on_paper" if on_paper else "approve")
            step = why.last() or StateChange.objects.get(kind=kind, act="submit_closing")
            assert step.why == f"{MISSING.split('；')[0]}；理由：{words.without_reason}"

    @pytest.mark.parametrize(
        ("state", "is_asked"),
        [
            (LineState.PENDING_SIGNATURE, True),
            (LineState.SENT_BACK, True),
            (LineState.UNIT_REVIEW, True),
            (LineState.OFFICE_REVIEW, False),
            (LineState.COMPLETED, False),
            (LineState.SIGNED_OFF, False),
        ],
    )
    def test_who_is_missing(self, house: House, state: str, is_asked: bool) -> None:
        UnitLine.objects.filter(pk=house.line(house.transport).pk).update(state=state, submitted_at=REPORTED_AT)
        draft = draft_of_lead(house, ReportKind.CLOSING)
        if is_asked:
            with pytest.raises(Invalid):
                reports.send(draft, by=house.commerce.liaison, at=REPORTED_AT)
        else:
            assert reports.send(draft, by=house.commerce.liaison, at=REPORTED_AT).state == ReportState.UNIT_REVIEW

    @pytest.mark.parametrize("part", ["support", "responsible"])
    def test_nobody_waits_for_a_lead_or_where_none_is_settled(self, house: House, part: str) -> None:
        UnitLine.objects.filter(pk=house.line(house.commerce).pk).update(part=part)
        draft = draft_of_lead(house, ReportKind.CLOSING)
        assert reports.send(draft, by=house.commerce.liaison, at=REPORTED_AT).state == ReportState.UNIT_REVIEW


def known(lead: UnitLine) -> Known:
    """The lines of the lead's item with their reports, as the item's page knows them."""
    return [(line, list(line.reports.all())) for line in UnitLine.objects.filter(work_item=lead.work_item_id)]


class TestTheLeadSees:
    """The small table: who is in, who is late, since when; and what the supporter sees of the lead."""

    def test_the_table_for_the_period_and_for_closing(self, house: House) -> None:
        lead, today = house.line(house.commerce), date(2026, 4, 20)
        (silent,) = supporters_of(lead, known(lead), house.period(), today)
        assert silent.in_period
        assert silent.in_period.presence is Presence.LATE
        assert silent.in_closing.presence is Presence.SILENT
        report = supporter_reports(house)
        (told,) = supporters_of(lead, known(lead), house.period(), today)
        assert told.in_period
        assert (told.in_period.presence, told.report) == (Presence.IN, report)
        assert supporters_of(house.line(house.transport), known(lead), house.period(), today) == ()

    def test_the_silent_unit_is_late_itself_and_the_lead_is_not(self, house: House) -> None:
        draft = draft_of_lead(house, ReportKind.CLOSING)
        words = replace(FINISHED, without_reason="市交通运输局尚未报送。")
        report_drafts.rewrite(draft, words, by=house.commerce.liaison, at=REPORTED_AT)
        factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=moment("2026-11-30 23:00"))
        late = UnitLine.objects.late(date(2026, 12, 10))
        assert house.line(house.transport) in late
        assert house.line(house.commerce) not in late
        assert not ProgressReport.objects.get(pk=draft.pk).is_late

    def test_a_supporter_sees_the_accepted_summary_and_of_the_quotes_its_own(self, house: House) -> None:
        supporter_reports(house)
        draft, item = draft_of_lead(house), house.line(house.commerce).work_item
        gathering.gather(draft, by=house.commerce.liaison, at=LATER)
        factories.advance(draft, ReportState.SUBMITTED, house, house.commerce)
        assert accepted_summary(item, house.transport.liaison) is None, "not before it is accepted"
        reports.accept(draft, by=house.office.clerk, at=LATER)
        summary = accepted_summary(item, house.transport.liaison)
        assert summary
        assert summary.report.pk == draft.pk
        assert summary.own_part
        assert draft not in ProgressReport.objects.visible_to(house.transport.liaison), "the rest is not its own"
        for stranger in (house.water.liaison, house.commerce.liaison):
            assert accepted_summary(item, stranger) is None
