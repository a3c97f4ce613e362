"""What the clock knows of the targets: a few hundred rows, read whole, for they hang on no line."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tasks_app.dashboards.clock_ledger import FIELDS, Ledger
from tasks_app.domain.facts import Anchor, Facts, Span, SubjectKind
from tasks_app.domain.policy_gaps import chases_readings
from tasks_app.domain.policy_versions import Policies
from tasks_app.domain.reading_clock import Asked, due_on, years_between, years_on_the_clock
from tasks_app.domain.targets import Figure
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Obligation, Target, TargetReading
from tasks_app.models.among import Among

# What nobody is there to report is told to the office; its rungs are those of the office's own house.
OF_OFFICE = "coordination"
Indicator = tuple[int, str]
OF_FIGURE = ("target__plan", "target__name", "year", "kind", "value", "is_reached")


@dataclass(frozen=True)
class OnTheClock:
    """A target, and one year whose figure is asked for on some days."""

    target: Target
    year: int
    due_on: date
    facts: Facts
    days: Span


def nobody_is_asked(policies: Policies, on: date) -> bool:
    """Whether there are targets and no rules for them, neither in force on that day nor waiting for their first day.

    So it is with a policy that is older than the rules for targets. One query at most.
    """
    present = policies.on(on)
    known = [one for one in policies.versions if one == present or one.starts_on > on]
    return bool(known) and not any(map(chases_readings, known)) and Target.objects.exists()


def figures_by_indicator(targets: Iterable[Target]) -> dict[Indicator, list[Figure]]:
    """All figures of the plans of these targets, by plan and name, for one may have several. One query."""
    found: defaultdict[Indicator, list[Figure]] = defaultdict(list)
    plans = {target.plan_id for target in targets}
    rows = TargetReading.objects.filter(target__plan__in=plans).select_related("target").only(*OF_FIGURE)
    for row in rows.order_by("year", "id") if plans else ():
        found[row.target.plan_id, row.target.name].append(row.figure)
    return found


def asked_today(targets: Sequence[Target], calendar: Calendar, today: date) -> list[OnTheClock]:
    """Every year of these targets that the clock asks about today. Two queries."""
    return asked_between(targets, calendar, today, today)


def asked_between(targets: Sequence[Target], calendar: Calendar, start: date, end: date) -> list[OnTheClock]:
    """Every year of these targets that the clock asks about from ``start`` to ``end`` if nobody acts. Two queries."""
    figures = figures_by_indicator(targets)
    rows = Obligation.objects.filter(target__in=Among(target.pk for target in targets))
    ledger = Ledger(rows.values_list(*FIELDS, named=True)) if targets else Ledger([])
    return [one for target in targets for one in _of_target(target, figures, ledger, calendar, (start, end))]


def _of_target(
    target: Target,
    figures: dict[Indicator, list[Figure]],
    ledger: Ledger,
    calendar: Calendar,
    between: tuple[date, date],
) -> Iterable[OnTheClock]:
    promise, known = target.promise, figures.get((target.plan_id, target.name), [])
    reported = {one.year for one in known}
    is_reached = promise.is_milestone and any(one.is_reached for one in known)
    unit, latest = target.reporting_unit, max(years_on_the_clock(promise, between[0]), default=0)
    for year, days in years_between(promise, *between):
        key, day = f"target:{target.pk}/{year}", due_on(promise, year, target.reporting_since, calendar)
        settled = ledger.settled(key, target.reporting_round)
        facts = Facts(
            kind=SubjectKind.TARGET,
            key=key,
            round=target.reporting_round,
            anchors={Anchor.READING_DUE: day},
            unit_kind=unit.kind if unit else OF_OFFICE,
            state=Asked.OF_UNIT if unit else Asked.OF_NOBODY,
            is_reported=year in reported or is_reached,
            is_covered=year < latest and latest in reported,
            decided=settled.decided,
            superseded=settled.superseded,
            undone=settled.undone,
            refused=ledger.refused(key),
        )
        yield OnTheClock(target, year, day, facts, days)
