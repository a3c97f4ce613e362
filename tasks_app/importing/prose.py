"""Tasks from prose: every item that ends in the units that answer for it is a row.

The kind of number that items bear is the one that stands once in most of them; what is coarser is their heading.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tasks_app.domain.plan_columns import ONLY_HEADING
from tasks_app.importing.columns import ACTION, TEXT
from tasks_app.importing.deadlines import NOTE, without_note
from tasks_app.importing.flat_text import FlatText, flattened
from tasks_app.importing.noise import IN_EVERY_CELL, mend
from tasks_app.importing.numbering import MAX_ROWS, UNSTATED, TaskRow, gap_doubts, renumbered
from tasks_app.importing.outline import LONGEST_TITLE, STYLES, Marker, markers
from tasks_app.importing.prose_units import UnitsPlace, units_places
from tasks_app.importing.reading import Doubt, Fault, Repair
from tasks_app.importing.roles import FOR_ALL_BELOW
from tasks_app.importing.unit_doubts import CELL
from tasks_app.importing.unit_spaces import mend_spaces

# The longest plan known has some 2,000 lines.
MOST_LINES = 100_000
ENDS_A_TITLE = re.compile(r"[。：:；;]")


@dataclass(frozen=True)
class Item:
    """A task in prose: where its text begins and its units stand, its number (or UNSTATED) and its heading."""

    start: int
    place: UnitsPlace
    number: int
    heading: str
    skips_one: bool = False


@dataclass
class ProseReader:
    """Reads a text without a table once. ``rows``, ``repairs``, ``doubts`` and ``faults`` are what it found."""

    rows: list[TaskRow] = field(default_factory=list)
    columns: None = None  # prose says nothing about columns
    repairs: list[Repair] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def read(self, lines: Sequence[str]) -> None:
        """Reads every item that names its units; afterwards the numbering is checked as a whole."""
        if len(lines) > MOST_LINES:
            return
        flat, repairs = flattened(lines)
        places = units_places(flat)[: MAX_ROWS + 1]
        if not places:
            return
        self.repairs.extend(repairs)
        items = tuple(_items(flat, places))
        self.rows, doubts = renumbered([self._row(item, flat) for item in items], starts_again=True)
        self.doubts.extend(doubts)
        for row, item in zip(self.rows, items, strict=True):
            self._check(row, moved=flat.has_moved(item.start, item.place.end), skips_one=item.skips_one)
        if not doubts:
            self.doubts.extend(gap_doubts(row.number for row in self.rows))

    def _row(self, item: Item, flat: FlatText) -> TaskRow:
        line = flat.line_at(item.start)
        cell, repairs = mend_spaces(self._mended(item.place.cell, line), line=line)
        self.repairs.extend(repairs)
        cell, deadline = without_note(cell)
        behind = NOTE.match(flat.text[item.place.end : flat.line_end(item.place.end)][:LONGEST_TITLE])
        text = self._mended(flat.text[item.start : item.place.start], line)
        return TaskRow(line, item.number, item.heading, text, cell, deadline or (behind["when"] if behind else ""))

    def _mended(self, words: str, line: int) -> str:
        text, repairs = mend(words, IN_EVERY_CELL, line=line)
        self.repairs.extend(repairs)
        return text

    def _check(self, row: TaskRow, *, moved: bool, skips_one: bool) -> None:
        where = f"第 {row.number} 行{TEXT.title}"
        if moved:
            message = f"{where}：原文有数字或符号单独成行，归位未必准确，请对照原件核对。"
            self.doubts.append(Doubt(row.number, TEXT.key, "displaced_figures", message))
        if skips_one:
            message = f"{where}：之前有条目没有写明责任单位，未作为任务，请核对。"
            self.doubts.append(Doubt(row.number, TEXT.key, "item_without_units", message))
        if below := FOR_ALL_BELOW.search(row.units_text):
            message = f"{where}：原文另有“{below.group().strip('。；; ')}”，未逐项补入以下各项，请核对。"
            self.doubts.append(Doubt(row.number, CELL, "units_for_all_below", message))
        if not row.text:
            self.faults.append(Fault(row.number, TEXT.key, f"{where}：没有读出内容。"))
        elif len(row.text) > TEXT.longest:
            self.faults.append(Fault(row.number, TEXT.key, f"{where}：超过 {TEXT.longest} 字，请检查原文是否断裂。"))


def _items(flat: FlatText, places: Sequence[UnitsPlace]) -> Iterator[Item]:
    """Every item with the markers between its units and those before it."""
    stretches = list(_stretches(tuple(markers(flat)), places))
    style = _item_style(stretches)
    coarser = STYLES[: STYLES.index(style)] if style else STYLES
    heading, after = ONLY_HEADING, 0
    for found, place in zip(stretches, places, strict=True):
        own = [marker for marker in found if marker.style == style]
        above = [marker for marker in found if marker.style in coarser and (not own or marker.start < own[-1].start)]
        if above and style:
            heading = _title(flat, above[-1], own[-1].start if own else place.start)
        start = own[-1].end if own else max([after, *(marker.end for marker in above)])
        yield Item(start, place, own[-1].value if own else UNSTATED, heading, after > 0 and len(own) > 1)
        after = place.end


def _stretches(found: Sequence[Marker], places: Sequence[UnitsPlace]) -> Iterator[list[Marker]]:
    """The markers before each place and after the one before it."""
    begun = 0
    for place in places:
        end = begun
        while end < len(found) and found[end].start < place.start:
            end += 1
        yield list(found[begun:end])
        begun = end


def _item_style(stretches: Sequence[Sequence[Marker]]) -> str:
    """The style that stands exactly once in most items, the finer one where two do; empty where items bear none."""
    once: Counter[str] = Counter()
    for found in stretches:
        counts = Counter(marker.style for marker in found)
        once += Counter(style for style, count in counts.items() if count == 1)
    return max(reversed(STYLES), key=lambda style: once[style]) if once else ""


def _title(flat: FlatText, marker: Marker, end: int) -> str:
    """The title behind a marker: to the end of its sentence or line, at most to the item."""
    text = flat.text[marker.end : min(end, flat.line_end(marker.end), marker.end + LONGEST_TITLE)]
    return ENDS_A_TITLE.split(text.strip(), maxsplit=1)[0][: ACTION.longest] or ONLY_HEADING
