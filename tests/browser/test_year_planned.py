"""A year is planned: the office drafts and sends out, a unit objects, the office adopts, the director issues."""

from datetime import date

import pytest
import time_machine

from tasks_app.actions import calendars
from tasks_app.models import Opinion, UnitLine, WorkItem
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.factories import ISSUED_AT, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_year_planned(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house(is_issued=False)
    calendars.seed_year(2026, by=factories.clock(), at=ISSUED_AT)
    clock.move_to(moment("2026-03-03 09:00"))
    clerk = visit(house.office.clerk.user)
    when_the_office_sends_the_draft_out(clerk)
    when_a_unit_objects(visit(house.commerce.liaison.user), visit(house.commerce.reviewer.user))
    when_the_office_adopts(clerk)
    clock.move_to(moment("2026-03-18 09:00"))
    when_the_director_issues(visit(house.office.director.user))
    item = WorkItem.objects.get(year_plan__task__number=1)
    assert item.planned_deadline == date(2026, 10, 30)
    assert UnitLine.objects.filter(work_item=item, deadline=item.planned_deadline).count() == 2
    assert Opinion.objects.filter(state="wanted").count() == 6


def when_the_office_sends_the_draft_out(clerk: Visitor) -> None:
    clerk.opens("/cycles/2026/")
    clerk.follows("征求意见")
    clerk.presses("征求意见")
    clerk.reads("已就2026年度任务征求各责任单位意见", "反馈情况")
    clerk.looks()


def when_a_unit_objects(liaison: Visitor, reviewer: Visitor) -> None:
    liaison.follows("2026年度任务征求意见")
    liaison.reads("其余全部无意见")
    liaison.looks()
    liaison.follows("推进第1项重点任务")
    liaison.follows("填写意见")
    liaison.chooses("修改意见")
    liaison.writes(修改内容和理由="时限偏紧，建议提前一个月。", 建议的完成时限="2026-10-30")
    liaison.presses("填写意见并送审")
    liaison.reads("待本单位审核")
    reviewer.opens("/consulted/2026/")
    reviewer.presses("审核通过（1 项）")
    reviewer.reads("意见已反馈领导小组办公室")


def when_the_office_adopts(clerk: Visitor) -> None:
    clerk.opens("/cycles/2026/consultation/")
    clerk.reads("待答复 1 条")
    clerk.follows("推进第1项重点任务")
    clerk.follows("采纳")
    clerk.presses("采纳")
    clerk.reads("采纳情况", "2026-10-30")
    clerk.looks()


def when_the_director_issues(director: Visitor) -> None:
    director.opens("/cycles/2026/")
    director.decides("印发")
    director.reads("已印发2026年度任务")
    director.follows("时间表、路线图")
    director.reads("路线图", "市商务局")
    director.looks()
