"""What the page of a request for more time (延期申请) shows, and which of them wait for whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.actor import Actor
from tasks_app.domain.access import Role
from tasks_app.domain.extension_states import EXTENSION_MACHINE, ExtensionState
from tasks_app.models import Cycle, Extension, ExtensionSheet, LineCase, StateChange
from tasks_app.models.counting import EXACT_TO, counted_together
from tasks_app.permissions.kin import kin_of_office

FOR_PAGE = (
    *("line__unit", "line__cycle", "line__work_item__year_plan__task"),
    *("asked_by__user", "asked_by__unit", "decided_by__user", "decided_by__unit"),
)
OF_ITEM = "line__work_item__year_plan__task"
# What a row of the desk shows.
OF_DESK = (
    *("state", "asked_at", "wished_until", "granted_until", "in_time", "on_behalf_source"),
    *("line__unit_name", "line__work_item__title"),
    *("line__work_item__year_plan__task__number", "line__work_item__year_plan__task__plan"),
)


@dataclass(frozen=True)
class ExtensionSight:
    """A request with its steps, what was signed on paper, and how often the deadline of its line moved."""

    request: Extension
    steps: list[StateChange]
    sheets: list[ExtensionSheet]
    slips: int
    is_own: bool


def extension_sight(request: Extension, actor: Actor) -> ExtensionSight:
    """The sight of a visible request: three statements."""
    steps = StateChange.objects.filter(kind=EXTENSION_MACHINE.subject, object_id=request.pk).select_related("line")
    granted = Extension.objects.filter(line=request.line_id, state=ExtensionState.GRANTED)
    resumed = LineCase.objects.filter(line=request.line_id, new_deadline__isnull=False)
    return ExtensionSight(
        request=request,
        steps=list(steps),
        sheets=list(request.sheets.all()),
        slips=sum(counted_together({"granted": granted, "resumed": resumed}).values()),
        is_own=actor.unit_id == request.line.unit_id,
    )


def requests_of_unit(unit: int | None, cycle: Cycle) -> "QuerySet[Extension, int]":
    """Which requests for the lines of a unit nobody has decided, whoever may read them: mostly there are none."""
    asked: QuerySet[Extension] = Extension.objects.waiting().filter(line__unit=unit, line__cycle=cycle)
    return asked.order_by().values_list("pk", flat=True)


def waiting_requests(actor: Actor, cycle: Cycle) -> "QuerySet[Extension, int]":
    """Which requests wait in a year for the office, the oldest first; for a leader, what it may not judge itself."""
    waiting: QuerySet[Extension] = Extension.objects.visible_to(actor).waiting().filter(line__cycle=cycle)
    if actor.role == Role.GROUP_LEADER:
        waiting = waiting.filter(line__unit__in=kin_of_office())
    return waiting.values_list("pk", flat=True)[: EXACT_TO + 1]


def requests_on_desk(waiting: Iterable[int], actor: Actor | None = None) -> "QuerySet[Extension]":
    """The question for these requests, with what a row of the desk shows of them; none where nothing waits.

    With an ``actor`` those that one may see: the office's were found among what it sees.
    """
    wanted = list(waiting)
    found = Extension.objects.visible_to(actor) if actor else Extension.objects.all()
    requests: QuerySet[Extension] = found.filter(pk__in=wanted) if wanted else found.none()
    return requests.select_related(OF_ITEM).only(*OF_DESK).order_by("asked_at", "id")
