"""Figures of targets on the desk (待填报目标数据): which year of which target, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tasks_app.dashboards.targets import DueReading
from tasks_app.domain.working_days import Calendar
from tasks_app.presenters.filters import address

NEAR = 5


@dataclass(frozen=True)
class DueRow:
    """A figure to report; ``left`` is how far its day is, in working days."""

    name: str
    year: int
    url: str
    due_on: str
    left: str
    code: str
    label: str


def due_rows(due: Iterable[DueReading], calendar: Calendar, today: date) -> list[DueRow]:
    """The rows in their order, each leading to its form."""
    return [_row(one, calendar, today) for one in due]


def _row(one: DueReading, calendar: Calendar, today: date) -> DueRow:
    days = calendar.between(today, one.due_on)
    is_late, is_near = one.due_on < today, 0 <= days <= NEAR
    code, label = ("late", "逾期未报") if is_late else ("near", "临近") if is_near else ("idle", "待填报")
    return DueRow(
        name=one.target.name,
        year=one.year,
        url=address(reverse("reading_new", args=[one.target.pk]), {"year": one.year}),
        due_on=f"{one.due_on:%Y-%m-%d}",
        left=f"逾期 {-days} 个工作日" if is_late and days else "" if is_late else f"剩 {days} 个工作日",
        code=code,
        label=label,
    )
