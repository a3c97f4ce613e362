"""The frame shows the places, posts and figures it is given, and nothing of it before login."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import Settings

pytestmark = pytest.mark.urls("tests.templates.pages")


def post(post_id: int, label: str, *, current: bool = False) -> SimpleNamespace:
    return SimpleNamespace(id=post_id, label=label, current=current)


def page(**changes: Any) -> str:
    frame = {
        "places": [
            {"code": "desk", "label": "工作台", "url": "/desk/", "current": True, "icon": "desk"},
            {"code": "plan", "label": "重点任务", "url": "/plan/", "current": False, "icon": "plan"},
        ],
        "plan_label": "珠府〔2023〕39号",
        "year": 2026,
        "actor_label": "市商务局 联络员 · 演示联络员",
        "posts": [post(1, "市商务局 联络员", current=True)],
    } | changes
    context = {"frame": frame, "csrf_token": "token", "request": RequestFactory().get("/plan/", {"q": "<公交>"})}
    return render_to_string("base.html", context)


def test_rail_shows_the_given_places_and_marks_the_present_one() -> None:
    html = page()
    assert html.count('aria-current="page"') == 1
    assert '<a href="/desk/" aria-current="page">' in html
    assert "督办" not in html


def test_one_post_offers_nothing_to_switch() -> None:
    assert "/use/" not in page()


def test_several_posts_are_switched_by_post_requests() -> None:
    html = page(posts=[post(1, "市商务局 联络员", current=True), post(2, "市商务局 单位审核人")])
    assert '<form action="/posts/2/use/" method="post">' in html
    assert "市商务局 联络员（当前）" in html


def test_search_keeps_what_was_asked_as_words() -> None:
    assert 'value="&lt;公交&gt;"' in page()


def test_demo_sentence_stands_on_pages_with_and_without_a_frame(settings: Settings) -> None:
    sentence = "演示数据，与实际工作无关"
    assert sentence not in page()
    settings.DEMO_BANNER = sentence
    assert sentence in page()
    assert sentence in render_to_string("base.html")


def test_nothing_of_the_frame_is_shown_before_login() -> None:
    html = render_to_string("base.html")
    assert "<nav" not in html
    assert "退出登录" not in html
