"""The table of a plan as a file: the same rows, cells, headings and order as the paper."""

import csv
import io
import json

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tasks_app.documents.plan_export_table import TABLE_NAME, DrawnTable, drawn_table
from tasks_app.domain.file_note import written
from tasks_app.domain.harmless_cells import protected
from tasks_app.domain.plan_columns import Meaning
from tasks_app.domain.plan_sheet import PlanSheet, as_json

WIDTHS = {
    Meaning.NUMBER: 6,
    Meaning.COUNTED: 6,
    Meaning.ACTION: 20,
    Meaning.TEXT: 70,
    Meaning.UNITS: 44,
    Meaning.LEAD: 30,
    Meaning.SUPPORT: 30,
}
OTHER_WIDTH = 18  # such as 完成时限
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
    table = drawn_table(sheet)
    for row in range(table.header_rows):
        words = {heading.columns.first: heading.words for heading in table.header if heading.rows.first == row}
        writer.writerow([protected(words.get(place, "")) for place in range(len(table.columns))])
    writer.writerows([protected(cell) for cell in line.cells] for line in table.lines)
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
        table = drawn_table(sheet)
        _set_page(page, table)
        page.set_header(f"&C{_printable(sheet.title)}{TABLE_NAME}")
        page.set_footer(f"&L{demo}&R第 &P 页，共 &N 页")
        head = book.add_format({"border": 1, "bold": True, "align": "center", "valign": "vcenter"})
        for heading in table.header:
            rows, columns = heading.rows, heading.columns
            _write(page, (rows.first, columns.first, rows.last, columns.last), heading.words, head)
        _write_lines(page, table, book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}))
    return content.getvalue()


def _set_page(page: Worksheet, table: DrawnTable) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, table.header_rows - 1)
    page.freeze_panes(table.header_rows, 0)
    for place, column in enumerate(table.columns):
        page.set_column(place, place, WIDTHS.get(column.meaning, OTHER_WIDTH))


def _printable(title: str) -> str:
    """The title as the print header takes it: an ampersand would begin a code."""
    return title[:LONGEST_PRINTED].replace("&", "&&")


def _write_lines(page: Worksheet, table: DrawnTable, style: Format) -> None:
    numbers = [place for place, column in enumerate(table.columns) if column.meaning is Meaning.NUMBER]
    below = table.header_rows
    covered = {(line, place) for place, runs in table.merged.items() for run in runs for line in run.lines}
    for number, line in enumerate(table.lines, start=below):
        if line.goes_across:
            _write(page, (number, 0, number, len(line.cells) - 1), line.cells[0], style)
            continue
        for place, cell in enumerate(line.cells):
            if place in numbers and not line.is_section:
                page.write_number(number, place, int(cell), style)
            elif (number - below, place) not in covered:
                page.write_string(number, place, cell, style)
    for place, runs in table.merged.items():
        for run in runs:
            _write(page, (run.first + below, place, run.last + below, place), run.words, style)


def _write(page: Worksheet, area: tuple[int, int, int, int], words: str, style: Format) -> None:
    """One cell over an area; of one cell alone there is nothing to merge."""
    if area[:2] != area[2:]:
        page.merge_range(*area, "", style)
    page.write_string(*area[:2], words, style)
