"""督查台账: the lines of the late list as one .xlsx, ready to be printed. Words go in as words, never as formulas."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO

import xlsxwriter
from django.db.models import Prefetch

from tasks_app.documents.ledger_columns import COLUMNS, Cell, Entry
from tasks_app.domain.lights import working_days_late
from tasks_app.domain.report_states import OUTSIDE
from tasks_app.domain.working_days import Calendar
from tasks_app.models import ProgressReport
from tasks_app.models.line import UnitLineQuerySet

MOST_ROWS = 20_000
CHUNK = 500
LONGEST_CELL = 32_767  # what Excel holds in one cell
TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = range(4)


@dataclass(frozen=True)
class Heading:
    """What stands above the table. ``demo`` is the sentence every file of a demo carries."""

    year: int
    today: date
    narrowed_to: str
    demo: str = ""

    @property
    def title(self) -> str:
        """The title row."""
        return f"{self.year}年度督查台账"

    @property
    def file_name(self) -> str:
        """The name under which it is saved."""
        return f"{self.title}_{self.today:%Y%m%d}.xlsx"


def write(lines: UnitLineQuerySet, heading: Heading, *, calendar: Calendar, out: IO[bytes]) -> int:
    """Writes the ledger of these lines (``dashboards.late.with_words``) in their order; returns how many rows it has.

    Memory stays constant: rows are read and written in chunks. At most ``MOST_ROWS`` rows; a sentence says so.
    """
    count = lines.order_by()[: MOST_ROWS + 1].count()
    workbook = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = _Sheet(workbook)
    sheet.head(heading, count)
    for entry in _entries(lines, heading.today, calendar):
        sheet.row(entry)
    workbook.close()
    return min(count, MOST_ROWS)


def _entries(lines: UnitLineQuerySet, today: date, calendar: Calendar) -> Iterator[Entry]:
    reports = ProgressReport.objects.filter(state__in=OUTSIDE, submitted_at__isnull=False).order_by(
        "submitted_at", "id"
    )
    with_reports = lines.prefetch_related(Prefetch("reports", reports, to_attr="handed_in"))
    for number, line in enumerate(islice(with_reports.iterator(chunk_size=CHUNK), MOST_ROWS), start=1):
        last = line.handed_in[-1] if line.handed_in else None
        yield Entry(number, line, last, working_days_late(line.facts, today, calendar))


class _Sheet:
    """One worksheet set up for A4 landscape: header repeated on each page and frozen on the screen."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        edged = {"border": 1, "valign": "top", "text_wrap": True, "font_size": 10}
        self.title = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.note = workbook.add_format({"font_size": 10, "align": "left"})
        self.header = workbook.add_format(edged | {"bold": True, "align": "center", "valign": "vcenter"})
        self.text = workbook.add_format(edged)
        self.day = workbook.add_format(edged | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.sheet = workbook.add_worksheet("督查台账")
        self.last_column = len(COLUMNS) - 1

    def head(self, heading: Heading, count: int) -> None:
        """Title, note, column headings, and how the sheet is printed."""
        for place, column in enumerate(COLUMNS):
            self.sheet.set_column(place, place, column.width)
        self.sheet.set_row(TITLE_ROW, 30)
        self.sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, self.last_column, heading.title, self.title)
        self.sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, self.last_column, _note(heading, count), self.note)
        self.sheet.set_row(HEADER_ROW, 24)
        for place, column in enumerate(COLUMNS):
            self.sheet.write_string(HEADER_ROW, place, column.heading, self.header)
        self.sheet.freeze_panes(FIRST_ROW, 0)
        self.sheet.repeat_rows(HEADER_ROW)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer(f"&L{heading.demo}&R第 &P 页，共 &N 页")

    def row(self, entry: Entry) -> None:
        """One line of the table."""
        place = FIRST_ROW + entry.number - 1
        for number, column in enumerate(COLUMNS):
            self._cell(place, number, column.value(entry))

    def _cell(self, row: int, column: int, value: Cell) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.text)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int):
            self.sheet.write_number(row, column, value, self.text)
        else:
            self.sheet.write_string(row, column, value[:LONGEST_CELL], self.text)


def _note(heading: Heading, count: int) -> str:
    """The line under the title: as of when, narrowed to what, how many, and what every demo file says."""
    many = f"仅列前 {MOST_ROWS} 件，其余请缩小筛选范围后分次导出" if count > MOST_ROWS else f"共 {count} 件"
    day = f"{heading.today.year}年{heading.today.month}月{heading.today.day}日"
    return "　".join(filter(None, [f"截至{day}", heading.narrowed_to, many, heading.demo]))
