"""A letter is answered in time, and an interview is kept to its end: the unit and the office at their browsers."""

import pytest
import time_machine
from django.urls import reverse

from tasks_app.domain.paper_states import InterviewState, PaperState, ServiceState
from tasks_app.models import Interview, PaperService
from tests import interview_factories, paper_factories
from tests.browser.conftest import Visit
from tests.factories import House, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(clock: time_machine.Traveller) -> House:
    """Given a year whose lines are late, in December."""
    built = paper_factories.late_house()
    clock.move_to(moment("2026-12-10 10:00"))
    return built


def test_letter_is_signed_for_and_answered_after_an_objection(
    visit: Visit, house: House, clock: time_machine.Traveller
) -> None:
    service = paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house))
    liaison, clerk = visit(house.commerce.liaison.user), visit(house.office.clerk.user)
    liaison.opens("/")
    liaison.reads("1 件来文待签收")
    liaison.looks("received-desk")
    liaison.follows("全部来文")
    liaison.looks("received")
    liaison.follows(service.paper.title)
    liaison.reads("问题清单", "请签收；签收后 5 个工作日内答复。")
    liaison.looks("service", phone=True)
    liaison.presses("签收")
    liaison.reads("已签收", "剩 5 个工作日")

    liaison.follows("情况说明／异议")
    liaison.looks("service-object")
    liaison.writes(情况说明或异议="上级方案尚未出台，请予核实。")
    liaison.attaches("上级来文.pdf")
    liaison.presses("提出情况说明或异议")
    liaison.reads("等待领导小组办公室答复")

    clerk.opens(reverse("service", args=[service.pk]))
    clerk.reads("上级方案尚未出台", "上级来文.pdf", "可以答复的人员")
    clerk.looks("service-office")
    clerk.decides("答复异议：维持", 答复意见="方案已于上月出台，请按期办理。")
    clerk.reads("已维持本件并答复")

    clock.move_to(moment("2026-12-14 10:00"))
    liaison.opens("/")
    liaison.knocks()
    liaison.opens(reverse("service_reply", args=[service.pk]))
    with liaison.refused(422):
        liaison.presses("答复")
        liaison.reads("请填写答复内容")
    liaison.writes(答复内容="已完成方案编制，12月底前开工。")
    liaison.presses("答复")
    liaison.reads("已答复", "已完成方案编制")
    liaison.looks()
    assert PaperService.objects.get(pk=service.pk).state == ServiceState.REPLIED


def test_interview_is_kept_on_one_page(visit: Visit, house: House, clock: time_machine.Traveller) -> None:
    case = interview_factories.case_in(InterviewState.PENDING, house)
    clock.move_to(moment("2026-12-24 16:00"))
    clerk = visit(house.office.clerk.user)
    clerk.opens(reverse("interviews"))
    clerk.looks("interviews")
    clerk.follows(house.commerce.unit.name)
    clerk.looks("interview-pending")
    clerk.follows("登记约谈")
    clerk.writes(
        约谈时间="2026-12-24T09:30", 约谈地点=interview_factories.PLACE, 参加人员=interview_factories.ATTENDANCE
    )
    clerk.looks("interview-hold")
    clerk.presses("登记约谈")
    clerk.reads("已登记约谈", interview_factories.PLACE)
    clerk.follows("登记整改承诺")
    clerk.page.get_by_label("承诺事项 1").fill("完成建设方案并报备")
    clerk.page.get_by_label("完成时限 1").fill("2026-12-28")
    clerk.page.get_by_label("承诺事项 2").fill("完成年度任务并申请办结")
    clerk.page.get_by_label("完成时限 2").fill("2027-01-15")
    clerk.looks("interview-commit")
    clerk.presses("登记整改承诺")
    clerk.reads("完成建设方案并报备", "整改中")
    clerk.page.locator("summary", has_text="承诺完成").first.click()
    clerk.page.get_by_label("完成日期").first.fill("2026-12-24")
    clerk.page.get_by_role("button", name="承诺完成").first.click()
    clerk.reads("已登记承诺完成")
    clerk.looks("interview")

    liaison = visit(house.commerce.liaison.user)
    liaison.opens(reverse("interview", args=[case.pk]))
    liaison.reads("请按承诺时限整改", "已完成", "正常推进")
    liaison.looks("interview-unit", phone=True)
    liaison.follows("报告整改情况")
    liaison.writes(整改情况="两项承诺均已落实。")
    liaison.presses("报告整改情况")
    liaison.reads("整改情况已报告")

    clerk.opens(reverse("interview", args=[case.pk]))
    clerk.decides("核查通过并办结", 核查意见="整改到位。")
    clerk.reads("核查通过，已办结。", "整改到位。")
    assert Interview.objects.get(pk=case.pk).state == InterviewState.CLOSED
