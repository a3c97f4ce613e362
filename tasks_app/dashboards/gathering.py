"""The supporting lines of an item as their lead sees them (主办汇总), and what of the lead they see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.dashboards.line_today import report_day
from tasks_app.domain.access import Verb
from tasks_app.domain.gathering import Standing, for_closing, for_period
from tasks_app.domain.line_states import WITH_UNIT
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import HANDED_IN, ReportState
from tasks_app.models import ProgressReport, ReportPart, ReportPeriod, UnitLine, WorkItem
from tasks_app.permissions import checks

# Lines of an item, each with those of its reports that the reader may see.
Known = Iterable[tuple[UnitLine, Iterable[ProgressReport]]]


@dataclass(frozen=True)
class Supporter:
    """One supporting line: where it stands for the period (None where it owes none) and for closing.

    ``report`` is what it handed in last, for the period where there is one.
    """

    line: UnitLine
    in_period: Standing | None
    in_closing: Standing
    report: ProgressReport | None


@dataclass(frozen=True)
class Summary:
    """What a supporting unit sees of its lead: the words that were accepted, and its own as they were quoted there."""

    report: ProgressReport
    own_part: ReportPart | None


def supporting_lines(line: UnitLine) -> "QuerySet[UnitLine]":
    """The lines in force that support this one; none where it does not lead."""
    others = UnitLine.objects.filter(work_item=line.work_item_id, part=Part.SUPPORT, ended_on__isnull=True)
    return others.exclude(pk=line.pk).order_by("order", "id") if line.part == Part.LEAD else others.none()


def silent_units(line: UnitLine) -> list[str]:
    """Whom a confirmed lead asks for closing without: units that neither asked for it themselves nor are done."""
    if line.part != Part.LEAD:
        return []
    return list(supporting_lines(line).filter(state__in=WITH_UNIT).values_list("unit_name", flat=True))


def supporters_of(line: UnitLine, known: Known, period: ReportPeriod | None, today: date) -> tuple[Supporter, ...]:
    """The supporting lines of a lead's line, for a period of its year: among the lines of its item that are ``known``
    to the lead, each with the reports it may read.
    """
    others = [(one, reports) for one, reports in known if one.part == Part.SUPPORT and one.pk != line.pk]
    return tuple(_supporter(one, reports, period, today) for one, reports in others) if line.part == Part.LEAD else ()


def _supporter(line: UnitLine, known: Iterable[ProgressReport], period: ReportPeriod | None, today: date) -> Supporter:
    reports = sorted((one for one in known if one.state in HANDED_IN), key=_handed_in, reverse=True)
    is_owed = period is not None and line.rhythm == period.rhythm and line.issued_on < period.due_on
    owed = period if is_owed else None
    of_period = next((report for report in reports if owed and report.period_id == owed.pk), None)
    day = _day_of(of_period)
    submitted_on = timezone.localdate(line.submitted_at) if line.submitted_at else None
    return Supporter(
        line=line,
        in_period=for_period(line.state, day, report_day(line, owed), today) if owed else None,
        in_closing=for_closing(line.state, submitted_on, line.deadline, today),
        report=of_period or next(iter(reports), None),
    )


def _handed_in(report: ProgressReport) -> tuple[datetime, int]:
    return report.submitted_at or report.drafted_at, report.pk


def _day_of(report: ProgressReport | None) -> date | None:
    return timezone.localdate(report.submitted_at) if report and report.submitted_at else None


def accepted_summary(item: WorkItem, actor: Actor) -> Summary | None:
    """The lead's latest accepted report for a supporting unit: its words, and of the quoted ones the unit's own."""
    if not checks.can(actor, Verb.READ_SUMMARY, item):
        return None
    accepted = ProgressReport.objects.filter(
        line__work_item=item, line__part=Part.LEAD, line__ended_on__isnull=True, state=ReportState.ACCEPTED
    )
    report = accepted.select_related("line", "period").order_by("-submitted_at", "-id").first()
    if report is None:
        return None
    own = report.parts.filter(is_included=True, line__unit=actor.unit_id)
    return Summary(report, own.first())
