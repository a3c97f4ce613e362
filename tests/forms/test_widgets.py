"""A select that is written at once is the select Django would have written."""

from html.parser import HTMLParser

import pytest
from django import forms

from tasks_app.forms.widgets import PlainSelect

CHOICES = [("", "全部单位"), (1, "市商务局"), (2, "<b>市水务局</b>")]


class Tags(HTMLParser):
    """The tags of a text with their attributes in any order, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_data(self, data: str) -> None:
        self.found += filter(None, [data.strip()])


@pytest.mark.parametrize("typed", [{}, {"unit": ""}, {"unit": "1"}, {"unit": "2"}, {"unit": "7"}])
def test_plain_select_says_what_select_says(typed: dict[str, str]) -> None:
    def written(widget: type[forms.Select]) -> list[object]:
        field = forms.ChoiceField(label="承办单位", choices=CHOICES, widget=widget(attrs={"class": "short"}))
        form = type("OneSelect", (forms.Form,), {"unit": field})(typed)
        return Tags(str(form["unit"])).found

    assert written(PlainSelect) == written(forms.Select)
