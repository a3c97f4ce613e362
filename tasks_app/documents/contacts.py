"""联络员通讯录 as one .xlsx: the table that the page shows."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from tasks_app.documents.landscape_sheet import LandscapeSheet, Place, new_workbook

TITLE = "联络员通讯录"
WIDTHS = (30, 16, 18, 12, 18, 28, 36)


def file_name(on: date) -> str:
    """The name under which it is saved."""
    return f"{TITLE}_{on:%Y%m%d}.xlsx"


def write(headings: Sequence[str], rows: Sequence[Sequence[str]], *, on: date, demo: str, out: IO[bytes]) -> None:
    """Writes the table. ``demo`` is the demo's sentence."""
    workbook = new_workbook(out)
    sheet = LandscapeSheet(workbook, TITLE, [Place(*column) for column in zip(headings, WIDTHS, strict=True)])
    day = f"截至{on.year}年{on.month}月{on.day}日　仅供工作联系，请勿外传"
    sheet.head(TITLE, f"{day}　{demo}".rstrip(), demo=demo)
    for number, row in enumerate(rows, start=1):
        sheet.row(number, row)
    workbook.close()
