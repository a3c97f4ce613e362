"""督查台账: the lines of the late list as one .xlsx, ready to be printed. Words go in as words, never as formulas."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO

import xlsxwriter
from django.db.models import Prefetch
from django.utils import timezone

from tasks_app.domain.lights import Light, light_word, working_days_late
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import OUTSIDE, Standing
from tasks_app.domain.working_days import Calendar
from tasks_app.models import ProgressReport
from tasks_app.models.line import UnitLine, UnitLineQuerySet

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


@dataclass(frozen=True)
class Entry:
    """One line on the day of the ledger, with the last report that was handed in."""

    number: int
    line: UnitLine
    report: ProgressReport | None
    days_late: int


Cell = str | int | date | None


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and what stands in it."""

    heading: str
    width: int
    value: Callable[[Entry], Cell]


def _light(entry: Entry) -> str:
    return light_word(Light(entry.line.light), entry.line.rhythm)  # type: ignore[attr-defined]


def _standing(entry: Entry) -> str:
    standing, percent = entry.line.claimed_standing, entry.line.claimed_progress
    words = Standing(standing).label if standing else ""
    return f"{words} {percent}%".strip() if percent is not None else words


def _handed_in_on(entry: Entry) -> date | None:
    report = entry.report
    return timezone.localdate(report.submitted_at) if report and report.submitted_at else None


COLUMNS: tuple[Column, ...] = (
    Column("序号", 6, lambda entry: entry.number),
    Column("行动", 18, lambda entry: entry.line.heading_name),  # type: ignore[attr-defined]
    Column("重点任务", 9, lambda entry: entry.line.number),  # type: ignore[attr-defined]
    Column("年度任务", 36, lambda entry: entry.line.work_item.title),
    Column("承办单位", 20, lambda entry: entry.line.unit_name),
    Column("分工", 9, lambda entry: Part(entry.line.part).label),
    Column("承办科室", 14, lambda entry: entry.line.section),
    Column("承办人", 10, lambda entry: entry.line.handler),
    Column("交办日期", 11, lambda entry: entry.line.issued_on),
    Column("完成时限", 11, lambda entry: entry.line.deadline),
    Column("状态", 13, lambda entry: LineState(entry.line.state).label),
    Column("灯", 11, _light),
    Column("逾期工作日", 10, lambda entry: entry.days_late or None),
    Column("自报进度", 14, _standing),
    Column("最近报送", 11, _handed_in_on),
    Column("本期进展", 40, lambda entry: entry.report.progress_text if entry.report else ""),
    Column("存在问题", 30, lambda entry: entry.report.problems if entry.report else ""),
    Column("下一步安排", 30, lambda entry: entry.report.next_steps if entry.report else ""),
)


def write(lines: UnitLineQuerySet, heading: Heading, *, calendar: Calendar, out: IO[bytes]) -> int:
    """Writes the ledger of these lines (``dashboards.late.lines_sought``) in their order; returns how many rows it has.

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
