"""A component that is drawn once and remembered is the component."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

MONDAY = date(2026, 11, 23)


def rendered(source: str, **words: object) -> str:
    return Template("{% load components %}" + source).render(Context(words))


@pytest.mark.parametrize(
    ("name", "inputs", "words"),
    [
        ("light", "code=code label=label", {"code": "late", "label": "逾期未完成"}),
        ("deadline", "date=day today=day days=0", {"day": MONDAY}),
        ("state_badge", "code=code label=label", {"code": "in_progress", "label": "办理中"}),
        ("progress", "claimed=claimed compact=True", {"claimed": 40}),
    ],
)
def test_drawn_component_is_what_its_include_gives(name: str, inputs: str, words: dict[str, object]) -> None:
    drawn = f'{{% drawn "{name}" {inputs} %}}'
    included = f'{{% include "components/{name}.html" with {inputs} only %}}'
    assert rendered(drawn, **words) == rendered(drawn, **words) == rendered(included, **words)


def test_words_that_are_markup_are_not_remembered_for_words_that_were_typed() -> None:
    drawn = '{% drawn "state_badge" code="x" label=label %}'
    assert "<b>" in rendered(drawn, label=mark_safe("<b>甲</b>"))
    assert "<b>" not in rendered(drawn, label="<b>甲</b>")


def test_one_is_not_true() -> None:
    drawn = '{% drawn "progress" claimed=claimed compact=compact %}'
    assert "自报 1%</span>" not in rendered(drawn, claimed=1, compact=True)
    assert "自报 1%</span>" in rendered(drawn, claimed=1, compact=0)
