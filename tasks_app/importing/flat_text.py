"""A text as one string without line ends, every character knowing its line: what a sentence cut by line ends needs.

Text taken from a PDF is wrapped hard, has page numbers and ornaments between its lines, and often the figures of a line
stand on a line of their own below it. Page furniture is dropped and listed; figures are put back where their number
equals the number of gaps, and every place is doubted.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from tasks_app.importing.reading import Repair

PAGE_MARK = re.compile(
    r"#PAGE\s*\d+|[—\-－―–·\s]{2,12}|[—\-－―–·]\s*\d{1,4}\s*[—\-－―–·]|第\s*\d{1,4}\s*页(?:\s*[,，]?\s*共\s*\d{1,4}\s*页)?"
)
PAGE_NUMBER = re.compile(r"\d{1,4}")
ORNAMENT = re.compile(r"(\S)\1{2,}")
# Figures, Latin words and signs without one Chinese character: they belong into the gaps of the line above.
DISPLACED = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９%％+＋×·／/．.\-－—~～\s]{1,80}")
GAP = re.compile(r"(?:(?<=\S)|^)[ \u3000]+(?=\S)")
LEADING = re.compile("[年月日万亿个家项名元倍吨％%]")
SIGN = re.compile(r"\s*([＋+×／/])\s*")
MOST_LISTED = 200
# A line of figures under a line of figures, more often than so, is a list and no displacement.
MOST_IN_A_ROW = 3


@dataclass(frozen=True)
class FlatText:
    """The text; where each of its lines begins in it and which line of the source that is; where figures were moved."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    moved: tuple[int, ...]

    def line_at(self, place: int) -> int:
        """The line of the source, counted from 1, in which the character at ``place`` stands."""
        return self.lines[max(0, bisect_right(self.starts, place) - 1)] if self.lines else 1

    def starts_line(self, place: int) -> bool:
        """Whether a line of the source begins here, spaces before it aside."""
        found = bisect_right(self.starts, place) - 1
        return found >= 0 and place - self.starts[found] < 4 and not self.text[self.starts[found] : place].strip()

    def line_end(self, place: int) -> int:
        """Where the line of the source ends in which the character at ``place`` stands."""
        after = bisect_right(self.starts, place)
        return self.starts[after] if after < len(self.starts) else len(self.text)

    def has_moved(self, start: int, end: int) -> bool:
        """Whether figures were moved within this stretch."""
        return bisect_right(self.moved, start) < bisect_right(self.moved, end)


def flattened(lines: Sequence[str]) -> tuple[FlatText, tuple[Repair, ...]]:
    """The lines as one text, and what was dropped or moved."""
    kept, repairs = _kept(lines)
    parts: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    moved: list[int] = []
    length, was_blank, in_a_row = 0, True, 0
    for number, text in kept:
        if not text:
            was_blank = True
            continue
        if not was_blank and in_a_row < MOST_IN_A_ROW and parts and DISPLACED.fullmatch(text):
            filled, repair = _filled(parts[-1], text, number)
            length += len(filled) - len(parts[-1])
            parts[-1] = filled
            moved.append(max(0, length - 1))
            repairs.append(repair)
            in_a_row += 1
            continue
        starts.append(length)
        numbers.append(number)
        parts.append(text)
        length, was_blank, in_a_row = length + len(text), False, 0
    flat = FlatText("".join(parts), tuple(starts), tuple(numbers), tuple(moved))
    return flat, tuple(repairs[:MOST_LISTED])


def _kept(lines: Sequence[str]) -> tuple[list[tuple[int, str]], list[Repair]]:
    """The lines without page furniture. The blank lines at a page's end are no end of a paragraph."""
    kept: list[tuple[int, str]] = []
    repairs: list[Repair] = []
    at_page_end = False
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if len(text) > 1 and PAGE_MARK.fullmatch(text):
            repairs.append(Repair(number, "页码已略过", text, ""))
            at_page_end = True
        elif at_page_end and (not text or PAGE_NUMBER.fullmatch(text)):
            continue
        elif ORNAMENT.fullmatch(text):
            repairs.append(Repair(number, "版面装饰字符已略过", text[:20], ""))
        else:
            kept.append((number, text))
            at_page_end = False
    return kept, repairs


def _filled(line: str, figures: str, number: int) -> tuple[str, Repair]:
    """The line with its figures in its gaps where they are as many; else with the figures behind it, as they stand."""
    gaps = GAP.findall(line)
    for words in (figures.split(), SIGN.sub(r"\1", figures).split()):
        if len(words) == len(gaps) + 1 and LEADING.match(line):
            # The first gap stands at the head of the line, where spaces get lost: 年培育 个企业.
            line, gaps = f" {line}", ["", *gaps]
        if gaps and len(words) == len(gaps):
            filled = "".join(chain.from_iterable(zip(GAP.split(line), (*words, ""), strict=True)))
            return filled, Repair(number, "移位的数字已归位", figures, filled[:120])
    return line + figures, Repair(
        number, "数字单独成行，位置不能确定，附在上一行之后", figures, (line + figures)[-120:]
    )
