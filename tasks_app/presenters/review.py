"""The office's queue: reports that wait, how long, and whether one may review them oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.domain.working_days import Calendar
from tasks_app.models import ProgressReport
from tasks_app.permissions.reviewing import Verdict, verdicts


@dataclass(frozen=True)
class WaitingRow:
    """One report in the queue. ``days`` are the working days it has waited."""

    report: ProgressReport
    what: str
    days: int
    verdict: Verdict
    is_mine: bool


def waiting_rows(
    reports: Iterable[ProgressReport], actor: Actor, circle: frozenset[int], calendar: Calendar
) -> list[WaitingRow]:
    """The rows of the queue in the order of the reports."""
    known = list(reports)
    rights = verdicts(actor, known, circle)
    return [_row(report, verdict, actor.on, calendar) for report, verdict in zip(known, rights, strict=True)]


def _row(report: ProgressReport, verdict: Verdict, today: date, calendar: Calendar) -> WaitingRow:
    submitted_on = timezone.localdate(report.submitted_at) if report.submitted_at else today
    return WaitingRow(
        report=report,
        what=report.period.name if report.period else report.get_kind_display(),
        days=calendar.between(submitted_on, today),
        verdict=verdict,
        is_mine=verdict is Verdict.MAY,
    )
