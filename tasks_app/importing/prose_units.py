"""Where a text in prose names the units of a task: in brackets at its end, or on lines of their own.

（责任单位：甲、乙） · （牵头单位：甲，配合单位：乙） · （甲牵头，乙按职责分工负责） · （市甲局、市乙局） ·
责任单位：甲、乙 · …。牵头单位：甲；配合单位：乙。
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tasks_app.importing.deadlines import NOTE, without_note
from tasks_app.importing.flat_text import FlatText
from tasks_app.importing.role_clauses import CLOSES, OPENS
from tasks_app.importing.roles import FOR_ALL_BELOW, LABELLED, PERSONS
from tasks_app.importing.unit_entries import entries
from tasks_app.importing.unit_names import ENDS_A_UNIT, LEVEL, OPEN_GROUP

LONGEST_CELL = 900
MOST_LINES = 20
STARTS_WITH_LABEL = re.compile(rf"\s*(?:{NOTE.pattern})?\s*(?:{PERSONS.pattern})*(?:{LABELLED.pattern})")
ENDS_WITH_VERB = re.compile(
    r"(?:牵头|主办|负责|配合|落实|参与|参加|协助|协办|承担|实施|推进|组织实施|职责分工|分工)[。；;]?\s*$"
)
NAMES_A_UNIT = re.compile(
    r"(?:[局委办厅部署院会府区市县]|中心|集团|公司|单位|部门|地区|总局|银行)(?:[）)]|[、，,；;及和与等牵按负配会主共分]|$)"
)
LABEL_LINE = re.compile(rf"[（(【\[]?\s*(?:{LABELLED.pattern})")
BEHIND_A_SENTENCE = re.compile(rf"(?<=[。！!])\s*(?:{LABELLED.pattern})")
STARTS_A_NAME = re.compile(rf"{LEVEL}.+|各.+|国家.+|国务院.+")


@dataclass(frozen=True)
class UnitsPlace:
    """A stretch of text that names units: all of it, and the cell within."""

    start: int
    end: int
    cell: str


def units_places(flat: FlatText) -> tuple[UnitsPlace, ...]:
    """Every place of the text that names units, in order."""
    bracketed = tuple(_in_brackets(flat))
    lines = tuple(_on_lines(flat, bracketed))
    return tuple(sorted((*bracketed, *lines), key=lambda place: place.start))


def _in_brackets(flat: FlatText) -> Iterator[UnitsPlace]:
    opened: list[int] = []
    for place, character in enumerate(flat.text):
        if character in OPENS:
            opened.append(place)
        elif character in CLOSES and opened:
            start = opened.pop()
            cell = flat.text[start + 1 : place]
            if len(opened) < 3 and len(cell) <= LONGEST_CELL and _names_units(cell, flat, place + 1):
                yield UnitsPlace(start, place + 1, cell.strip())


def _names_units(cell: str, flat: FlatText, end: int) -> bool:
    if STARTS_WITH_LABEL.match(cell):
        return True
    cell, _deadline = without_note(cell)
    if ENDS_WITH_VERB.search(FOR_ALL_BELOW.sub("", cell)[-24:]):
        return bool(NAMES_A_UNIT.search(cell)) and "。" not in FOR_ALL_BELOW.sub("", cell)[:-1]
    # A bare list of names, at the end of a paragraph: （市发展改革局、市财政局）.
    ends_paragraph = end >= len(flat.text) or flat.starts_line(end) or flat.text[end] == "。"
    names = entries(cell) if ends_paragraph and len(cell) >= 4 else ()
    return bool(names) and bool(STARTS_A_NAME.fullmatch(names[0])) and all(_is_a_name(name) for name in names)


def _is_a_name(name: str) -> bool:
    return 2 < len(name) < 30 and bool(ENDS_A_UNIT.search(name) or OPEN_GROUP.fullmatch(name)) and "年" not in name


def _on_lines(flat: FlatText, bracketed: tuple[UnitsPlace, ...]) -> Iterator[UnitsPlace]:
    """Labels outside brackets, heading a line or behind a sentence; those on following lines go with the first."""
    open_place: UnitsPlace | None = None
    for start, end in _labelled_stretches(flat, bracketed):
        cell = flat.text[start:end].strip("【】[]（）() ")
        goes_on = open_place and open_place.end == start and len(open_place.cell) + len(cell) < LONGEST_CELL
        if open_place and goes_on:
            open_place = UnitsPlace(open_place.start, end, f"{open_place.cell}；{cell}")
        else:
            if open_place:
                yield open_place
            open_place = UnitsPlace(start, end, cell)
    if open_place:
        yield open_place


def _labelled_stretches(flat: FlatText, bracketed: tuple[UnitsPlace, ...]) -> Iterator[tuple[int, int]]:
    """From a label to the end of its line; behind a sentence (…。牵头单位：甲；责任单位：乙。), of its own sentence."""
    opens = [place.start for place in bracketed]
    after = 0
    for line, begun in enumerate(flat.starts):
        at_head = LABEL_LINE.match(flat.text, begun)
        for found in (at_head,) if at_head else BEHIND_A_SENTENCE.finditer(flat.text, begun, flat.line_end(begun)):
            inside = bisect_right(opens, found.start()) - 1
            if found.start() < after or (inside >= 0 and found.start() < bracketed[inside].end):
                continue
            after = _end_of_line_cell(flat, line, found.end())
            if not at_head:
                stop = flat.text.find("。", found.end(), after)
                after = stop + 1 if stop >= 0 else after
            yield found.start(), after


def _end_of_line_cell(flat: FlatText, line: int, start: int) -> int:
    """The cell ends with its line; a line that ends with a separator goes on in the next."""
    last = min(len(flat.text), start + LONGEST_CELL)
    for end in (*flat.starts[line + 1 : line + 1 + MOST_LINES], last):
        if end > start and (flat.text[end - 1] not in "、，,；;和及：:" or end >= last):
            return min(end, last)
    return last
