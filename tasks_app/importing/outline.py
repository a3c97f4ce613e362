"""The numbering of a text: 一、 （一） 1. （1） 第一条. Markers stand where a sentence may begin, and in sequence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks_app.importing.flat_text import FlatText

DIGITS = "零一二三四五六七八九"
COUNTED = "[一二三四五六七八九十百]{1,5}"
# Coarse to fine: a chapter holds sections, a section holds points.
STYLES = ("chapter", "section", "point", "subpoint")
MARKER = re.compile(
    rf"(?P<chapter>{COUNTED}、|第{COUNTED}[章条部]分?[、\s]?)|(?P<section>[（(]{COUNTED}[）)])"
    r"|(?P<point>\d{1,3}[.．、])|(?P<subpoint>[（(]\d{1,3}[）)])"
)
ENDS_A_SENTENCE = "。；;！？!?：:）)】”"
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Marker:
    """A number of the outline: its style, its value, and the stretch of text it takes."""

    style: str
    value: int
    start: int
    end: int


def markers(flat: FlatText) -> Iterator[Marker]:
    """The markers of a text in order. A number that does not go on from the one before is no marker, except that
    lines may begin with a later one (a list can have gaps) and every list begins again with 1."""
    last: dict[str, int] = {}
    title_from = -LONGEST_TITLE
    for found in MARKER.finditer(flat.text):
        style = str(found.lastgroup)
        value, starts_line = _value(found.group()), flat.starts_line(found.start())
        before = flat.text[found.start() - 1] if found.start() else "。"
        in_title = found.start() - title_from < LONGEST_TITLE and STYLES.index(style) > 0
        if not (starts_line or before in ENDS_A_SENTENCE or in_title):
            continue
        goes_on = value == last.get(style, 0) + 1
        if not (goes_on or value == 1 or (starts_line and value > last.get(style, 0))):
            continue
        if flat.text[found.end() : found.end() + 1].isdecimal() and not (goes_on and starts_line):
            continue
        last[style] = value
        if style == "chapter":
            title_from = found.end()
        yield Marker(style, value, found.start(), found.end())


def number_of(words: str) -> int:
    """十二 → 12; 0 where the words are no number."""
    if words.isdecimal():
        return int(words)
    hundreds, _, rest = words.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * (DIGITS.index(hundreds) if len(hundreds) == 1 and hundreds in DIGITS else 0)
    if ten:
        value += 10 * (DIGITS.index(tens) if len(tens) == 1 and tens in DIGITS else 1)
    return value + (DIGITS.index(ones) if len(ones) == 1 and ones in DIGITS else 0)


def _value(marker: str) -> int:
    return number_of("".join(re.findall(r"\d+|[零一二三四五六七八九十百]+", marker)))
