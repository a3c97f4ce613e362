"""A unit's sheet of a period (一表报送): all its lines that report in it, in plan order, with last time's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from accounts.actor import Actor
from tasks_app.dashboards.desk import reports_of_line, with_item
from tasks_app.dashboards.line_today import CycleToday, report_day, reports_by_line
from tasks_app.domain.line_states import ASIDE, DONE
from tasks_app.domain.period_sheets import Cell, cell_of, last_words, missing_on_sheet
from tasks_app.domain.report_states import HANDED_IN, ReportState
from tasks_app.models import ProgressReport, ReportPeriod, UnitLine
from tasks_app.models.line import owes_none_by

# A form of more lines would have more fields than the server reads.
MOST_LINES = 100


@dataclass(frozen=True)
class SheetLine:
    """One line of the sheet. ``report`` is the one for this period, ``last`` the latest of all others handed in."""

    line: UnitLine
    report: ProgressReport | None
    last: ProgressReport | None
    cell: Cell
    due_on: date

    @property
    def last_progress(self) -> str:
        """What the unit told last as its progress."""
        return self.last.progress_text if self.last else ""

    def missing(self) -> dict[str, str]:
        """What the line, as it is stored, lacks before the sheet can be sent."""
        told = self.report or self.last
        return missing_on_sheet(
            progress=self.report.progress_text if self.report else last_words(self.last_progress),
            problems=told.problems if told else "",
            next_steps=told.next_steps if told else "",
            standing=self.report.standing if self.report else "",
            last=self.last_progress,
        )


@dataclass(frozen=True)
class PeriodSheet:
    """The whole sheet. ``is_cut``: the unit has more lines than one sheet takes."""

    period: ReportPeriod
    lines: tuple[SheetLine, ...]
    is_cut: bool

    def of(self, *cells: Cell) -> tuple[SheetLine, ...]:
        """The lines that are one of these."""
        return tuple(entry for entry in self.lines if entry.cell in cells)


def periods_of_unit(actor: Actor) -> "QuerySet[ReportPeriod]":
    """The periods in which some line of the actor's own unit reports."""
    lines = UnitLine.objects.own_of(actor).filter(
        cycle=OuterRef("cycle"), rhythm=OuterRef("rhythm"), issued_on__lt=OuterRef("due_on"), ended_on__isnull=True
    )
    return ReportPeriod.objects.filter(Exists(lines)).select_related("cycle")


def sheet_of(actor: Actor, period: ReportPeriod) -> PeriodSheet:
    """The sheet of the actor's unit: two statements. Lines that closed without a report of the period are not on it."""
    of_period = ProgressReport.objects.filter(line=OuterRef("pk"), period=period)
    on_it = ~Q(state__in=(*DONE, *ASIDE)) | Q(Exists(of_period.filter(state__in=HANDED_IN)))
    lines = with_item(UnitLine.objects.own_of(actor).reporting_in(period).filter(on_it).in_plan_order())
    found = list(lines[: MOST_LINES + 1])
    shown = found[:MOST_LINES]
    reports = reports_by_line(_reports_of(shown, period))
    return PeriodSheet(
        period=period,
        lines=tuple(_line(line, reports.get(line.pk, []), period) for line in shown),
        is_cut=len(found) > MOST_LINES,
    )


def _reports_of(lines: Iterable[UnitLine], period: ReportPeriod) -> list[ProgressReport]:
    """Those of the period in any state, and what was handed in for others, the latest first."""
    wanted = Q(period=period) | Q(state__in=HANDED_IN)
    reports = ProgressReport.objects.filter(wanted, line__in=[line.pk for line in lines])
    return list(reports.select_related("period", "author__user").order_by("-submitted_at", "-id"))


def _line(line: UnitLine, reports: list[ProgressReport], period: ReportPeriod) -> SheetLine:
    report = next((report for report in reports if report.period_id == period.pk), None)
    last = next((report for report in reports if report.period_id != period.pk), None)
    return SheetLine(
        line=line,
        report=report,
        last=last,
        cell=cell_of(line.state, report.state if report else ""),
        due_on=report_day(line, period),
    )


@dataclass(frozen=True)
class SheetCount:
    """How far the unit is with a period: lines it reported, and lines still to come, some of them written for already.

    Each is exact to a thousand, so that their sums are.
    """

    period: ReportPeriod
    handed_in: int
    to_come: int
    written: int

    @property
    def lines(self) -> int:
        """Lines on the sheet."""
        return self.handed_in + self.to_come

    @property
    def begun(self) -> int:
        """Those somebody has written for."""
        return self.handed_in + self.written

    def is_open(self, today: date) -> bool:
        """Until its day a period with lines is open; after it as long as something is still to come."""
        return bool(self.to_come or (self.handed_in and today <= self.period.due_on))


def sheets_counted(actor: Actor, year: CycleToday) -> "dict[str, QuerySet[Any]]":
    """What :func:`sheets_of` wants counted: for the latest open period of each rhythm what is in and what is not."""
    return {
        f"{rhythm}_{name}": rows
        for rhythm, period in _latest(year).items()
        for name, rows in _counted_of(actor, period).items()
    }


def sheets_of(counts: Mapping[str, int], year: CycleToday) -> tuple[SheetCount, ...]:
    """The latest open period of each rhythm in which the unit has lines."""
    sheets = (
        SheetCount(period, counts[f"{rhythm}_handed_in"], counts[f"{rhythm}_to_come"], counts[f"{rhythm}_written"])
        for rhythm, period in _latest(year).items()
    )
    return tuple(sheet for sheet in sheets if sheet.is_open(year.today))


def _latest(year: CycleToday) -> dict[str, ReportPeriod]:
    return {period.rhythm: period for period in year.periods if period.opens_on <= year.today}


def _counted_of(actor: Actor, period: ReportPeriod) -> "dict[str, QuerySet[Any]]":
    """Reports that are written and not handed in are few: each asks for its line, not the lines for them."""
    handed_in = Exists(reports_of_line(actor.unit_id).filter(period=period, state__in=HANDED_IN))
    lines = UnitLine.objects.counted_for(actor).reporting_in(period)
    owing = lines.exclude(owes_none_by(period.due_on)).exclude(state__in=DONE)
    its_line = Subquery(owing.filter(pk=OuterRef("line")).order_by().values("pk")[:1])
    of_unit = ProgressReport.objects.filter(unit=actor.unit_id, period=period)
    written = of_unit.filter(IsNull(its_line, False), state__in=(ReportState.DRAFT, ReportState.UNIT_REVIEW))
    return {"handed_in": lines.filter(handed_in), "to_come": owing.exclude(handed_in), "written": written}
