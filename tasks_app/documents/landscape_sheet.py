"""One worksheet set up for A4 landscape: header repeated on each page and frozen on the screen.

Words go in as words, never as formulas; memory stays constant, so rows are written in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

import xlsxwriter

LONGEST_CELL = 32_767  # what Excel holds in one cell
TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = range(4)

Cell = str | int | date | None


@dataclass(frozen=True)
class Place:
    """A column: its heading, and how wide it is."""

    heading: str
    width: int


def new_workbook(out: IO[bytes]) -> xlsxwriter.Workbook:
    """A workbook in which nothing that was typed becomes a formula, a link or a number."""
    return xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )


class LandscapeSheet:
    """Title, a note, column headings, and the rows below."""

    def __init__(self, workbook: xlsxwriter.Workbook, name: str, places: Sequence[Place]) -> None:
        edged = {"border": 1, "valign": "top", "text_wrap": True, "font_size": 10}
        self.title = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.note = workbook.add_format({"font_size": 10, "align": "left"})
        self.header = workbook.add_format(edged | {"bold": True, "align": "center", "valign": "vcenter"})
        self.text = workbook.add_format(edged)
        self.day = workbook.add_format(edged | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.sheet = workbook.add_worksheet(name)
        self.places = places

    def head(self, title: str, note: str, *, demo: str) -> None:
        """Title, note, column headings, and how the sheet is printed. ``demo`` stands below each page."""
        last = len(self.places) - 1
        for number, place in enumerate(self.places):
            self.sheet.set_column(number, number, place.width)
        self.sheet.set_row(TITLE_ROW, 30)
        self.sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, title, self.title)
        self.sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, last, note, self.note)
        self.sheet.set_row(HEADER_ROW, 24)
        for number, place in enumerate(self.places):
            self.sheet.write_string(HEADER_ROW, number, place.heading, self.header)
        self.sheet.freeze_panes(FIRST_ROW, 0)
        self.sheet.repeat_rows(HEADER_ROW)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer(f"&L{demo}&R第 &P 页，共 &N 页")

    def row(self, number: int, cells: Sequence[Cell]) -> None:
        """Row ``number`` of the table, counted from 1."""
        for column, value in enumerate(cells):
            self._cell(FIRST_ROW + number - 1, column, value)

    def _cell(self, row: int, column: int, value: Cell) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.text)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int):
            self.sheet.write_number(row, column, value, self.text)
        else:
            self.sheet.write_string(row, column, value[:LONGEST_CELL], self.text)
