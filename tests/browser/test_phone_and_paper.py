"""Offices do not live by clicks alone: a unit phones (代录), a leader signs on paper (登记线下签批)."""

import pytest
import time_machine

from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.factories import House, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ON = "2026-04-13"


@pytest.fixture
def house(clock: time_machine.Traveller) -> House:
    """Given an issued year, in the first quarter's days of reporting."""
    built = factories.house()
    clock.move_to(moment(ON))
    return built


def test_clerk_records_what_a_unit_phoned_and_a_colleague_accepts_it(visit: Visit, house: House) -> None:
    line = house.line(house.commerce)
    clerk, colleague = visit(house.office.clerk.user), visit(house.office.second_clerk.user)
    clerk.opens(f"/items/{line.work_item_id}/?line={line.pk}")
    clerk.decides("代录签收", 来源="2026年4月13日电话，市商务局王某。")
    clerk.reads("已代录签收")

    clerk.follows("代录进展")
    clerk.writes(来电来函人="综合科王某", 本期进展="已完成方案编制。", 存在问题="无。", 下一步安排="5月底前开工。")
    with clerk.refused(422):
        clerk.presses("代录并报送")
        clerk.reads("请选择来源", "请选择“达到序时进度”")
    clerk.looks()
    clerk.chooses("电话")
    clerk.chooses("达到序时进度")
    clerk.presses("代录并报送")
    clerk.reads("已代录并报送", "代录：电话", "综合科王某", "须由")

    colleague.opens(_path_of_the_report())
    colleague.decides("采用")
    colleague.reads("已采用")


def test_liaison_registers_the_sheet_that_the_leader_signed(visit: Visit, house: House) -> None:
    draft = factories.periodic_draft(factories.signed_line(house), house.commerce, house.period())
    liaison = visit(house.commerce.liaison.user)
    liaison.opens(f"/reports/{draft.pk}/")
    liaison.follows("登记线下签批")
    _copy_the_sheet(liaison)
    with liaison.refused(422):
        liaison.presses("登记线下签批")
        liaison.reads("没有扫描件，线下签批不能登记")
    liaison.looks()
    liaison.attaches("签批件.pdf")
    liaison.presses("登记线下签批")
    liaison.reads("已登记线下签批", "已报送", "分管副局长 陈某签批：“同意报送。”", "签批件.pdf")
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


def test_clerk_may_not_judge_the_offices_host_and_registers_what_a_leader_decided(visit: Visit, house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    clerk = visit(house.office.clerk.user)
    clerk.opens(f"/reports/{report.pk}/")
    clerk.reads("按回避要求不能审核")
    clerk.follows("登记线下签批并采用")
    _copy_the_sheet(clerk)
    clerk.attaches("领导签批件.pdf")
    clerk.presses("登记线下签批并采用")
    clerk.reads("已采用", "领导签批件.pdf")
    assert ProgressReport.objects.get().state == ReportState.ACCEPTED


def _copy_the_sheet(visitor: Visitor) -> None:
    page = visitor.page
    for label, words in (("签批人", "陈某"), ("职务", "分管副局长"), ("签批意见", "同意报送。"), ("签批日期", ON)):
        page.get_by_label(label).fill(words)


def _path_of_the_report() -> str:
    return f"/reports/{ProgressReport.objects.get().pk}/"
