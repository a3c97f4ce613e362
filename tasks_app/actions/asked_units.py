"""Who is asked about a year that is out for opinions (征求意见): kept equal to who would get a line of it."""

from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.lines_of_issue import lines_of
from tasks_app.actions.transition import for_update
from tasks_app.domain.opinion_states import OpinionState
from tasks_app.domain.parts import Part
from tasks_app.domain.year_states import ItemState, YearPlanState
from tasks_app.models import Cycle, Opinion, UnitLine, WorkItem
from tasks_app.permissions import grants

ASKED = "征求意见"


def items_of(cycle: Cycle) -> list[WorkItem]:
    """The items of a locked year, locked, in the order of the plan."""
    of_year = WorkItem.objects.filter(year_plan__cycle=cycle)
    items = list(for_update(of_year.select_related("year_plan__task__heading", "year_plan__cycle").order_by("pk")))
    return sorted(items, key=_place_in_plan)


def _place_in_plan(item: WorkItem) -> tuple[int, int, int]:
    task = item.year_plan.task
    return task.plan_id, task.number, item.order


def keep_asked(cycle: Cycle, *, by: Actor, at: datetime) -> list[Opinion]:
    """Asks every unit that would get a line and was not asked yet; whoever would get none and said nothing is not
    asked any more. Returns the new ones; none while the year is not out.
    """
    if cycle.state != YearPlanState.CONSULTING:
        return []
    items = items_of(cycle)
    lines = {(line.work_item_id, line.unit_id): line for line in _lines(cycle, items, at)}
    known = {(row.work_item_id, row.unit_id): row for row in _locked_opinions(items)}
    for key, row in known.items():
        if key not in lines and row.state == OpinionState.WANTED:
            recording.remove(row, by=by, at=at, why="不再征求该单位意见")
    moved = [row for key, row in known.items() if key in lines and row.part != lines[key].part]
    for row in moved:
        row.part = lines[row.work_item_id, row.unit_id].part
    recording.update_many(moved, ["part"], by=by, at=at, why="随分工调整")
    fresh = [_opinion(line) for key, line in lines.items() if key not in known]
    asked = recording.create_many(fresh, by=by, at=at, why=ASKED)
    grants.reconcile(items)
    return asked


def _lines(cycle: Cycle, items: list[WorkItem], at: datetime) -> list[UnitLine]:
    return lines_of(cycle, items, on=timezone.localdate(at), is_final=False)


def _locked_opinions(items: list[WorkItem]) -> list[Opinion]:
    return list(for_update(Opinion.objects.filter(work_item__in=items).order_by("pk")))


def _opinion(line: UnitLine) -> Opinion:
    return Opinion(
        work_item_id=line.work_item_id,
        unit_id=line.unit_id,
        unit_name=line.unit_name,
        part=line.part,
        order=line.order,
    )


def follow_lead(task: int, lead: int, *, by: Actor, at: datetime) -> None:
    """The lead of a task was confirmed while its year is out: who is asked stands to its items accordingly."""
    asked = Opinion.objects.filter(work_item__year_plan__task=task, work_item__state=ItemState.DRAFT)
    rows = list(for_update(asked.order_by("pk")))
    for row in rows:
        row.part = Part.LEAD if row.unit_id == lead else Part.SUPPORT
    recording.update_many(rows, ["part"], by=by, at=at, why="随牵头单位确认调整分工")
    grants.reconcile(WorkItem.objects.filter(pk__in={row.work_item_id for row in rows}))
