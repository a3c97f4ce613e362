"""督查台账: the lines of the late list as one .xlsx, ready to be printed. Words go in as words, never as formulas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import IO

from django.db.models import Prefetch

from tasks_app.documents.landscape_sheet import LandscapeSheet, Place, new_workbook
from tasks_app.documents.ledger_columns import Entry, columns_of
from tasks_app.domain.lights import working_days_late
from tasks_app.domain.report_states import OUTSIDE
from tasks_app.domain.working_days import Calendar
from tasks_app.models import ProgressReport
from tasks_app.models.line import UnitLineQuerySet

MOST_ROWS = 20_000
CHUNK = 500


@dataclass(frozen=True)
class Heading:
    """What stands above the table. ``demo`` is the sentence every file of a demo carries.

    ``plans`` says what each plan is called where there are several; then the table has a column for them.
    """

    year: int
    today: date
    narrowed_to: str
    demo: str = ""
    plans: Mapping[int, str] = field(default_factory=dict)

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
    workbook = new_workbook(out)
    columns = columns_of(several_plans=bool(heading.plans))
    sheet = LandscapeSheet(workbook, "督查台账", [Place(column.heading, column.width) for column in columns])
    sheet.head(heading.title, _note(heading, count), demo=heading.demo)
    for entry in _entries(lines, heading, calendar):
        sheet.row(entry.number, [column.value(entry) for column in columns])
    workbook.close()
    return min(count, MOST_ROWS)


def _entries(lines: UnitLineQuerySet, heading: Heading, calendar: Calendar) -> Iterator[Entry]:
    reports = ProgressReport.objects.filter(state__in=OUTSIDE, submitted_at__isnull=False).order_by(
        "submitted_at", "id"
    )
    with_reports = lines.prefetch_related(Prefetch("reports", reports, to_attr="handed_in"))
    for number, line in enumerate(islice(with_reports.iterator(chunk_size=CHUNK), MOST_ROWS), start=1):
        last = line.handed_in[-1] if line.handed_in else None
        late = working_days_late(line.facts, heading.today, calendar)
        yield Entry(number, line, last, late, plan=heading.plans.get(line.plan, ""))


def _note(heading: Heading, count: int) -> str:
    """The line under the title: as of when, narrowed to what, how many, and what every demo file says."""
    many = f"仅列前 {MOST_ROWS} 件，其余请缩小筛选范围后分次导出" if count > MOST_ROWS else f"共 {count} 件"
    day = f"{heading.today.year}年{heading.today.month}月{heading.today.day}日"
    return "　".join(filter(None, [f"截至{day}", heading.narrowed_to, many, heading.demo]))
