"""What it does to a line that its report reaches the office, or is taken back before anybody looked (报送、撤回)."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from tasks_app.domain.parts import Part
from tasks_app.models import ProgressReport, UnitLine


def hand_in(report: ProgressReport, line: UnitLine, *, at: datetime) -> None:
    """The report reaches the office: late or in time, and the line now claims what it says. Stores neither."""
    report.submitted_at, report.looked_at = at, None
    report.round += 1
    report.is_late = timezone.localdate(at) > due_on(report, line)
    line.claimed_standing, line.claimed_progress = report.standing, report.percent
    if report.is_closing:
        line.submitted_at = at
    elif report.period:
        line.reported_through = max(filter(None, (line.reported_through, report.period.due_on)))


def take_back(report: ProgressReport, line: UnitLine) -> None:
    """The report counts as never handed in: the line claims again what the report before it said.

    Without this a unit that withdraws would pass for one that reported. Stores neither.
    """
    others = line.reports.filter(submitted_at__isnull=False).exclude(pk=report.pk)
    last = others.order_by("-submitted_at", "-id").first()
    report.submitted_at, report.is_late = None, False
    line.claimed_standing = last.standing if last else ""
    line.claimed_progress = last.percent if last else None
    own = others.aggregate(last=Max("period__due_on"))["last"]
    # A follow-up (续办) owes no period again that the line before it reported for.
    before = line.predecessors.filter(unit=line.unit_id).aggregate(last=Max("reported_through"))["last"]
    line.reported_through = max(filter(None, (own, before)), default=None)
    if report.is_closing:
        line.submitted_at = None


def due_on(report: ProgressReport, line: UnitLine) -> date:
    """The day by which a report is in time.

    A line's deadline never moves because its closing was sent back; a periodic report that is redone by the day
    the office set (重报时限) is not late, since it was the office that took the time.
    """
    if report.period is None:
        return line.deadline
    due = report.period.supporting_due_on if line.part == Part.SUPPORT else report.period.due_on
    return max(due, report.redo_by) if report.redo_by and not report.is_late else due
