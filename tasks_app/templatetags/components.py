"""Small components that stand in every row of a list: ``{% load components %}{% drawn "light" code=… label=… %}``.

They are pure functions of a few words, and a list of 50 rows shows few different ones. So each is drawn once by its
template in ``templates/components/`` and remembered: Django's include costs a list more than its statements do.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string

register = template.Library()

REMEMBERED = 4096


@register.simple_tag
def drawn(name: str, **inputs: Any) -> str:
    """The component with these inputs and nothing else; all of them hashable values, never rows or forms."""
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    # The type is part of the key: True is not 1, and words that are markup are not words that were typed.
    return draw(name, tuple((word, type(value), value) for word, value in inputs.items()))


@lru_cache(maxsize=REMEMBERED)
def _draw(name: str, inputs: tuple[tuple[str, type, Any], ...]) -> str:
    return render_to_string(f"components/{name}.html", {word: value for word, _, value in inputs})
