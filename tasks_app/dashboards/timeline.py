"""The timeline of an item (办理过程): the steps of people, and what the clock did by itself, as far as one may read."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from tasks_app.domain.access import UNIT_ROLES, Verb, rights_of
from tasks_app.domain.policy import Deed
from tasks_app.models import Obligation, ObligationState, StateChange, WorkItem
from tasks_app.models.sight import line_granted, line_owned

# The choices of the timeline; whatever else an address says shows all.
UNIT, CLOCK, PAPER = "unit", "clock", "paper"
OF_CLOCK = Q(user__isnull=True)
STEPS: dict[str, Callable[[], Q]] = {
    UNIT: lambda: Q(actor_role__in=UNIT_ROLES),
    CLOCK: lambda: OF_CLOCK,
    PAPER: lambda: Q(kind__in=("paper", "service", "interview")),
}
# What a step tells of itself.
OF_STEP = (
    *("kind", "object_id", "act", "label", "from_state", "to_state", "at", "why", "line"),
    *("user", "actor_name", "actor_unit", "actor_role", "acting_for"),
)
SAID = (ObligationState.FIRED, ObligationState.REFUSED, ObligationState.RETRACTED)


class TimelineAsked:
    """The questions for the latest steps of an item: those that were recorded, and the rungs that the clock reached."""

    def __init__(self, item: WorkItem, actor: Actor, *, want: str, most: int) -> None:
        steps = StateChange.objects.visible_to(actor).filter(work_item=item)
        if want in STEPS:
            steps = steps.filter(STEPS[want]())
        self.steps = steps.only(*OF_STEP)[: most + 1]
        rungs = rungs_seen(actor).filter(of_line__work_item=item) if want in ("", CLOCK) else Obligation.objects.none()
        wanted = rungs.order_by("-at", "-id").only("of_line", "level", "deed", "anchor_on", "state", "at")
        self.rungs = wanted[: most + 1]
        self.all: tuple[QuerySet[Any], ...] = (self.steps, self.rungs)


def rungs_seen(actor: Actor) -> "QuerySet[Obligation]":
    """The rungs of ladders that an actor may read, as on the ladder itself: a unit its own, and no proposal."""
    reached: QuerySet[Obligation] = Obligation.objects.filter(state__in=SAID, line__isnull=False)
    if rights_of(actor.role, Verb.SUPERVISE):
        return reached.filter(line_granted(actor, Verb.READ_LINE, "of_line__"))
    return reached.filter(line_owned(actor, "of_line__"), state=ObligationState.FIRED).exclude(deed=Deed.PROPOSE)
