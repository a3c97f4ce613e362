"""The timeline of an item (办理过程): the steps of people, and what the clock did by itself, as far as one may read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Role, Verb, rights_of
from tasks_app.domain.policy import Deed
from tasks_app.models import Obligation, ObligationState, StateChange, WorkItem
from tasks_app.models.sight import line_granted, line_owned

# The choices of the timeline; whatever else an address says shows all.
UNIT, OFFICE, CLOCK, PAPER = "unit", "office", "clock", "paper"
OF_CLOCK = Q(user__isnull=True)
STEPS: dict[str, Callable[[], Q]] = {
    UNIT: lambda: Q(actor_role__in=UNIT_ROLES),
    OFFICE: lambda: Q(actor_role__in=(*OFFICE_ROLES, Role.GROUP_LEADER)),
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
    """The questions for the latest steps of an item: those that were recorded, and the rungs that the clock reached.

    ``before``: only what is older than that moment.
    """

    def __init__(self, item: WorkItem, actor: Actor, *, want: str, most: int, before: datetime | None = None) -> None:
        older = Q() if before is None else Q(at__lt=before)
        steps = StateChange.objects.visible_to(actor).filter(older, work_item=item)
        if want in STEPS:
            steps = steps.filter(STEPS[want]())
        self.most = most
        self.steps = steps.only(*OF_STEP)[: most + 1]
        wants_clock = want in ("", CLOCK)
        rungs = rungs_seen(actor).filter(older, of_line__work_item=item) if wants_clock else Obligation.objects.none()
        wanted = rungs.order_by("-at", "-id").only("of_line", "level", "deed", "anchor_on", "state", "at")
        self.rungs = wanted[: most + 1]
        self.all: tuple[QuerySet[Any], ...] = (self.steps, self.rungs)

    def page(self) -> "TimelinePage":
        """What was found, once it was read: no more than was asked for, and of one moment all or nothing.

        Where there is more, the next page begins before the oldest that is shown.
        """
        steps, rungs = list(self.steps), list(self.rungs)
        moments = sorted((*(step.at for step in steps), *(rung.at for rung in rungs)), reverse=True)
        if len(moments) <= self.most:
            return TimelinePage(steps, rungs, None)
        # A moment of more steps than a page holds is cut: then it is that, or nothing at all.
        oldest = min((at for at in moments if at > moments[self.most]), default=moments[self.most])
        shown = [step for step in steps if step.at >= oldest]
        return TimelinePage(shown, [rung for rung in rungs if rung.at >= oldest], oldest)


@dataclass(frozen=True)
class TimelinePage:
    """A page of the timeline; ``next_before`` is where the older one begins, None where there is none."""

    steps: list[StateChange]
    rungs: list[Obligation]
    next_before: datetime | None


def rungs_seen(actor: Actor) -> "QuerySet[Obligation]":
    """The rungs of ladders that an actor may read, as on the ladder itself: a unit its own, and no proposal."""
    reached: QuerySet[Obligation] = Obligation.objects.filter(state__in=SAID, line__isnull=False)
    if rights_of(actor.role, Verb.SUPERVISE):
        return reached.filter(line_granted(actor, Verb.READ_LINE, "of_line__"))
    return reached.filter(line_owned(actor, "of_line__"), state=ObligationState.FIRED).exclude(deed=Deed.PROPOSE)
