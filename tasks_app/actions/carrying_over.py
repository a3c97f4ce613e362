"""Unfinished lines of a year are carried into the next (结转): one deliberate step of the office, never by itself.

The old lines keep their state, their deadline and their lateness for ever; nothing is moved. What is carried is a new
item of the next year's draft, marked, with a link to the old one, for the units whose lines were chosen.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.asked_units import keep_asked
from tasks_app.actions.item_drafts import ItemWords, lock_year, new_item
from tasks_app.actions.transition import raise_version
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import OPEN
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.year_states import Origin
from tasks_app.models import Cycle, ItemShare, Task, UnitLine, WorkItem, YearPlan
from tasks_app.notifications.year_notices import tell_asked
from tasks_app.permissions import checks

CARRIED = "结转上年未完成事项"
NOTHING_CHOSEN = "没有可以结转的事项：请勾选上年未完成且尚未结转的事项。"
LONGEST_TITLE = 200


def unfinished_lines(cycle: Cycle) -> "Iterable[UnitLine]":
    """The lines of the year before that nobody finished, in plan order; those of an imported year ended with it."""
    in_force = Q(ended_on__isnull=True) | Q(cycle__is_imported=True)
    lines = UnitLine.objects.filter(in_force, cycle__year=cycle.year - 1, state__in=OPEN)
    return lines.select_related("work_item__year_plan__task", "cycle", "unit").in_plan_order()


def carried_units(cycle: Cycle) -> dict[int, set[int]]:
    """By the old item's id the units for which it was carried into this year already. One query."""
    rows = ItemShare.objects.filter(work_item__year_plan__cycle=cycle, work_item__origin=Origin.CARRIED)
    carried: dict[int, set[int]] = defaultdict(set)
    for previous, unit in rows.values_list("work_item__previous_id", "unit_id"):
        carried[previous or 0].add(unit)
    return carried


@transaction.atomic
def carry_over(
    cycle: Cycle, chosen: Iterable[int], *, by: Actor, at: datetime, version: int | None = None
) -> list[WorkItem]:
    """Carries the chosen lines (by id) into this year's draft; returns the items that came or grew.

    What was carried already is passed over, so that pressing twice doubles nothing. Raises NotAllowed, Stale, or
    NotNow where the year was issued or nothing of the choice is left to carry.
    """
    checks.require(by, Verb.CARRY_OVER, cycle)
    cycle = lock_year(cycle.pk, version, by=by)
    known, wanted = carried_units(cycle), set(chosen)
    by_item: dict[WorkItem, list[UnitLine]] = defaultdict(list)
    for line in unfinished_lines(cycle):
        if line.pk in wanted and line.unit_id not in known.get(line.work_item_id, ()):
            by_item[line.work_item].append(line)
    if not by_item:
        raise NotNow(NOTHING_CHOSEN)
    plans = _plans(cycle, by_item, by=by, at=at)
    items = [
        _carried(old, plans[_present(old.year_plan.task).pk], lines, cycle, by=by, at=at)
        for old, lines in by_item.items()
    ]
    raise_version(cycle)
    recording.save(cycle, by=by, at=at, why=CARRIED)
    tell_asked(cycle, keep_asked(cycle, by=by, at=at), at=at)
    return items


def _plans(cycle: Cycle, items: Iterable[WorkItem], *, by: Actor, at: datetime) -> dict[int, YearPlan]:
    """The year's plan of each task; of a task that is not in the draft yet one is made."""
    tasks = {_present(item.year_plan.task).pk for item in items}
    plans = {plan.task_id: plan for plan in YearPlan.objects.filter(cycle=cycle, task__in=tasks)}
    missing = [YearPlan(task_id=task, cycle=cycle, state=cycle.state) for task in sorted(tasks - plans.keys())]
    made = recording.create_many(missing, by=by, at=at, why=CARRIED)
    return plans | {plan.task_id: plan for plan in made}


def _present(task: Task) -> Task:
    """The task as the plan has it now: a row that changed since has a new version."""
    while task.superseded_by is not None:
        task = task.superseded_by
    return task


def _carried(
    old: WorkItem, plan: YearPlan, lines: list[UnitLine], cycle: Cycle, *, by: Actor, at: datetime
) -> WorkItem:
    """The item carried from an old one: made, or grown by the units of these lines."""
    own = dict(old.shares.values_list("unit_id", "deliverable"))
    shares = {line.unit_id: own.get(line.unit_id, "") for line in lines}
    known = WorkItem.objects.filter(previous=old, origin=Origin.CARRIED).first()
    if known is None:
        words = ItemWords(
            title=old.title[:LONGEST_TITLE],
            deliverable=old.deliverable,
            planned_deadline=cycle.item_due_on,
            milestone=old.milestone,
            rhythm=old.rhythm,
            shares=shares,
        )
        return new_item(plan, words, origin=Origin.CARRIED, by=by, at=at, why=CARRIED, previous=old)
    rows = [ItemShare(work_item=known, unit_id=unit, deliverable=text) for unit, text in shares.items()]
    recording.create_many(rows, by=by, at=at, why=CARRIED)
    return known
