"""What a component promises beyond its looks."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from tasks_app.domain.lights import LIGHT_WORDS, Light

MONDAY = date(2026, 11, 23)
FRIDAY_BEFORE = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)
SUNDAY = date(2026, 11, 22)


class Page(HTMLParser):
    """Collects the ids a page defines and the texts it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.anchors: set[str] = set()
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if found := named.get("id"):
            self.ids.add(found)
        href = named.get("href") or ""
        if href.startswith("#"):
            self.anchors.add(href[1:])

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.words))


def component(name: str, **inputs: Any) -> Page:
    return Page(render_to_string(f"components/{name}.html", inputs))


@pytest.mark.parametrize(
    ("deadline", "today", "days", "words"),
    [
        (date(2026, 11, 30), MONDAY, 5, "2026-11-30 剩 5 个工作日"),
        (MONDAY, MONDAY, 0, "2026-11-23 今日到期"),
        (SUNDAY, FRIDAY_BEFORE, 0, "2026-11-22 不足 1 个工作日"),
        (FRIDAY_BEFORE, SATURDAY, 0, "2026-11-20 已逾期"),
        (FRIDAY_BEFORE, MONDAY, -1, "2026-11-20 逾期 1 个工作日"),
        (FRIDAY_BEFORE, MONDAY, None, "2026-11-20"),
    ],
)
def test_deadline_is_never_a_bare_number(deadline: date, today: date, days: int | None, words: str) -> None:
    assert component("deadline", date=deadline, today=today, days=days).text == words


def test_moved_deadline_keeps_the_original_in_sight() -> None:
    page = component("deadline", date=MONDAY, today=MONDAY, days=0, original=FRIDAY_BEFORE)
    assert page.text == "原定 2026-11-20 2026-11-23 今日到期"


def test_deadline_of_an_unpublished_year_is_marked() -> None:
    assert "2027 未公布" in component("deadline", date=date(2027, 2, 1), today=MONDAY, days=45, estimated=True).text


@pytest.mark.parametrize("light", Light)
def test_light_is_a_shape_of_its_own_and_a_word(light: Light) -> None:
    shapes = {
        render_to_string("components/light.html", {"code": other.value, "label": ""}).partition("<svg")[2]
        for other in Light
    }
    assert len(shapes) == len(Light)
    assert component("light", code=light.value, label=LIGHT_WORDS[light], compact=True).text == LIGHT_WORDS[light]


def test_no_progress_is_said_and_not_drawn_as_nought() -> None:
    html = render_to_string("components/progress.html", {"claimed": None, "verified": None, "planned": 40})
    assert "尚未报进展" in html
    assert "<svg" not in html


def test_unit_card_shows_no_progress_to_those_who_may_not_read_the_line() -> None:
    card = {"unit": "市商务局", "readable": False, "claimed": 40, "summary": "内部", "deadline": MONDAY, "days": None}
    text = component("unit_card", card=card).text
    assert "40" not in text
    assert "内部" not in text


class RefusedForm(forms.Form):
    words = forms.CharField(label="本期进展", max_length=3, error_messages={"max_length": "最多 3 字。"})
    standing = forms.ChoiceField(label="总体进度", choices=[("behind", "滞后")], widget=forms.RadioSelect)


def test_every_fault_in_the_summary_leads_to_its_field() -> None:
    form = RefusedForm({"words": "四个字的"})
    page = Page(
        render_to_string("components/error_summary.html", {"form": form})
        + "".join(render_to_string("components/field.html", {"field": field}) for field in form)
    )
    assert page.anchors == {"id_words", "id_standing"}
    assert page.anchors <= page.ids


def test_refused_field_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    html = render_to_string("components/field.html", {"field": RefusedForm({"words": "<四个字>"})["words"]})
    assert "&lt;四个字&gt;" in html
    assert 'aria-describedby="id_words_error"' in html
    assert 'id="id_words_error">最多 3 字。' in html


def test_act_with_a_reason_asks_before_it_does_anything() -> None:
    act = {"url": "/reports/7/", "verb": "退回修改", "question": "退回市商务局的进展？", "reason_label": "退回理由"}
    html = render_to_string("components/act.html", {"act": act, "form_key": "key-7", "version": 4, "csrf_token": "t"})
    assert "<details" in html
    assert 'name="reason"' in html
    assert 'name="form_key" value="key-7"' in html
    assert 'name="version" value="4"' in html
    assert 'name="csrfmiddlewaretoken" value="t"' in html


def test_act_with_something_to_know_has_a_box_for_it() -> None:
    act = {"url": "/papers/7/sign/", "verb": "签发", "question": "签发？", "tick": "已知悉变化"}
    html = render_to_string("components/act.html", {"act": act, "csrf_token": "t"})
    assert 'type="checkbox" name="knows_changes"' in html
    assert "已知悉变化" in html
    del act["tick"]
    assert "knows_changes" not in render_to_string("components/act.html", {"act": act, "csrf_token": "t"})


def test_what_others_wrote_is_never_markup() -> None:
    entry = {"who": "<b>甲</b>", "what": "退回修改", "reason": "<script>alert(1)</script>"}
    html = render_to_string("components/timeline.html", {"entries": [entry]})
    assert "<b>" not in html
    assert "<script>" not in html


def test_upload_carries_the_sentence_about_state_secrets() -> None:
    class Upload(forms.Form):
        sheet = forms.FileField(label="佐证材料")

    text = "".join(component("upload_field", field=Upload()["sheet"]).words)
    assert "本系统为非涉密系统，严禁处理、存储、传输国家秘密。" in text
