"""What app.js adds, in a real browser; and that pages are quiet, accessible and fit their window."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.templates import pages

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.templates.pages"), pytest.mark.django_db(transaction=True)]
WINDOWS = {"desk": (1440, 900), "phone": (390, 844), "200 %": (720, 450), "narrow": (320, 640)}


@pytest.fixture
def gallery(page: Page, live_server: LiveServer) -> Page:
    pages.POSTS.clear()
    page.goto(f"{live_server.url}/gallery/")
    return page


@pytest.mark.parametrize("path", ["/gallery/", "/refusal/"])
@pytest.mark.parametrize("window", WINDOWS)
def test_page_is_accessible_quiet_and_fits(page: Page, live_server: LiveServer, path: str, window: str) -> None:
    width, height = WINDOWS[window]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": height})
    page.goto(live_server.url + path)
    # Colours do not change with the window, and take axe five times as long as all other rules together.
    colours = {"color-contrast": {"enabled": window == "desk"}}
    asked: dict[str, Any] = {"resultTypes": ["violations"], "rules": colours}
    assert [violation["id"] for violation in Axe().run(page, options=asked).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_slash_goes_to_the_search_box_but_not_while_typing(gallery: Page) -> None:
    gallery.keyboard.press("/")
    search = gallery.get_by_role("searchbox", name="查重点任务")
    expect(search).to_be_focused()
    gallery.keyboard.type("a/j")
    expect(search).to_have_value("a/j")


def test_j_and_k_walk_along_the_rows_and_stop_at_the_ends(gallery: Page) -> None:
    links = gallery.locator("[data-row-link]")
    for key, row in [("j", 0), ("j", 1), ("k", 0), ("k", 0), ("j", 1), ("j", 2), ("j", 3), ("j", 3)]:
        gallery.keyboard.press(key)
        expect(links.nth(row)).to_be_focused()


def test_second_click_sends_nothing(gallery: Page) -> None:
    gallery.get_by_role("button", name="签收").dblclick()
    gallery.wait_for_url("**/sent/")
    assert pages.POSTS == ["/sent/"]


def test_act_that_asks_back_waits_for_the_answer(gallery: Page) -> None:
    gallery.locator("summary", has_text="销号").click()
    expect(gallery.get_by_text("将市交通运输局承办的第 7 项任务销号？")).to_be_visible()
    assert pages.POSTS == []
    gallery.get_by_role("button", name="销号").click()
    gallery.wait_for_url("**/sent/")
    assert pages.POSTS == ["/sent/"]


def test_too_long_a_text_is_counted_and_not_cut(gallery: Page) -> None:
    words = gallery.locator("#empty_progress")
    words.fill("字" * 203)
    expect(words).to_have_value("字" * 203)
    expect(gallery.locator("#empty_progress_count")).to_have_text("已写 203 字，超出 3 字")


def test_unsent_words_are_not_lost_without_a_question(gallery: Page) -> None:
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    gallery.on("dialog", stay)
    gallery.locator("#empty_progress").press_sequentially("新增")
    gallery.get_by_role("link", name="工作台").click(no_wait_after=True)
    expect(gallery.locator("#empty_progress")).to_have_value("新增")
    assert questions == ["beforeunload"]


def test_one_box_ticks_all_rows(gallery: Page) -> None:
    whole = gallery.get_by_label("全选本页")
    boxes = gallery.locator("tbody input[type=checkbox]")
    whole.check()
    assert all(box.is_checked() for box in boxes.all())
    boxes.first.uncheck()
    assert whole.evaluate("box => box.indeterminate")


def test_menu_closes_by_escape_and_by_a_click_elsewhere(gallery: Page) -> None:
    menu = gallery.locator("details[data-menu]")
    menu.locator("summary").click()
    gallery.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    gallery.get_by_role("heading", level=1).click()
    expect(menu).not_to_have_attribute("open", "")


def test_refusal_leads_back_to_the_words_that_were_typed(gallery: Page, live_server: LiveServer) -> None:
    gallery.locator("#refused_contact").fill("演示联络员")
    gallery.goto(f"{live_server.url}/refusal/")
    gallery.get_by_role("button", name="返回上一页").click()
    expect(gallery.locator("#refused_contact")).to_have_value("演示联络员")
