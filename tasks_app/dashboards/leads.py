"""Which tasks have a lead that somebody stands for, and which only an inferred one (推定)."""

from collections import defaultdict
from dataclasses import dataclass

from accounts.actor import Actor
from tasks_app.domain.parts import Part, has_settled_lead
from tasks_app.models import Plan, Responsibility, Task


@dataclass(frozen=True)
class TaskLead:
    """A task with all that hold it. ``lead`` is the settled lead or else the inferred one, if there is any.

    ``names`` says all leads, for a plan may declare joint ones.
    """

    task: Task
    held: tuple[Responsibility, ...]
    lead: Responsibility | None
    names: str
    is_settled: bool


def task_leads(plan: Plan | None, actor: Actor) -> tuple[TaskLead, ...]:
    """Every current task of the plan (None: of all plans) with its lead as of the actor's day. Two queries."""
    tasks = Task.objects.current().select_related("heading").order_by("plan_id", "number", "id")
    if plan is not None:
        tasks = tasks.filter(plan=plan)
    held: dict[int, list[Responsibility]] = defaultdict(list)
    rows = Responsibility.objects.in_force(actor.on).filter(task__in=tasks)
    for row in rows.select_related("unit", "group", "confirmed_by__user").order_by("order", "id"):
        held[row.task_id].append(row)
    return tuple(_lead_of(task, tuple(held[task.pk])) for task in tasks)


def _lead_of(task: Task, held: tuple[Responsibility, ...]) -> TaskLead:
    settled = has_settled_lead(row.claim for row in held)
    leads = [row for row in held if row.part == Part.LEAD and (row.is_settled or not settled)]
    return TaskLead(task, held, leads[0] if leads else None, "、".join(row.name for row in leads), settled)
