"""What would become of each of many chosen things: done, or left out and why. Read for the one question before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from accounts.actor import Actor
from tasks_app.domain.office_reminders import ACT, why_not
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport, StateChange, UnitLine
from tasks_app.permissions.reviewing import Verdict, office_circle, verdicts

NO_LONGER_WAITING = "已不在待审核之列"
Thing = TypeVar("Thing", ProgressReport, UnitLine)


@dataclass(frozen=True)
class Chosen(Generic[Thing]):
    """One chosen thing; ``why_not`` is empty where it can be done."""

    thing: Thing
    why_not: str


def reports_to_accept(chosen: Collection[int], actor: Actor) -> list[Chosen[ProgressReport]]:
    """The chosen reports that the actor sees, in the order of units, each with what keeps it from being accepted."""
    reports = ProgressReport.objects.visible_to(actor).filter(pk__in=chosen)
    known = list(
        reports.select_related(
            "line__unit", "line__work_item__year_plan__task", "period", "author", "approved_by"
        ).order_by("line__unit__order", "line__deadline", "pk")
    )
    rights = verdicts(actor, known, office_circle())
    return [Chosen(report, _of_report(report, verdict)) for report, verdict in zip(known, rights, strict=True)]


def _of_report(report: ProgressReport, verdict: Verdict) -> str:
    if report.state != ReportState.SUBMITTED:
        return NO_LONGER_WAITING
    return "" if verdict is Verdict.MAY else str(verdict.label)


def lines_to_remind(chosen: Collection[int], actor: Actor) -> list[Chosen[UnitLine]]:
    """The chosen lines that the actor sees, in the order of units, each with why nobody is reminded of it."""
    lines = UnitLine.objects.visible_to(actor).filter(pk__in=chosen)
    known = list(lines.select_related("unit", "work_item__year_plan__task").order_by("unit__order", "deadline", "pk"))
    return with_reasons(known, actor.on)


def with_reasons(lines: Iterable[UnitLine], today: date) -> list[Chosen[UnitLine]]:
    """These lines, each with why nobody is reminded of it today. One query."""
    known = list(lines)
    told = set(
        StateChange.objects.filter(kind="line", line__in=[line.pk for line in known], act=ACT, at__date=today)
        .order_by()
        .values_list("line_id", flat=True)
    )
    return [
        Chosen(line, why_not(line.state, is_over=line.ended_on is not None, was_told_today=line.pk in told))
        for line in known
    ]
