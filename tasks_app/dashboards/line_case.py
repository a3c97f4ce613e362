"""What the page of a case about a line (事项变更) shows, and which cases wait for whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Window

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Role
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE, CaseKind, CaseState
from tasks_app.domain.line_states import LineState
from tasks_app.models import Cycle, LineCase, LineCaseSheet, StateChange

FOR_PAGE = (
    *("line__unit", "line__cycle", "line__work_item__year_plan__task", "line__successor", "named_unit"),
    *("asked_by__user", "asked_by__unit", "decided_by__user", "decided_by__unit"),
)
# What a row of the desk shows.
OF_DESK = (
    *("kind", "state", "asked_at", "until", "new_deadline"),
    *("line__unit_name", "line__work_item__title", "line__work_item__year_plan__task__number"),
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


def waiting_cases(actor: Actor, cycle: Cycle, today: date, circle: frozenset[int]) -> "QuerySet[LineCase]":
    """What waits in a year for the office: cases to decide, and suspensions whose day has come, the oldest first.

    For a leader those about the office's own house (its ``circle``), and those that lack a leader's consent. Each
    knows how many there are (``of_all``).
    """
    over = Q(kind=CaseKind.SUSPENSION, state=CaseState.GRANTED, until__lte=today, line__state=LineState.SUSPENDED)
    wanted = Q(state=CaseState.ASKED) | over
    if actor.role == Role.GROUP_LEADER:
        lacking = Q(line__work_item__is_plan_date=True, consented_at__isnull=True) & ~Q(kind=CaseKind.OBJECTION)
        wanted = Q(state=CaseState.ASKED) & (Q(line__unit__in=circle) | lacking)
    cases: QuerySet[LineCase] = LineCase.objects.visible_to(actor).filter(wanted, line__cycle=cycle)
    counting = cases.annotate(of_all=Window(Count("pk"))).order_by("asked_at", "id")
    return counting.select_related("line__work_item__year_plan__task").only(*OF_DESK)
