"""What a vice-mayor reads on one page (专报): lights by heading, the year's trend, who is late, what is proposed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.dashboards.late import Group, Grouping, counts_by
from tasks_app.dashboards.period import tallies_of
from tasks_app.domain.lights import LineFacts, working_days_late
from tasks_app.domain.period_figures import Figures, by_unit, figures_of, units_out
from tasks_app.domain.reach import is_asked, rung_of
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Obligation, ReportPeriod, UnitLine
from tasks_app.models.calendar import working_calendar


@dataclass(frozen=True)
class PeriodPoint:
    """One period of the year in the trend; without figures while it has not begun."""

    name: str
    figures: Figures | None


@dataclass(frozen=True)
class LateUnit:
    """A unit that is late: how many lines, and the most working days. ``is_asked``: it is named in neutral words."""

    unit: str
    lines: int
    days: int
    is_asked: bool


@dataclass(frozen=True)
class PeriodBrief:
    """All of the page. ``proposals`` are the papers the clock proposed and nobody decided about, by name."""

    period: ReportPeriod
    today: date
    figures: Figures
    silent_units: int
    headings: tuple[Group, ...]
    trend: tuple[PeriodPoint, ...]
    late: tuple[LateUnit, ...]
    proposals: tuple[tuple[str, int], ...]


def brief_of(period: ReportPeriod, actor: Actor) -> PeriodBrief:
    """The brief of a period as of the actor's day: a count a period of the year, and four statements besides."""
    calendar = working_calendar()
    moment, tallies = period.cycle.moment(actor.on, calendar), tallies_of(period, actor)
    return PeriodBrief(
        period=period,
        today=actor.on,
        figures=figures_of(tallies),
        silent_units=len(units_out(by_unit(tallies))),
        headings=_in_plan_order(counts_by(Grouping.HEADING, period.cycle, actor, moment)),
        trend=_trend(period, actor),
        late=_late_units(period, actor, calendar),
        proposals=_proposals(period, actor.on),
    )


def _in_plan_order(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Headings came in with the plan, one after the other, so their ids are in its order."""
    return tuple(sorted(groups, key=lambda group: int(group.key)))


def _trend(period: ReportPeriod, actor: Actor) -> tuple[PeriodPoint, ...]:
    """The periods of the same rhythm, each with its figures as they are known today."""
    rhythm = [other for other in period.cycle.periods.all() if other.rhythm == period.rhythm]
    return tuple(
        PeriodPoint(other.name, figures_of(tallies_of(other, actor)) if other.opens_on <= actor.on else None)
        for other in rhythm
    )


def _late_units(period: ReportPeriod, actor: Actor, calendar: Calendar) -> tuple[LateUnit, ...]:
    """The units with late lines, worst first. Lines that differ in nothing a working day counts are one row."""
    late = UnitLine.objects.visible_to(actor).filter(cycle=period.cycle, ended_on__isnull=True).late(actor.on)
    same = ("unit_id", "unit_name", "unit__kind", "state", "deadline", "submitted_at")
    rows = late.order_by().values(*same).annotate(count=Count("pk"))
    names: dict[int, tuple[str, str]] = {}
    lines: Counter[int] = Counter()
    days: dict[int, int] = {}
    for row in rows:
        unit = row["unit_id"]
        names[unit] = (row["unit_name"], row["unit__kind"])
        lines[unit] += row["count"]
        days[unit] = max(days.get(unit, 0), _days_late(row, actor.on, calendar))
    worst = sorted(names, key=lambda unit: (-days[unit], -lines[unit], unit))
    return tuple(LateUnit(names[unit][0], lines[unit], days[unit], is_asked(names[unit][1])) for unit in worst)


def _days_late(row: dict[str, object], today: date, calendar: Calendar) -> int:
    submitted = row["submitted_at"]
    facts = LineFacts(
        state=str(row["state"]),
        deadline=row["deadline"],  # type: ignore[arg-type]
        issued_on=today,
        submitted_on=timezone.localdate(submitted) if submitted else None,  # type: ignore[arg-type]
    )
    return working_days_late(facts, today, calendar)


def _proposals(period: ReportPeriod, today: date) -> tuple[tuple[str, int], ...]:
    """The papers that wait for a decision, each under the name it has for the kind of unit."""
    waiting = Obligation.objects.open_proposals().filter(of_line__cycle=period.cycle).exclude(deferred_until__gt=today)
    rows = waiting.order_by().values_list("of_line__unit__kind", "level").annotate(count=Count("pk"))
    named: Counter[str] = Counter()
    for kind, level, count in rows:
        rung = rung_of(kind, level)
        named[rung.paper if rung and rung.paper else "建议"] += count
    return tuple(sorted(named.items()))
