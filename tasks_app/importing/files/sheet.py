"""One sheet of a workbook as rows of words: what is merged, what is hidden, which formulas nobody calculated.

The sheet is walked once from top to bottom; its stated dimension is not believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from tasks_app.importing.files.archive import DAMAGED, Archive, Element, attribute, forget, local, whole
from tasks_app.importing.files.lines import MOST_COLUMNS, MOST_ROWS, refuse_too_many
from tasks_app.importing.files.sheet_values import Values, rich_text
from tasks_app.importing.source import Unreadable
from tasks_app.importing.table import GOES_ON

PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LETTERS = 26
MOST_MERGED = 2_000_000
MOST_RANGES = 100_000
TOO_MANY_MERGED = "工作表“{name}”的合并单元格过多，请取消多余的合并后再导入。"
NAMED = 10


@dataclass
class Sheet:
    """The cells of a sheet by row and column, both counted from 1."""

    name: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    not_calculated: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    goes_on: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0

    @property
    def rows(self) -> list[list[str]]:
        """Every row from the first to the last that says something."""
        last = max(self.cells, default=0)
        return [self._row(self.cells.get(number, {})) for number in range(1, last + 1)]

    @property
    def drawn_rows(self) -> list[list[str]]:
        """The same rows, with a mark in each cell that goes on from the one above."""
        rows = self.rows
        for number, column in self.goes_on:
            row = rows[number - 1]
            row += [""] * (column - len(row))
            row[column - 1] = GOES_ON
        return rows

    @staticmethod
    def _row(cells: dict[int, str]) -> list[str]:
        return [cells.get(column, "") for column in range(1, max(cells, default=0) + 1)]

    def hidden(self) -> Iterator[str]:
        """What is hidden and says something, in words."""
        rows = [number for number in self.hidden_rows if number in self.cells]
        columns = [each for each in sorted(self.hidden_columns) if any(each in row for row in self.cells.values())]
        if rows:
            yield f"第 {_few(map(str, rows), len(rows))} 行"
        if columns:
            yield f"{_few(map(letters, columns), len(columns))} 列"


def read_sheet(archive: Archive, part: str, name: str, values: Values) -> Sheet:
    """The sheet behind a part. Raises Unreadable where it has more than a plan can have, or an error for a value."""
    sheet = Sheet(name)
    before = 0
    for element in archive.elements(part, "row", "mergeCell", "col"):
        kind = local(element)
        if kind == "row":
            before = _take_row(sheet, element, values, before)
        elif kind == "mergeCell":
            if len(sheet.merged) >= MOST_RANGES:
                raise Unreadable(TOO_MANY_MERGED.format(name=name))
            sheet.merged.append(_range(attribute(element, "ref") or ""))
        elif attribute(element, "hidden") in ("1", "true"):
            first, last = whole(attribute(element, "min"), 1), whole(attribute(element, "max"), 1)
            sheet.hidden_columns |= set(range(first, min(last, MOST_COLUMNS) + 1))
        forget(element)
    _empty_the_merged(sheet)
    return sheet


def letters(column: int) -> str:
    """A column as Excel calls it: 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def _take_row(sheet: Sheet, row: Element, values: Values, before: int) -> int:
    number = whole(attribute(row, "r"), before + 1)
    if attribute(row, "hidden") in ("1", "true"):
        sheet.hidden_rows.append(number)
    said: dict[int, str] = {}
    column = 0
    for cell in row.iterchildren("{*}c"):
        place = PLACE.fullmatch(attribute(cell, "r") or "")
        column = _column(place[1]) if place else column + 1
        if words := _words(sheet, cell, values, f"{letters(column)}{number}"):
            _refuse_far_away(number, column)
            said[column] = words
    if said:
        sheet.cells[number] = said
        sheet.count += len(said)
        refuse_too_many(cells=sheet.count, where=f"工作表“{sheet.name}”")
    return number


def _words(sheet: Sheet, cell: Element, values: Values, place: str) -> str:
    kind = attribute(cell, "t") or "n"
    inner = {local(child): child for child in cell}
    stored = inner["v"].text if "v" in inner else None
    if kind == "e":
        sheet.not_calculated.append(f"{place}（{stored or '错误值'}）")
        return ""
    if kind == "inlineStr" and "is" in inner:
        return values.said(kind, rich_text(inner["is"]), 0)
    if not stored:
        if "f" in inner and kind != "str":
            sheet.not_calculated.append(place)
        return ""
    return values.said(kind, stored, whole(attribute(cell, "s")))


def _refuse_far_away(row: int, column: int) -> None:
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise Unreadable(
            f"单元格 {letters(column)}{row} 有内容，超出了 {MOST_ROWS} 行、{MOST_COLUMNS} 列的范围；"
            "请删去表格以外的内容后再导入。"
        )


def _empty_the_merged(sheet: Sheet) -> None:
    """Only the first cell of a merged range is seen; what other programs left in the rest is not."""
    budget = MOST_MERGED
    for top, left, bottom, right in sheet.merged:
        for number in range(top, min(bottom, MOST_ROWS) + 1):
            budget -= 1
            row = sheet.cells.get(number, {})
            for column in [each for each in row if left <= each <= right and (number, each) != (top, left)]:
                del row[column]
            if number > top and row and left in sheet.cells.get(top, {}):
                sheet.goes_on.add((number, left))
        if budget < 0:
            raise Unreadable(TOO_MANY_MERGED.format(name=sheet.name))


def _range(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    start, end = PLACE.fullmatch(first), PLACE.fullmatch(last or first)
    if start is None or end is None:
        raise Unreadable(DAMAGED)
    return int(start[2]), _column(start[1]), int(end[2]), _column(end[1])


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def _few(names: Iterator[str], count: int) -> str:
    shown = "、".join(islice(names, NAMED))
    return f"{shown} 等 {count}" if count > NAMED else shown
