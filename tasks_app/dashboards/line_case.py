"""What the page of a case about a line (事项变更) shows, and which cases wait for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Role
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE, CaseKind, CaseState
from tasks_app.domain.line_states import LineState
from tasks_app.models import Cycle, LineCase, LineCaseSheet, StateChange
from tasks_app.models.counting import EXACT_TO
from tasks_app.permissions.kin import kin_of_office

FOR_PAGE = (
    *("line__unit", "line__cycle", "line__work_item__year_plan__task", "line__successor", "named_unit"),
    *("asked_by__user", "asked_by__unit", "decided_by__user", "decided_by__unit"),
)
OF_ITEM = "line__work_item__year_plan__task"
# What a row of the desk shows.
OF_DESK = (
    *("kind", "state", "asked_at", "until", "new_deadline"),
    *("line__unit_name", "line__work_item__title"),
    *("line__work_item__year_plan__task__number", "line__work_item__year_plan__task__plan"),
)


@dataclass(frozen=True)
class CaseSight:
    """A case with its steps and what was signed on paper; ``is_mine``: the reader's side raised it."""

    case: LineCase
    steps: list[StateChange]
    sheets: list[LineCaseSheet]
    is_mine: bool


def case_sight(case: LineCase, actor: Actor) -> CaseSight:
    """The sight of a visible case: two statements."""
    steps = StateChange.objects.filter(kind=LINE_CASE_MACHINE.subject, object_id=case.pk).select_related("line")
    is_unit = actor.role in UNIT_ROLES and actor.unit_id == case.line.unit_id
    is_mine = actor.role in OFFICE_ROLES if case.by_office else is_unit
    return CaseSight(case, list(steps), list(case.sheets.all()), is_mine)


def cases_of_unit(unit: int | None, cycle: Cycle) -> "QuerySet[LineCase, int]":
    """Which cases that a unit raised about its lines nobody has decided, whoever may read them: mostly none."""
    raised: QuerySet[LineCase] = LineCase.objects.waiting().filter(line__unit=unit, line__cycle=cycle, by_office=False)
    return raised.order_by().values_list("pk", flat=True)


def waiting_cases(actor: Actor, cycle: Cycle, today: date) -> "QuerySet[LineCase, int]":
    """What waits in a year for the office: cases to decide, and suspensions whose day has come, the oldest first.

    For a leader those about the office's own house, and those that lack a leader's consent.
    """
    over = Q(kind=CaseKind.SUSPENSION, state=CaseState.GRANTED, until__lte=today, line__state=LineState.SUSPENDED)
    wanted = Q(state=CaseState.ASKED) | over
    if actor.role == Role.GROUP_LEADER:
        lacking = Q(line__work_item__is_plan_date=True, consented_at__isnull=True) & ~Q(kind=CaseKind.OBJECTION)
        wanted = Q(state=CaseState.ASKED) & (Q(line__unit__in=kin_of_office()) | lacking)
    cases: QuerySet[LineCase] = LineCase.objects.visible_to(actor).filter(wanted, line__cycle=cycle)
    return cases.order_by("asked_at", "id").values_list("pk", flat=True)[: EXACT_TO + 1]


def cases_on_desk(waiting: Iterable[int], actor: Actor | None = None) -> "QuerySet[LineCase]":
    """The question for these cases, with what a row of the desk shows of them; none where nothing waits.

    With an ``actor`` those that one may see: the office's were found among what it sees.
    """
    wanted = list(waiting)
    found = LineCase.objects.visible_to(actor) if actor else LineCase.objects.all()
    cases: QuerySet[LineCase] = found.filter(pk__in=wanted) if wanted else found.none()
    return cases.select_related(OF_ITEM).only(*OF_DESK).order_by("asked_at", "id")
