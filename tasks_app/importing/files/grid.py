"""Any table that is no table of tasks, as rows of cells: the first sheet of an .xlsx with its header, or a .csv."""

import csv
import io
from collections.abc import Callable, Sequence

from tasks_app.domain.harmless_cells import unprotected
from tasks_app.importing.files.csv_table import DELIMITERS
from tasks_app.importing.files.kinds import PACKAGE, refuse_others
from tasks_app.importing.files.lines import refuse_too_many
from tasks_app.importing.files.office import read_sheets
from tasks_app.importing.source import Unreadable, read_source

Rows = list[list[str]]
NO_HEADER = "没有找到表头：{wanted}。请使用下载的模板，或核对列名。"
BAD_QUOTES = "文件的引号没有成对，请用 Excel 打开后另存为 .xlsx 再导入。"


def read_grid(content: bytes, *, name: str, is_header: Callable[[Sequence[str]], bool], wanted: str) -> Rows:
    """All rows of the table, row n of the list is row n + 1 of the file.

    Raises Unreadable for what is no .xlsx and no .csv, and where no row is a header; ``wanted`` says what it needs.
    """
    for rows in _tables(content, name):
        refuse_too_many(rows=len(rows), columns=max(map(len, rows), default=0))
        if any(is_header(row) for row in rows):
            return rows
    raise Unreadable(NO_HEADER.format(wanted=wanted))


def _tables(content: bytes, name: str) -> list[Rows]:
    if content.startswith(PACKAGE):
        return [[[cell.strip() for cell in row] for row in sheet.rows] for sheet in read_sheets(content)]
    refuse_others(content)
    text = read_source(content, name=name).text
    try:
        return [
            [[unprotected(cell).strip() for cell in record] for record in csv.reader(io.StringIO(text), delimiter=mark)]
            for mark in DELIMITERS
        ]
    except csv.Error:
        raise Unreadable(BAD_QUOTES) from None
