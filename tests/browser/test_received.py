"""A letter is answered in time and closed; an interview is refused, mended, objected to, and kept to its end."""

import pytest
import time_machine
from django.urls import reverse

from tasks_app.actions import calendars, policies
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import InterviewState, PaperState, ServiceState
from tasks_app.models import Interview, PaperService
from tests import factories, paper_factories
from tests.browser import paper_way
from tests.browser.conftest import Visit
from tests.browser.mornings import let_days_pass
from tests.browser.paper_way import Bureau
from tests.browser.visitor import Visitor
from tests.factories import House, moment
from tests.interview_factories import ATTENDANCE, PLACE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OBJECTION = "上级方案尚未出台，请予核实。"
REFUSED = "请先电话了解情况，并写明约谈要解决的问题。"
MENDED = "已电话了解：方案未按期编制。约谈要解决编制责任和完成时限。"


@pytest.fixture
def house(clock: time_machine.Traveller) -> House:
    """Given a year with its calendar and rules, whose lines are late on the first of December."""
    built = paper_factories.late_house()
    for year in (2026, 2027):
        calendars.seed_year(year, by=factories.clock(), at=factories.ISSUED_AT)
    policies.seed_default(by=factories.clock(), at=factories.ISSUED_AT)
    clock.move_to(moment("2026-11-30"))
    return built


def test_letter_is_answered_in_time_and_closed(visit: Visit, house: House, clock: time_machine.Traveller) -> None:
    service = paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house))
    let_days_pass(clock, "2026-12-10")
    liaison, clerk = visit(house.commerce.liaison.user), visit(house.office.clerk.user)
    when_the_unit_signs_for_the_letter(liaison, service)
    when_it_objects_and_the_office_upholds_the_letter(liaison, clerk, service)
    let_days_pass(clock, "2026-12-14", liaison, clerk)
    when_it_answers_in_time(liaison, service)
    clerk.opens(reverse("service", args=[service.pk]))
    clerk.decides("办结")
    clerk.reads("本件已办结。", "已完成方案编制")
    assert PaperService.objects.get(pk=service.pk).state == ServiceState.CLOSED


def when_the_unit_signs_for_the_letter(liaison: Visitor, service: PaperService) -> None:
    liaison.opens("/")
    liaison.reads("1 件来文待签收")
    liaison.looks()
    liaison.follows("全部来文")
    liaison.looks()
    liaison.follows(service.paper.title)
    liaison.reads("问题清单", "请签收；签收后 5 个工作日内答复。")
    liaison.looks()
    liaison.presses("签收")
    liaison.reads("已签收", "剩 5 个工作日")


def when_it_objects_and_the_office_upholds_the_letter(liaison: Visitor, clerk: Visitor, service: PaperService) -> None:
    liaison.opens(reverse("service", args=[service.pk]))
    liaison.follows("情况说明／异议")
    liaison.looks()
    liaison.writes(情况说明或异议=OBJECTION)
    liaison.attaches("上级来文.pdf")
    liaison.presses("提出情况说明或异议")
    liaison.reads("等待领导小组办公室答复")

    clerk.opens(reverse("service", args=[service.pk]))
    clerk.reads(OBJECTION, "上级来文.pdf", "可以答复的人员")
    clerk.looks()
    clerk.decides("答复异议：维持", 答复意见="方案已于上月出台，请按期办理。")
    clerk.reads("已维持本件并答复")


def when_it_answers_in_time(liaison: Visitor, service: PaperService) -> None:
    liaison.opens(reverse("service_reply", args=[service.pk]))
    with liaison.refused(422):
        liaison.presses("答复")
        liaison.reads("请填写答复内容")
    liaison.writes(答复内容="已完成方案编制，12月底前开工。")
    liaison.presses("答复")
    liaison.reads("已答复", "已完成方案编制")
    liaison.looks()


def test_interview_from_the_clocks_proposal_to_its_end(
    visit: Visit, house: House, clock: time_machine.Traveller
) -> None:
    let_days_pass(clock, "2026-12-08")  # the ladder climbs to the letter before there is one
    paper_factories.received(house)
    let_days_pass(clock, "2026-12-28")
    bureau, leader = paper_way.bureau_of(house, visit), visit(house.office.leader.user)
    path = paper_way.take_up(bureau.clerk, house.commerce.unit, PaperKind.INTERVIEW_NOTICE)
    when_the_leader_does_not_agree_and_the_office_mends_it(bureau, leader, path)
    when_the_leader_agrees_and_it_leaves_the_house(bureau, leader, path)
    case = Interview.objects.get()
    liaison = visit(house.commerce.liaison.user)
    when_the_unit_objects_and_is_answered_by_who_did_not_sign(bureau, liaison, case)
    let_days_pass(clock, "2026-12-30", bureau.clerk, bureau.director, liaison)
    when_it_is_held_and_the_unit_commits_itself(bureau.clerk)
    when_what_the_unit_mended_does_not_suffice_at_first(bureau, liaison, case)
    bureau.director.page.locator("summary", has_text="免予完成").click()
    bureau.director.page.get_by_label("免予完成的理由").fill("年度任务已申请办结。")
    bureau.director.page.get_by_role("button", name="免予完成").click()
    bureau.director.reads("已登记承诺免予完成")
    bureau.director.decides("核查通过并办结", 核查意见="整改到位。")
    bureau.director.reads("核查通过，已办结。", "整改到位。")
    assert Interview.objects.get().state == InterviewState.CLOSED


def when_the_leader_does_not_agree_and_the_office_mends_it(bureau: Bureau, leader: Visitor, path: str) -> None:
    paper_way.write(bureau.clerk, path, paper_way.INTERVIEW)
    bureau.present(path)
    leader.opens(path)
    leader.decides("不同意约谈", 理由=REFUSED)
    leader.reads("已不同意约谈")
    bureau.clerk.opens(path)
    bureau.clerk.reads("拟稿", REFUSED)
    paper_way.write(bureau.clerk, path, {"约谈事由": MENDED})
    bureau.present(path)


def when_the_leader_agrees_and_it_leaves_the_house(bureau: Bureau, leader: Visitor, path: str) -> None:
    bureau.director.opens(path)
    bureau.director.reads("等待领导小组领导同意并指定主持人后")
    leader.opens(path)
    leader.reads(MENDED)
    leader.follows("同意约谈")
    leader.writes(约谈主持人="陈某", 主持人职务="副市长", 委托依据="受领导小组组长委托。")
    leader.presses("同意约谈")
    leader.reads("已同意约谈")
    bureau.sign(path)
    bureau.send_out(path, "珠碳办〔2026〕")


def when_the_unit_objects_and_is_answered_by_who_did_not_sign(
    bureau: Bureau, liaison: Visitor, case: Interview
) -> None:
    service = reverse("service", args=[PaperService.objects.get(paper=case.notice).pk])
    liaison.opens(service)
    liaison.follows("情况说明／异议")
    liaison.writes(情况说明或异议=OBJECTION)
    liaison.presses("提出情况说明或异议")
    bureau.director.opens(service)
    bureau.director.reads(OBJECTION, "签发")
    bureau.checker.opens(service)
    bureau.checker.decides("答复异议：维持", 答复意见="方案已于上月出台，约谈照常进行。")
    bureau.checker.reads("已维持本件并答复")


def when_it_is_held_and_the_unit_commits_itself(clerk: Visitor) -> None:
    clerk.opens(reverse("interviews"))
    clerk.looks()
    clerk.follows("市商务局")
    clerk.looks()
    clerk.follows("登记约谈")
    clerk.writes(约谈时间="2026-12-30T08:30", 约谈地点=PLACE, 参加人员=ATTENDANCE)
    clerk.looks()
    clerk.presses("登记约谈")
    clerk.reads("已登记约谈", PLACE)
    clerk.follows("登记整改承诺")
    clerk.writes(**{"承诺事项 1": "完成建设方案并报备", "完成时限 1": "2026-12-31"})
    clerk.writes(**{"承诺事项 2": "完成年度任务并申请办结", "完成时限 2": "2027-01-15"})
    clerk.looks()
    clerk.presses("登记整改承诺")
    clerk.reads("完成建设方案并报备", "整改中")
    clerk.page.locator("summary", has_text="承诺完成").first.click()
    clerk.page.get_by_label("完成日期").first.fill("2026-12-30")
    clerk.page.get_by_role("button", name="承诺完成").first.click()
    clerk.reads("已登记承诺完成")


def when_what_the_unit_mended_does_not_suffice_at_first(bureau: Bureau, liaison: Visitor, case: Interview) -> None:
    page = reverse("interview", args=[case.pk])
    liaison.opens(page)
    liaison.reads("请按承诺时限整改", "已完成")
    liaison.looks()
    for said, verdict in (("一项承诺已落实。", "请补充第二项承诺的进度。"), ("两项承诺均已落实。", "")):
        liaison.opens(page)
        liaison.follows("报告整改情况")
        liaison.writes(整改情况=said)
        liaison.presses("报告整改情况")
        liaison.reads("整改情况已报告")
        bureau.director.opens(page)
        bureau.director.reads(said)
        if verdict:
            bureau.director.decides("退回整改", 退回理由=verdict)
            liaison.opens(page)
            liaison.reads(f"退回整改：{verdict}")
