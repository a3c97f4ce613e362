"""The columns of 督查台账, each a heading, a width and what stands in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tasks_app.domain.lights import Light, light_word
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import standing_words
from tasks_app.domain.verification import verified_words
from tasks_app.models import ProgressReport, UnitLine


@dataclass(frozen=True)
class Entry:
    """One line on the day of the ledger, with the last report that was handed in."""

    number: int
    line: UnitLine
    report: ProgressReport | None
    days_late: int
    plan: str = ""


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
    return standing_words(entry.line.claimed_standing, entry.line.claimed_progress)


def _title(entry: Entry) -> str:
    """The item; of a follow-up line with what is still to do."""
    line = entry.line
    return f"{line.work_item.title}（续办：{line.follow_up}）" if line.follow_up else line.work_item.title


def _deadline_before(entry: Entry) -> date | None:
    """As on the page: only where the deadline was moved."""
    line = entry.line
    return line.original_deadline if line.original_deadline != line.deadline else None


def _handed_in_on(entry: Entry) -> date | None:
    report = entry.report
    return timezone.localdate(report.submitted_at) if report and report.submitted_at else None


PLAN_COLUMN = Column("方案", 24, lambda entry: entry.plan)
COLUMNS: tuple[Column, ...] = (
    Column("序号", 6, lambda entry: entry.number),
    Column("行动", 18, lambda entry: entry.line.heading_name),  # type: ignore[attr-defined]
    Column("重点任务", 9, lambda entry: entry.line.number),  # type: ignore[attr-defined]
    Column("年度任务", 36, _title),
    Column("承办单位", 20, lambda entry: entry.line.unit_name),
    Column("分工", 9, lambda entry: Part(entry.line.part).label),
    Column("承办科室", 14, lambda entry: entry.line.section),
    Column("承办人", 10, lambda entry: entry.line.handler),
    Column("交办日期", 11, lambda entry: entry.line.issued_on),
    Column("完成时限", 11, lambda entry: entry.line.deadline),
    Column("原定时限", 11, _deadline_before),
    Column("状态", 13, lambda entry: LineState(entry.line.state).label),
    Column("灯", 11, _light),
    Column("逾期工作日", 10, lambda entry: entry.days_late or None),
    Column("自报进度", 14, _standing),
    Column("核实情况", 10, lambda entry: verified_words(entry.line.verification, entry.line.verified_progress)),
    Column("最近报送期", 11, lambda entry: entry.line.reported_through),
    Column("最近报送日期", 13, _handed_in_on),
    Column("本期进展", 40, lambda entry: entry.report.progress_text if entry.report else ""),
    Column("存在问题", 30, lambda entry: entry.report.problems if entry.report else ""),
    Column("下一步安排", 30, lambda entry: entry.report.next_steps if entry.report else ""),
)


def columns_of(*, several_plans: bool) -> tuple[Column, ...]:
    """The columns; 方案 stands before 行动 where items of several plans stand in one ledger."""
    first, *others = COLUMNS
    return (first, PLAN_COLUMN, *others) if several_plans else COLUMNS
