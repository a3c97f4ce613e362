"""征求意见 as the office and a unit see it: who was asked, what was said, what is still silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.actor import Actor
from tasks_app.domain.access import UNIT_ROLES
from tasks_app.domain.opinion_states import OPEN_OPINION, OpinionKind, OpinionState
from tasks_app.domain.year_states import YearPlanState
from tasks_app.models import Cycle, Opinion
from tasks_app.models.opinion import OpinionQuerySet

FOR_ROWS = ("work_item__year_plan__task", "work_item__year_plan__cycle")


@dataclass(frozen=True)
class UnitAnswers:
    """How much of what a unit was asked it answered, and how."""

    unit: int
    name: str
    asked: int
    agreed: int
    changes: int
    open: int


@dataclass(frozen=True)
class Waiting:
    """A year on which a unit has still to speak: how many items wait for words, how many for the reviewer."""

    cycle: Cycle
    open: int
    to_approve: int


def answers_by_unit(cycle: Cycle) -> list[UnitAnswers]:
    """One row for each unit that is asked, in the order of the units. One query."""
    grouped = Opinion.objects.of_cycle(cycle).order_by("unit__order", "unit").values("unit", "unit__name")
    counted = grouped.annotate(
        asked=Count("pk"),
        agreed=Count("pk", filter=Q(kind=OpinionKind.NONE) & ~Q(state__in=OPEN_OPINION)),
        changes=Count("pk", filter=~Q(kind=OpinionKind.NONE) & ~Q(state__in=OPEN_OPINION)),
        open=Count("pk", filter=Q(state__in=OPEN_OPINION)),
    )
    return [
        UnitAnswers(row["unit"], row["unit__name"], row["asked"], row["agreed"], row["changes"], row["open"])
        for row in counted
    ]


def changes_of(cycle: Cycle, actor: Actor) -> OpinionQuerySet:
    """What was handed in and is more than 无意见, in plan order."""
    given: OpinionQuerySet = Opinion.objects.visible_to(actor).of_cycle(cycle).exclude(state__in=OPEN_OPINION)
    changes: OpinionQuerySet = given.exclude(kind=OpinionKind.NONE).select_related(*FOR_ROWS)
    return changes.in_plan_order()


def every_opinion(cycle: Cycle) -> OpinionQuerySet:
    """Everybody who was asked, in plan order; whoever reads it masks what lies with a unit still."""
    every: OpinionQuerySet = Opinion.objects.of_cycle(cycle).select_related(*FOR_ROWS)
    return every.in_plan_order()


def own_opinions(cycle: Cycle, actor: Actor) -> OpinionQuerySet:
    """What the actor's unit is asked about a year."""
    mine: OpinionQuerySet = Opinion.objects.visible_to(actor).of_cycle(cycle).filter(unit=actor.unit_id)
    own: OpinionQuerySet = mine.select_related(*FOR_ROWS, "author__user")
    return own.in_plan_order()


def opinions_asked(actor: Actor) -> "QuerySet[Any, Any]":
    """The question on which years out for opinions the actor's unit has still to speak, and how often."""
    mine = Opinion.objects.visible_to(actor).filter(
        work_item__year_plan__cycle__state=YearPlanState.CONSULTING, state__in=OPEN_OPINION
    )
    counted = mine.order_by("work_item__year_plan__cycle").values("work_item__year_plan__cycle")
    return counted.annotate(open=Count("pk"), review=Count("pk", filter=Q(state=OpinionState.UNIT_REVIEW)))


def waiting_for(actor: Actor, asked: "Iterable[dict[str, Any]] | None" = None) -> list[Waiting]:
    """Those years. One query where there is none; ``asked`` is the answer to ``opinions_asked``, if it is known."""
    if actor.role not in UNIT_ROLES:
        return []
    rows = opinions_asked(actor) if asked is None else asked
    found = {row["work_item__year_plan__cycle"]: (row["open"], row["review"]) for row in rows}
    if not found:
        return []
    cycles = Cycle.objects.filter(pk__in=found).order_by("year")
    return [Waiting(cycle, *found[cycle.pk]) for cycle in cycles]
