"""A line as it stands today: its light, its working days, what is asked next and which report that is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from tasks_app.domain.asks import REPORT_OF_ASK, Ask, AskFacts, ask
from tasks_app.domain.lights import Light, LightMoment, light
from tasks_app.domain.line_states import AT_WORK, WITH_UNIT
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import OPEN_REPORT
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Cycle, ProgressReport, ReportPeriod, UnitLine
from tasks_app.models.calendar import calendar_stamp, working_calendar

PRESSING = (Light.LATE, Light.NEAR)


@dataclass(frozen=True)
class CycleToday:
    """A cycle on a day: what lights and asks need to know besides the line itself; ``last`` is its last day of work."""

    today: date
    last: date
    calendar: Calendar
    moment: LightMoment
    periods: tuple[ReportPeriod, ...]

    def opened_for(self, line: UnitLine) -> list[ReportPeriod]:
        """The periods of the line's rhythm that are open for writing and concern it, the latest first."""
        return [
            period
            for period in reversed(self.periods)
            if period.rhythm == line.rhythm and period.opens_on <= self.today and line.issued_on < period.due_on
        ]

    def owed_by(self, line: UnitLine) -> ReportPeriod | None:
        """The latest open period for which the line has not reported."""
        latest = next(iter(self.opened_for(line)), None)
        if latest is None or line.state not in AT_WORK:
            return None
        reported = line.reported_through is not None and line.reported_through >= latest.due_on
        return None if reported else latest

    def next_report_day(self) -> ReportPeriod | None:
        """The period whose report day comes next."""
        coming = [period for period in self.periods if period.due_on >= self.today]
        return min(coming, key=lambda period: period.due_on, default=None)


@dataclass(frozen=True)
class LineToday:
    """``days`` are working days to the deadline, None once it no longer matters; ``report`` is what is asked about."""

    line: UnitLine
    light: Light
    ask: Ask
    days: int | None
    is_estimated: bool
    report: ProgressReport | None
    period: ReportPeriod | None


class YearAsked:
    """The questions of :func:`cycle_today`, for a page that reads them with its others."""

    def __init__(self, cycle: Cycle) -> None:
        self.periods, self.stamp = cycle.periods.all(), calendar_stamp()
        self.all: tuple[QuerySet[Any], ...] = (self.periods, self.stamp)


def cycle_today(cycle: Cycle, today: date, asked: YearAsked | None = None) -> CycleToday:
    """Two small queries, where they were not read already: the calendar's stamp, and the year's periods."""
    calendar = working_calendar(asked.stamp if asked else None)
    if asked is None:
        prefetch_related_objects([cycle], "periods")
    else:
        cycle._prefetched_objects_cache = {"periods": asked.periods}  # type: ignore[attr-defined]
    return CycleToday(today, cycle.cut_off_on, calendar, cycle.moment(today, calendar), tuple(cycle.periods.all()))


def line_today(line: UnitLine, reports: Iterable[ProgressReport], year: CycleToday) -> LineToday:
    """The line with those of its reports that the reader may see."""
    colour = light(line.facts, year.moment)
    opened = [report for report in reports if report.state in OPEN_REPORT]
    owed = year.owed_by(line)
    asked = ask(
        AskFacts(
            state=line.state,
            report_states=frozenset(report.state for report in opened),
            owes_report=owed is not None,
            is_pressing=colour in PRESSING,
        )
    )
    counts = line.state in WITH_UNIT
    return LineToday(
        line=line,
        light=colour,
        ask=asked,
        days=year.calendar.between(year.today, line.deadline) if counts else None,
        is_estimated=counts and not year.calendar.is_published(line.deadline.year),
        report=next((report for report in opened if report.state == REPORT_OF_ASK.get(asked)), None),
        period=owed,
    )


def report_day(line: UnitLine, period: ReportPeriod) -> date:
    """By when this line reports for a period: supporting units some working days before their lead."""
    return period.supporting_due_on if line.part == Part.SUPPORT else period.due_on


def reports_by_line(reports: Iterable[ProgressReport]) -> dict[int, list[ProgressReport]]:
    """The reports under their line's id."""
    grouped: dict[int, list[ProgressReport]] = {}
    for report in reports:
        grouped.setdefault(report.line_id, []).append(report)
    return grouped
