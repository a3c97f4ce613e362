"""The table of a plan as a file: the same rows, cells, headings and order as the paper."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import groupby

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tasks_app.domain.file_note import written
from tasks_app.domain.harmless_cells import protected
from tasks_app.domain.plan_sheet import PlanSheet, SheetRow, as_json

# The paper's own header: 重点任务 stands over two columns, the 行动 and the task.
HEADER = ("序号", "重点任务", "", "主要负责单位")
# A table with deadlines has one column more; a row without one says so, since an empty cell reads as merged.
DEADLINE, NO_DEADLINE = "完成时限", "—"
TABLE_NAME = "重点任务分工表"
WIDTHS = (6, 20, 70, 44)
WIDTH_OF_DEADLINE = 18
A4 = 9
LONGEST_PROPERTY = 255
LONGEST_PRINTED = 100  # the header of a printed page has room for 255 characters in all


def json_file(sheet: PlanSheet) -> bytes:
    """The whole plan; ``import_plan`` reads it back."""
    return (json.dumps(as_json(sheet), ensure_ascii=False, indent=2) + "\n").encode()


def csv_file(sheet: PlanSheet) -> bytes:
    """The table with its 行动 on every row. The byte order mark tells Excel that it is UTF-8.

    A cell that looks like a formula gets an apostrophe in front, so that no spreadsheet runs it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*HEADER, *([DEADLINE] if sheet.has_deadlines else [])))
    writer.writerows([protected(cell) for cell in _cells(row, sheet)] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(sheet: PlanSheet, *, demo: str = "") -> bytes:
    """The table as it was issued: merged 行动 cells, the header on each printed page, every text a string.

    Number, issuer and day stand in the properties: the first row is the header, so that one can filter below it.
    ``demo`` is the sentence every file of a demo carries, at the foot of each printed page.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title[:LONGEST_PROPERTY], "comments": written(sheet.note)})
        page = book.add_worksheet(TABLE_NAME)
        _set_page(page)
        page.set_header(f"&C{_printable(sheet.title)}{TABLE_NAME}")
        page.set_footer(f"&L{demo}&R第 &P 页，共 &N 页")
        head = book.add_format({"border": 1, "bold": True, "align": "center", "valign": "vcenter"})
        page.write_string(0, 0, HEADER[0], head)
        page.merge_range(0, 1, 0, 2, HEADER[1], head)
        page.write_string(0, 3, HEADER[3], head)
        if sheet.has_deadlines:
            page.write_string(0, 4, DEADLINE, head)
            page.set_column(4, 4, WIDTH_OF_DEADLINE)
        _write_rows(page, sheet, book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}))
    return content.getvalue()


def _set_page(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)


def _printable(title: str) -> str:
    """The title as the print header takes it: an ampersand would begin a code."""
    return title[:LONGEST_PRINTED].replace("&", "&&")


def _write_rows(page: Worksheet, sheet: PlanSheet, style: Format) -> None:
    for line, row in enumerate(sheet.rows, start=1):
        page.write_number(line, 0, row.number, style)
        page.write_string(line, 2, row.text, style)
        page.write_string(line, 3, row.units_text, style)
        if sheet.has_deadlines:
            page.write_string(line, 4, row.deadline or NO_DEADLINE, style)
    for first, last, action in merged(sheet):
        if last > first:
            page.merge_range(first, 1, last, 1, "", style)
        page.write_string(first, 1, action, style)


def _cells(row: SheetRow, sheet: PlanSheet) -> tuple[str, ...]:
    cells = (str(row.number), row.action, row.text, row.units_text)
    return (*cells, row.deadline or NO_DEADLINE) if sheet.has_deadlines else cells


def merged(sheet: PlanSheet) -> Iterator[tuple[int, int, str]]:
    """(first line, last line, 行动) for every run of rows under one heading."""
    line = 1
    for action, rows in groupby(sheet.rows, key=lambda row: row.action):
        count = len(tuple(rows))
        yield line, line + count - 1, action
        line += count
