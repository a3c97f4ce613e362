"""汇总表 of a period: what every line that should report reported, in plan order; as contents and as .xlsx.

A line that reported nothing stands in the table as 未报送, never blank: no data means not reported, never fine.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from itertools import islice
from typing import IO

from django.db.models import Exists, OuterRef, Prefetch, Q

from tasks_app.documents.landscape_sheet import LandscapeSheet, Place, new_workbook
from tasks_app.documents.paper_contents import PaperContents, PaperTable
from tasks_app.domain.report_states import HANDED_IN, OUTSIDE, ReportState, standing_words
from tasks_app.domain.verification import verified_words
from tasks_app.models import ProgressReport, ReportPart, ReportPeriod, UnitLine
from tasks_app.models.line import UnitLineQuerySet, owes_none_by

PLACES = (
    Place("序号", 6),
    Place("重点任务", 34),
    Place("责任单位", 18),
    Place("本期进展", 50),
    Place("存在问题", 28),
    Place("下一步安排", 32),
    Place("状态", 16),
)
UNREPORTED, NO_WORDS = "未报送", "—"
SENT_BACK, WAITING, LATE, IN_PART = "退回修改，尚未重报", "待审核", "逾期报送", "部分采用"
MOST_ROWS = 20_000
CHUNK = 500


@dataclass(frozen=True)
class SummaryRow:
    """One line of the table, in the order of its columns."""

    number: int
    task: str
    unit: str
    progress: str
    problems: str
    next_steps: str
    state: str

    @property
    def is_reported(self) -> bool:
        """Whether the line reported."""
        return self.state not in (UNREPORTED, SENT_BACK)


@dataclass(frozen=True)
class Summary:
    """What stands around the table. ``demo`` is the sentence every file of a demo carries."""

    period: ReportPeriod
    today: date
    demo: str = ""

    @property
    def title(self) -> str:
        """The title of the table."""
        return f"{self.period.cycle.year}年{self.period.name}重点任务进展情况汇总表"

    @property
    def file_name(self) -> str:
        """The name under which it is saved."""
        return f"{self.title}_{self.today:%Y%m%d}.xlsx"


def rows_of(lines: UnitLineQuerySet, period: ReportPeriod) -> Iterator[SummaryRow]:
    """The rows of these lines (all that report for the period) without those whose closing was handed in by its day."""
    reports = ProgressReport.objects.filter(period=period, state__in=OUTSIDE, submitted_at__isnull=False)
    quoted = Prefetch("parts", ReportPart.objects.filter(is_included=True), to_attr="quoted")
    told = Prefetch("reports", reports.prefetch_related(quoted), to_attr="told")
    handed_in = Exists(ProgressReport.objects.filter(line=OuterRef("pk"), period=period, state__in=HANDED_IN))
    owing = lines.filter(~owes_none_by(period.due_on) | Q(handed_in)).in_plan_order()
    found = owing.select_related("work_item").defer("work_item__deliverable").prefetch_related(told)
    for number, line in enumerate(islice(found.iterator(chunk_size=CHUNK), MOST_ROWS), start=1):
        yield _row(number, line, next(iter(line.told), None))


def _row(number: int, line: UnitLine, report: ProgressReport | None) -> SummaryRow:
    """One row; a lead's progress comes with what it quoted of its supporting units (主办汇总)."""
    if report is None or report.state not in HANDED_IN:
        state = SENT_BACK if report else UNREPORTED
        return SummaryRow(number, line.work_item.title, line.unit_name, UNREPORTED, NO_WORDS, NO_WORDS, state)
    accepted = report.state == ReportState.ACCEPTED
    quoted: list[ReportPart] = report.quoted  # type: ignore[attr-defined]
    marks = [
        f"自报{standing_words(report.standing, report.percent)}",
        verified_words(report.verification, report.verified_percent) if accepted else "",
        IN_PART if report.is_in_part else "",
        LATE if report.is_late else "",
        WAITING if report.state == ReportState.SUBMITTED else "",
    ]
    return SummaryRow(
        number=number,
        task=line.work_item.title,
        unit=line.unit_name,
        progress="\n".join((report.progress_text, *(f"【{part.unit_name}】{part.progress_text}" for part in quoted))),
        problems=report.problems,
        next_steps=report.next_steps,
        state="；".join(filter(None, marks)),
    )


def contents(rows: Iterable[SummaryRow], summary: Summary, *, closed: int) -> PaperContents:
    """The table as a paper of the office."""
    known = list(rows)
    table = PaperTable(
        name=summary.title,
        header=tuple(place.heading for place in PLACES),
        rows=tuple(tuple(map(str, astuple(row))) for row in known),
    )
    return PaperContents(summary.title, (_note(known, summary, closed),), (table,), summary.demo)


def write(rows: Iterable[SummaryRow], summary: Summary, *, closed: int, out: IO[bytes]) -> int:
    """The table as a workbook; returns how many rows it has."""
    known = list(rows)
    workbook = new_workbook(out)
    sheet = LandscapeSheet(workbook, "汇总表", PLACES)
    note = "　".join(filter(None, [_note(known, summary, closed), summary.demo]))
    sheet.head(summary.title, note, demo=summary.demo)
    for row in known:
        sheet.row(row.number, astuple(row))
    workbook.close()
    return len(known)


def _note(rows: list[SummaryRow], summary: Summary, closed: int) -> str:
    """As of when, how many, how many of them did not report, and what is not in the table."""
    day, reported = summary.today, sum(row.is_reported for row in rows)
    told = [
        f"截至{day.year}年{day.month}月{day.day}日，应报送 {len(rows)} 件，"
        f"已报送 {reported} 件，未报送 {len(rows) - reported} 件",
        f"另有 {closed} 件已申请办结或办结，不列入本表" if closed else "",
        f"仅列前 {MOST_ROWS} 件" if len(rows) == MOST_ROWS else "",
    ]
    return f"{'；'.join(filter(None, told))}。"
