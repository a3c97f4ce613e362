"""Which year and plan the page is about."""

from dataclasses import dataclass

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.domain.year_states import YearPlanState
from tasks_app.models import Cycle, Plan


@dataclass(frozen=True)
class Year:
    """The plan in force and the cycle worked in; either may be missing in a young system."""

    plan: Plan | None
    cycle: Cycle | None


def year_of(actor: Actor) -> Year:
    """The latest issued cycle (for the office also one being drawn up, where none is issued).

    Two queries; three for the office before the first year is issued.
    """
    plan = Plan.objects.defer("source_text").first()
    cycles = Cycle.objects.order_by("-year")
    issued = cycles.filter(state=YearPlanState.ISSUED)
    if actor.post and actor.post.scope_year:
        return Year(plan, issued.filter(year=actor.post.scope_year).first())
    cycle = issued.first()
    if cycle is None and actor.role in OFFICE_ROLES:
        cycle = cycles.first()
    return Year(plan, cycle)
