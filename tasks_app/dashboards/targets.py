"""The targets (目标指标) with what an actor may know of their figures: a list in two queries, one of them in four."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.actor import Actor
from tasks_app.domain.access import Relation, Verb, relations_of, sees_all
from tasks_app.domain.reading_clock import due_on
from tasks_app.domain.targets import Figure, Promise, Standing, overdue_year, standing, year_in_question
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Target, TargetReading, Task
from tasks_app.models.target import TargetQuerySet

# How many working days before its day a figure stands on the desk of its unit.
ON_DESK_FROM = 20
NO_END = 9999


@dataclass(frozen=True)
class TargetToday:
    """A target on a day. ``standing`` is None for whoever may not see the figures; ``figures`` are the indicator's."""

    target: Target
    promise: Promise
    figures: tuple[Figure, ...] = ()
    readings: tuple[TargetReading, ...] = ()
    standing: Standing | None = None


def all_targets() -> TargetQuerySet:
    """Every target in the order of its plan, with what a row shows."""
    rows = Target.objects.with_years().select_related("plan", "measure", "reporting_unit")
    return rows.defer("plan__source_text", "measure__text").order_by("plan", "order")


def targets_today(rows: Iterable[Target], actor: Actor) -> list[TargetToday]:
    """These targets with their visible figures. Two queries."""
    targets = list(rows)
    readings = _readings_of(targets, actor)
    by_indicator: defaultdict[tuple[int, str], list[TargetReading]] = defaultdict(list)
    for reading in readings:
        by_indicator[reading.target.plan_id, reading.target.name].append(reading)
    return [_today(target, by_indicator[target.plan_id, target.name], actor) for target in targets]


def _readings_of(targets: Sequence[Target], actor: Actor) -> list[TargetReading]:
    plans = {target.plan_id for target in targets}
    rows = TargetReading.objects.visible_to(actor).filter(target__plan__in=plans).select_related("target")
    if len(targets) == 1:
        rows = rows.filter(target__name=targets[0].name).select_related("entered_by__user", "entered_by__unit")
    return list(rows.defer("target__sentence").order_by("year", "id")) if targets else []


def _today(target: Target, readings: list[TargetReading], actor: Actor) -> TargetToday:
    promise, figures = target.promise, tuple(reading.figure for reading in readings)
    own = tuple(reading for reading in readings if reading.target_id == target.pk)
    known = standing(promise, figures, actor.on) if knows_figures(actor, target) else None
    return TargetToday(target, promise, figures, own, known)


def knows_figures(actor: Actor, target: Target) -> bool:
    """Whether the actor sees all figures of a target, so that it can be judged.

    Whoever is scoped to one year sees that year's figures, and no judgement that others stand behind.
    """
    if actor.post is None or actor.post.scope_year is not None:
        return False
    if sees_all(actor.role, Verb.SEE_READING):
        return True
    return Relation.REPORTS in relations_of(actor.role, Verb.SEE_READING) and actor.acts_for(target.reporting_unit_id)


def targets_of_task(task: Task) -> TargetQuerySet:
    """The targets of the measures that explain a row, in the plan's order."""
    return all_targets().filter(measure__task_links__task=task)


def siblings_of(target: Target) -> list[Target]:
    """The other targets of the same indicator, by year. One query."""
    return list(all_targets().filter(plan=target.plan_id, name=target.name).exclude(pk=target.pk).order_by("year"))


# --- the desk -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DueReading:
    """A year's figure that is still to be reported."""

    target: Target
    year: int
    due_on: date


@dataclass(frozen=True)
class OfficeReadings:
    """What the office has to see to: targets nobody reports, and those whose figures are overdue."""

    unassigned: int = 0
    overdue: int = 0


def targets_of_unit(actor: Actor) -> TargetQuerySet:
    """The question for the targets the unit reports, as ``due_for_unit`` reads them."""
    return _unreported(Target.objects.filter(reporting_unit=actor.unit_id))


def reported_by_unit(actor: Actor) -> "QuerySet[Target, int]":
    """The question whether the unit reports any: most do not, and then nothing else is asked."""
    return Target.objects.filter(reporting_unit=actor.unit_id).order_by().values_list("pk", flat=True)[:1]


def targets_of_all() -> TargetQuerySet:
    """The question for all targets, as ``due_for_office`` reads them."""
    return _unreported(Target.objects.all())


def due_for_unit(rows: Iterable[Target], actor: Actor, calendar: Calendar) -> list[DueReading]:
    """The figures the unit has to report by now or soon, the earliest day first."""
    due = _due(rows, calendar, actor.on)
    soon = [one for one in due if calendar.between(actor.on, one.due_on) <= ON_DESK_FROM]
    return sorted(soon, key=lambda one: (one.due_on, one.target.order))


def due_for_office(rows: Iterable[Target], today: date) -> OfficeReadings:
    """How many targets have no reporting unit, and of how many figures are overdue by the data day."""
    rows = list(rows)
    return OfficeReadings(
        unassigned=sum(row.reporting_unit_id is None for row in rows),
        overdue=sum(_is_overdue(row, today) for row in rows),
    )


def _is_overdue(row: Target, today: date) -> bool:
    last, is_reached = row.last_year, row.is_reached  # type: ignore[attr-defined]
    return not is_reached and overdue_year(row.promise, last, today) is not None


def _unreported(rows: TargetQuerySet) -> TargetQuerySet:
    """Targets with the last year of which their indicator has a figure, and whether their milestone was reached."""
    until = Coalesce(OuterRef("year"), Value(NO_END))
    same = TargetReading.objects.filter(target__plan=OuterRef("plan"), target__name=OuterRef("name"), year__lte=until)
    last = same.order_by("-year").values("year")[:1]
    return (
        rows.with_years()
        .annotate(last_year=Subquery(last), is_reached=Exists(same.filter(is_reached=True)))
        .defer("sentence")
        .order_by("plan", "order")
    )


def _due(rows: Iterable[Target], calendar: Calendar, today: date) -> list[DueReading]:
    found = []
    for row in rows:
        year = year_in_question(row.promise, today)
        last, is_reached = row.last_year, row.is_reached  # type: ignore[attr-defined]
        if year is not None and not is_reached and (last is None or last < year):
            found.append(DueReading(row, year, due_on(row.promise, year, row.reporting_since, calendar)))
    return found
