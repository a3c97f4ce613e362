"""A door that stays closed says why in a sentence, and where one can go instead."""

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tasks_app.domain.report_states import ReportState
from tasks_app.models import Denial
from tests import factories
from tests.browser.conftest import Visit
from tests.factories import House, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(clock: time_machine.Traveller) -> House:
    """Given an issued year."""
    built = factories.house()
    clock.move_to(moment("2026-04-13"))
    return built


def test_refusals_are_pages_with_a_sentence_and_a_way_back(visit: Visit, house: House) -> None:
    foreign = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    liaison = visit(house.commerce.liaison.user)
    for path, status, heading, sentence in (
        ("/supervision/late/", 403, "不能办理", "本页面供领导小组办公室、领导小组领导、考核员和审计查阅人员使用。"),
        (f"/reports/{foreign.pk}/", 404, "没有找到", "请从列表重新进入"),
        ("/items/99999/", 404, "没有找到", "请从列表重新进入"),
        ("/no/such/page/", 404, "没有找到", "请从列表重新进入"),
    ):
        with liaison.refused(status):
            liaison.opens(path)
            expect(liaison.page.get_by_role("heading", level=1)).to_have_text(heading)
        liaison.reads(sentence)
        liaison.looks()
        liaison.follows("回到首页")
        expect(liaison.page.get_by_role("heading", name="工作台", level=1)).to_be_visible()
    assert Denial.objects.count() == 1, "only a door that was seen and closed is written down"


def test_whoever_comes_from_a_link_lands_on_it_after_the_login(
    page: Page, live_server: LiveServer, house: House
) -> None:
    user = house.commerce.liaison.user
    user.set_password("carbonpeak-door")
    user.save()
    item = house.line(house.commerce).work_item
    page.goto(f"{live_server.url}/items/{item.pk}/")
    page.get_by_label("登录名").fill(user.username)
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    page.get_by_label("密码").fill("carbonpeak-door")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(item.title)


def test_words_outlive_a_session_that_ended_meanwhile(
    visit: Visit, house: House, clock: time_machine.Traveller
) -> None:
    draft = factories.periodic_draft(factories.signed_line(house), house.commerce, house.period())
    liaison = visit(house.commerce.liaison.user)
    liaison.opens(f"/reports/{draft.pk}/edit/")
    liaison.writes(本期进展="写了很久的文字。")
    clock.move_to(moment("2026-04-13 11:00"))
    liaison.presses("保存草稿")
    liaison.reads("登录已过期", "文字仍在")
    liaison.knocks()
    liaison.page.go_back()
    liaison.page.go_back()
    expect(liaison.page.get_by_label("本期进展")).to_have_value("写了很久的文字。")
    liaison.presses("保存草稿")
    liaison.reads("已保存草稿", "写了很久的文字。")


def test_act_after_the_session_ended_leads_to_a_page_and_not_to_a_blank_one(
    visit: Visit, house: House, clock: time_machine.Traveller
) -> None:
    line = house.line(house.commerce)
    liaison = visit(house.commerce.liaison.user)
    liaison.opens(f"/items/{line.work_item_id}/?line={line.pk}")
    clock.move_to(moment("2026-04-13 11:00"))
    liaison.presses("签收")
    liaison.reads("登录已过期")
    liaison.knocks()
    liaison.opens(f"/items/{line.work_item_id}/?line={line.pk}")
    liaison.presses("签收")
    liaison.reads("已签收")


def test_form_without_its_token_says_what_to_do(visit: Visit, house: House) -> None:
    line = house.line(house.commerce)
    liaison = visit(house.commerce.liaison.user)
    liaison.opens(f"/items/{line.work_item_id}/?line={line.pk}")
    spoil = "name => { document.querySelectorAll(`[name=${name}]`).forEach(field => field.value = 'x') }"
    liaison.page.evaluate(spoil, "csrfmiddlewaretoken")
    with liaison.refused(403):
        liaison.presses("签收")
        liaison.reads("这一页打开的时间太久", "没有办理任何事项")
    liaison.opens(f"/items/{line.work_item_id}/?line={line.pk}")
    liaison.page.evaluate(spoil, "form_key")
    with liaison.refused(409):
        liaison.presses("签收")
        liaison.reads("表单已失效，请刷新页面后重新提交。")


def test_words_beyond_the_limit_come_back_with_the_back_button(visit: Visit, house: House) -> None:
    line, liaison = factories.signed_line(house), visit(house.commerce.liaison.user)
    liaison.opens(f"/lines/{line.pk}/reports/new/")
    box = liaison.page.get_by_label("本期进展")
    # Set, not typed: whoever types is stopped by the field's own length long before.
    box.evaluate("(field, words) => { field.value = words }", "字" * 1_000_000)
    with liaison.refused(413):
        liaison.presses("保存草稿")
        liaison.reads("填写的文字合计超过 2.5 MB 的上限")
    liaison.page.go_back()
    assert len(box.input_value()) == 1_000_000
