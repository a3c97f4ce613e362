"""Which year and plan the page is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, When

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.domain.year_states import YearPlanState
from tasks_app.models import Cycle, Plan
from tasks_app.models.together import read_together

# By the plan's id: what it is called beside an item. Empty where one plan stands alone and needs no telling.
PlanNames = Mapping[int, str]


@dataclass(frozen=True)
class Year:
    """The cycle worked in and the plans beside each other; both may be missing in a young system.

    ``plan`` is the one the page is about: the one its address chooses, else the first; None where the address names
    a plan that does not exist.
    """

    plan: Plan | None
    cycle: Cycle | None
    plans: tuple[Plan, ...] = ()
    is_chosen: bool = False

    @property
    def plan_names(self) -> PlanNames:
        """What each plan is called where several stand beside each other."""
        return {plan.pk: plan.short_title for plan in self.plans} if len(self.plans) > 1 else {}

    @property
    def narrowed_to(self) -> Plan | None:
        """The plan a list is narrowed to: only where there are several, and one of them was chosen."""
        return self.plan if self.is_chosen and len(self.plans) > 1 else None


def year_of(actor: Actor, chosen: str = "", *besides: "QuerySet[Any]") -> Year:
    """The latest issued cycle (for the office also one being drawn up, where none is issued), and all plans.

    ``chosen`` is the id of a plan as an address writes it. One statement, with what is asked ``besides``.
    """
    known, cycles = Plan.objects.defer("source_text").order_by("pk"), _cycles_for(actor)
    read_together(known, cycles, *besides)
    plans = tuple(known)
    plan = next((one for one in plans if chosen in ("", str(one.pk))), None)
    return Year(plan, next(iter(cycles), None), plans, is_chosen=bool(chosen) and plan is not None)


def _cycles_for(actor: Actor) -> "QuerySet[Cycle]":
    """The question for the one year that is worked in: those that were issued stand before the others."""
    cycles = Cycle.objects.filter(is_imported=False)
    if actor.post and actor.post.scope_year:
        cycles = cycles.filter(year=actor.post.scope_year)
    if actor.role not in OFFICE_ROLES or (actor.post and actor.post.scope_year):
        cycles = cycles.filter(state=YearPlanState.ISSUED)
    is_issued = Case(When(state=YearPlanState.ISSUED, then=0), default=1)
    return cycles.order_by(is_issued, "-year")[:1]
