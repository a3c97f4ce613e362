"""Noise that a conversion from page to text leaves behind, as a table. Every repair is listed, none is silent."""

import re
from dataclasses import dataclass

from tasks_app.importing.reading import Repair

HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
EXCERPT = 8
SHORT = 40
MOST_PLACES = 20


@dataclass(frozen=True)
class Noise:
    """One kind of noise: its Chinese name for the import report, how to find it, what stands there instead."""

    what: str
    pattern: re.Pattern[str]
    instead: str


# Zero-width characters, marks that turn the direction of writing, control characters other than the tab, and what is
# no character at all (XML has no place for it).
UNSEEN = r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\x01-\x08\x0b-\x1f\x7f]"
INVISIBLE = Noise("不可见字符", re.compile(UNSEEN), "")
ENGLISH_AND = Noise("“和”被译作 and", re.compile(rf"(?<={HAN})\s*\band\b\s*(?={HAN})"), "和")
BOLD_MARKS = Noise("加粗标记 **", re.compile(r"\*\*([^*]+)\*\*"), r"\1")
# Spaces round figures are the paper's own (到 2030 年); between two Chinese characters of a heading they are not.
SPACED_HEADING = Noise("标题内多余空格", re.compile(rf"(?<={HAN})\s+(?={HAN})"), "")

# In this order a mended text has nothing left to mend: **重点** and 一般 bares its and only without the marks.
IN_EVERY_CELL = (INVISIBLE, BOLD_MARKS, ENGLISH_AND)
IN_HEADINGS = (*IN_EVERY_CELL, SPACED_HEADING)


def mend(text: str, noises: tuple[Noise, ...], *, line: int) -> tuple[str, tuple[Repair, ...]]:
    """The text without the noises, and what was mended: a short cell as a whole, a long one place by place."""
    repairs: list[Repair] = []
    for noise in noises:
        mended = noise.pattern.sub(noise.instead, text)
        places = [(text, mended)] if len(text) <= SHORT else _places(text, noise)
        if mended != text:
            repairs += [Repair(line, noise.what, before, after) for before, after in places]
        text = mended
    return text.strip(), tuple(repairs)


def _places(text: str, noise: Noise) -> list[tuple[str, str]]:
    found = list(noise.pattern.finditer(text))
    shown = [_excerpt(text, place, noise) for place in found[:MOST_PLACES]]
    rest = len(found) - len(shown)
    return [*shown, *([(f"另有 {rest} 处", "")] if rest else [])]


def _excerpt(text: str, found: re.Match[str], noise: Noise) -> tuple[str, str]:
    """The place with a few characters on both sides, before and after."""
    left = text[max(0, found.start() - EXCERPT) : found.start()]
    right = text[found.end() : found.end() + EXCERPT]
    return f"{left}{found.group()}{right}", f"{left}{found.expand(noise.instead)}{right}"
