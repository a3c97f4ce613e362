"""A handover: the reviewer replaces the liaison and hands the draft over; the old one's next click finds nothing."""

import re

import pytest
import time_machine

from accounts.models import User
from tests import factories
from tests.browser.conftest import Visit
from tests.factories import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_handover(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    commerce = house.commerce
    draft = factories.periodic_draft(factories.signed_line(house), commerce, house.period())
    clock.move_to(moment("2026-04-13"))
    old, reviewer = visit(commerce.liaison.user), visit(commerce.reviewer.user)
    old.opens(f"/reports/{draft.pk}/edit/")

    reviewer.follows("本单位人员")
    reviewer.looks()
    reviewer.page.get_by_role("link", name=re.compile("^接任")).click()
    reviewer.writes(姓名="王晓", 登录名="wangxiao", 接任日期="2026-04-13", 依据="人事调整通知")
    reviewer.looks()
    reviewer.presses("保存")
    reviewer.reads("由王晓接任", "起草中的填报（1 件）")
    reviewer.looks()
    reviewer.page.get_by_label("接手人").select_option(label="王晓，联络员")
    reviewer.presses("移交")
    reviewer.reads("已移交给王晓", "已离任")

    with old.refused(404):
        old.presses("保存草稿")
        old.reads("没有找到该页面或事项")

    new = visit(User.objects.get(username="wangxiao"))
    new.opens("/inbox/")
    new.presses(f"{commerce.liaison.name}的在办工作移交给您（1 件）")
    new.page.get_by_role("link", name="进展").first.click()
    new.reads("推进第1项重点任务")
    new.opens(f"/reports/{draft.pk}/edit/")
    new.presses("保存草稿")
    new.reads("已保存草稿")
