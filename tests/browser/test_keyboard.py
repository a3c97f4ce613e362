"""Without a mouse: the Tab key, Enter, j and k, and "/" finish a unit's day."""

import pytest
import time_machine
from playwright.sync_api import expect

from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportState
from tasks_app.management.demo.people import PASSWORD
from tasks_app.models import ProgressReport
from tests import factories
from tests.browser.conftest import Visit
from tests.factories import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_keyboard_alone_signs_and_reports(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    clock.move_to(moment("2026-04-02"))
    liaison = visit(house.commerce.liaison.user)
    page, keys = liaison.page, liaison.page.keyboard

    # "j" goes to the first line, Enter opens it, the Tab key leads to 签收.
    keys.press("j")
    expect(page.locator("[data-row-link]").first).to_be_focused()
    keys.press("Enter")
    liaison.tabs_to(page.get_by_label("承办科室"))
    keys.type("综合科")
    liaison.tabs_to(page.get_by_role("button", name="签收", exact=True))
    keys.press("Enter")
    liaison.reads("已签收")

    liaison.tabs_to(page.get_by_role("link", name="填报第一季度进展"))
    keys.press("Enter")
    for label, words in (("本期进展", "已开工。"), ("存在问题", "无。"), ("下一步安排", "按计划推进。")):
        liaison.tabs_to(page.get_by_label(label))
        keys.type(words)
    liaison.tabs_to(page.get_by_role("radio", name="达到序时进度"))
    keys.press("Space")
    liaison.tabs_to(page.get_by_role("button", name="送审"))
    keys.press("Enter")
    liaison.reads("已送审")

    report = ProgressReport.objects.select_related("line").get()
    assert report.state == ReportState.UNIT_REVIEW
    assert (report.line.state, report.line.section) == (LineState.IN_PROGRESS, "综合科")


def test_keyboard_alone_comes_in_searches_and_leaves(visit: Visit, clock: time_machine.Traveller) -> None:
    house = factories.house()
    liaison = visit(house.commerce.liaison.user)
    page, keys = liaison.page, liaison.page.keyboard

    keys.press("/")
    keys.type(house.transport.unit.name)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("重点任务分工表")
    liaison.reads(f"含“{house.transport.unit.name}”的 1 项")

    liaison.tabs_to(page.locator("details[data-menu] summary"))
    keys.press("Enter")
    liaison.tabs_to(page.get_by_role("button", name="退出登录"))
    keys.press("Enter")
    liaison.tabs_to(page.get_by_label("登录名"))
    keys.type(liaison.username)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_visible()
