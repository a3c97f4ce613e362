"""The lines of a year counted by unit, heading or light, as one .xlsx: the table that the page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from tasks_app.documents.landscape_sheet import Cell, LandscapeSheet, Place, new_workbook

FIRST_WIDTH, FIGURE_WIDTH = 36, 13


@dataclass(frozen=True)
class Table:
    """What the page shows: its title, the headings of its columns, and the rows in their order."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Heading:
    """What stands above the table.

    ``narrowed_to`` says the plan and names filters nobody understood, ``demo`` is the demo's sentence.
    """

    year: int
    today: date
    narrowed_to: str = ""
    demo: str = ""


def file_name(table: Table, heading: Heading) -> str:
    """The name under which it is saved."""
    return f"{heading.year}年度{table.title}_{heading.today:%Y%m%d}.xlsx"


def write(table: Table, heading: Heading, *, out: IO[bytes]) -> None:
    """Writes the table."""
    workbook = new_workbook(out)
    widths = [FIRST_WIDTH, *(FIGURE_WIDTH for _ in table.headings[1:])]
    sheet = LandscapeSheet(
        workbook, table.title, [Place(*column) for column in zip(table.headings, widths, strict=True)]
    )
    sheet.head(f"{heading.year}年度{table.title}", _note(table, heading), demo=heading.demo)
    for number, row in enumerate(table.rows, start=1):
        sheet.row(number, row)
    workbook.close()


def _note(table: Table, heading: Heading) -> str:
    day = f"截至{heading.today.year}年{heading.today.month}月{heading.today.day}日"
    return "　".join(filter(None, [day, heading.narrowed_to, f"共 {len(table.rows)} 行", heading.demo]))
