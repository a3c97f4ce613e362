"""Three stories of the work cycle: a supporting unit late, a report sent back twice, more time granted and refused."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
import time_machine

from tasks_app.actions import calendars, policies, report_drafts, reports
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Extension, Obligation, ProgressReport, StateChange, UnitLine
from tests import extension_factories, factories
from tests.browser.conftest import Visit
from tests.browser.mornings import let_days_pass
from tests.browser.visitor import PHONE, Visitor
from tests.factories import ISSUED_AT, Office, Staff, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTED = "清洁运输车辆更新 40 台。"
WITHOUT = "市交通运输局已电话说明，由其自行报送。"
FIRST_REASON, SECOND_REASON = "请写明截至日期。", "请附上年度比较。"
WISHED, ONCE_MORE = "2026-12-14", "2026-12-25"
REFUSED = "剩余工作不多，请按现时限完成。"


@dataclass(frozen=True)
class Three:
    """The office, a lead and two supporting units, with one item between them."""

    office: Office
    lead: Staff
    silent: Staff
    diligent: Staff

    def line(self, of: Staff) -> UnitLine:
        """The unit's line."""
        return UnitLine.objects.get(unit=of.unit)


def three() -> Three:
    """Issued on 2 March 2026 with the clock's rules; all have signed."""
    office, units = factories.office(), [factories.staff(name) for name in factories.NAMES]
    factories.task(factories.plan(), 1, [one.unit for one in units], lead=Basis.DECLARED)
    for year in (2026, 2027):
        calendars.seed_year(year, by=factories.clock(), at=ISSUED_AT)
    policies.seed_default(by=factories.clock(), at=ISSUED_AT)
    factories.issued_cycle(office)
    built = Three(office, *units)
    for one in units:
        factories.lines.sign(built.line(one), by=one.liaison, at=factories.SIGNED_AT)
    return built


def test_a_report_is_sent_back_twice_and_accepted_in_the_end(visit: Visit, clock: time_machine.Traveller) -> None:
    house = three()
    line = house.line(house.lead)
    draft = factories.periodic_draft(line, house.lead, line.cycle.periods.get(order=1), at=moment("2026-04-09"))
    reports.send(draft, by=house.lead.liaison, at=moment("2026-04-09 10:00"))
    reports.approve(draft, by=house.lead.reviewer, at=moment("2026-04-09 11:00"))
    clock.move_to(moment("2026-04-10"))
    clerk, liaison = visit(house.office.clerk.user), visit(house.lead.liaison.user, window=PHONE)
    for round_, (reason, redo_by) in enumerate([(FIRST_REASON, "4月15日"), (SECOND_REASON, "4月20日")]):
        when_the_office_sends_it_back(clerk, draft, reason)
        when_the_unit_mends_it(liaison, reason, redo_by, looks=not round_)
        day = "2026-04-15" if not round_ else "2026-04-20"
        reports.approve(draft, by=house.lead.reviewer, at=moment(f"{day} 08:00"))
        clock.move_to(moment(day))
        for visitor in (clerk, liaison):
            visitor.logs_in()
    clerk.opens(f"/reports/{draft.pk}/")
    clerk.decides("采用")
    clerk.reads("已采用")
    liaison.opens(f"/items/{line.work_item_id}/")
    liaison.reads(FIRST_REASON, SECOND_REASON, "采用")
    draft.refresh_from_db()
    assert (draft.state, draft.round, draft.is_late) == (ReportState.ACCEPTED, 3, False)
    told = StateChange.objects.filter(kind="report", object_id=draft.pk).order_by("pk").values_list("label", flat=True)
    once = ["退回修改", "修改", "送审", "审核通过"]
    assert list(told) == ["送审", "审核通过", *once, *once, "采用"]


def when_the_office_sends_it_back(clerk: Visitor, draft: ProgressReport, reason: str) -> None:
    clerk.opens(f"/reports/{draft.pk}/")
    clerk.decides("退回修改", 退回理由=reason)
    clerk.reads("已退回修改")


def when_the_unit_mends_it(liaison: Visitor, reason: str, redo_by: str, *, looks: bool) -> None:
    liaison.opens("/")
    liaison.follows("修改后重报")
    liaison.reads(reason, f"{redo_by}前重报")
    if looks:
        liaison.looks(closely=(PHONE,))
    liaison.writes(本期进展=f"已按意见补充：{reason}")
    liaison.presses("送审")
    liaison.reads("已送审")


def test_more_time_is_granted_once_and_refused_once(visit: Visit, clock: time_machine.Traveller) -> None:
    house = three()
    line = house.line(house.lead)
    clock.move_to(moment("2026-11-20"))
    liaison, clerk = visit(house.lead.liaison.user, window=PHONE), visit(house.office.clerk.user)
    # When the unit asks in time, with a reason, how far it has come, and a day
    when_the_unit_asks_for_more_time(liaison, line, WISHED)
    liaison.looks(closely=(PHONE,))
    # And the clerk grants the first one, of ten working days
    clerk.opens("/")
    clerk.follows(f"审批延期至 {WISHED}")
    clerk.follows("同意延期")
    clerk.writes(审批意见="同意，请抓紧。")
    clerk.presses("同意延期")
    clerk.reads("原定 2026-11-30，已延期 1 次")
    # Then the day moved, the original date stays, and the slip is shown
    line.refresh_from_db()
    assert (line.deadline, line.original_deadline) == (date(2026, 12, 14), date(2026, 11, 30))
    # When it asks once more, the clerk cannot, and the director refuses
    when_the_unit_asks_for_more_time(liaison, line, ONCE_MORE)
    director = visit(house.office.director.user)
    request = Extension.objects.latest("pk")
    clerk.opens(f"/extensions/{request.pk}/")
    clerk.reads("办公室负责人")
    director.opens(f"/extensions/{request.pk}/")
    director.follows("不同意延期")
    director.writes(不同意的理由=REFUSED)
    director.presses("不同意延期")
    director.reads(REFUSED)
    # Then the deadline stays where it was, and the unit reads why
    liaison.opens("/inbox/")
    liaison.reads("同意延期", "不同意延期", "完成时限仍为 2026-12-14")
    liaison.opens(f"/items/{line.work_item_id}/")
    liaison.reads("原定 2026-11-30，已延期 1 次", REFUSED)
    liaison.looks(closely=(PHONE,))
    line.refresh_from_db()
    assert (line.deadline, line.state) == (date(2026, 12, 14), LineState.IN_PROGRESS)


def when_the_unit_asks_for_more_time(liaison: Visitor, line: UnitLine, until: str) -> None:
    liaison.opens(f"/items/{line.work_item_id}/")
    liaison.follows("申请延期")
    liaison.writes(延期理由="设备交货推迟两周。", 目前进展="基础施工已完成。", 申请延期至=until)
    liaison.presses("申请延期")
    liaison.reads("等待")


def test_a_supporting_unit_is_late_and_its_lead_is_not(visit: Visit, clock: time_machine.Traveller) -> None:
    # Given a lead with ten more days, one supporting unit that asked for closing, and one that said nothing
    house = three()
    asks_for_closing(house.diligent, house.line(house.diligent), at=moment("2026-11-20"))
    wished = extension_factories.ask(house.line(house.lead), by=house.lead.liaison)
    extension_factories.grant(wished, by=house.office.clerk)
    clock.move_to(moment("2026-11-30"))
    # When the deadline passes
    let_days_pass(clock, "2026-12-01")
    # Then the clock calls on the silent unit alone
    told = set(Obligation.objects.filter(rule="U1").values_list("of_line__unit__name", flat=True))
    assert told == {"市交通运输局"}
    silent = visit(house.silent.liaison.user, window=PHONE)
    silent.reads("1 件逾期")
    # And the lead reads who is late, and asks for closing without it, which takes a reason
    lead = visit(house.lead.liaison.user)
    lead.reads("剩 9 个工作日")
    when_the_lead_gathers_and_says_why_one_is_missing(lead, house)
    closing = ProgressReport.objects.get(line=house.line(house.lead))
    reports.approve(closing, by=house.lead.reviewer, at=moment("2026-12-01 16:00"))
    # And the office, which reads the reason, closes
    clerk = visit(house.office.clerk.user)
    clerk.opens(f"/reports/{closing.pk}/")
    clerk.reads(QUOTED, "未报送：市交通运输局", WITHOUT)
    clerk.decides("同意办结")
    clerk.reads("已同意办结")
    # Then the silent unit still owes its part, and what it hands in later stays late
    late = UnitLine.objects.late(date(2026, 12, 2))
    assert [line.unit_name for line in late] == ["市交通运输局"]
    asks_for_closing(house.silent, house.line(house.silent), at=moment("2026-12-02"))
    reports.accept(
        ProgressReport.objects.get(line__unit=house.silent.unit), by=house.office.clerk, at=moment("2026-12-02 15:00")
    )
    silent.opens(f"/items/{closing.line.work_item_id}/")
    silent.reads("已完成", "逾期报送", "牵头单位汇总（已采用）")
    silent.looks(closely=(PHONE,))
    closing.refresh_from_db()
    assert (closing.state, closing.is_late) == (ReportState.ACCEPTED, False)


def asks_for_closing(staff: Staff, line: UnitLine, *, at: datetime) -> None:
    """Handed in by a unit's two people."""
    draft = report_drafts.write(
        line,
        replace(factories.FINISHED, progress_text=QUOTED),
        kind=ReportKind.CLOSING,
        period=None,
        by=staff.liaison,
        at=at,
        files=factories.stored(factories.pdf()),
    )
    reports.send(draft, by=staff.liaison, at=at)
    reports.approve(draft, by=staff.reviewer, at=at)


def when_the_lead_gathers_and_says_why_one_is_missing(lead: Visitor, house: Three) -> None:
    lead.opens(f"/items/{house.line(house.lead).work_item_id}/")
    lead.reads("配合单位报送情况", "逾期", "未报送的单位各自承担时限，不影响本单位")
    lead.follows("申请办结")
    lead.reads("尚有 1 个配合单位未报送")
    lead.writes(完成情况="牵头部分已完成。", 存在问题="无。", 下一步安排="无。")
    lead.attaches("总结.pdf")
    lead.presses("保存并引用各单位报送内容")
    lead.reads(QUOTED, "请补写理由")
    lead.follows("继续填写")
    with lead.refused(422):
        lead.presses("送审")
        lead.reads("请说明理由")
    lead.looks(closely=(PHONE,))
    lead.writes(配合单位未报齐的理由=WITHOUT)
    lead.presses("送审")
    lead.reads("已送审")
