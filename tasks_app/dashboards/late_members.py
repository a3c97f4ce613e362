"""Units that joined a group after the year was issued, and have no line yet on items the group is to do (补办交办)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import GroupMembership, Unit, UnitGroup
from tasks_app.domain.line_states import DONE
from tasks_app.domain.year_states import ItemState, YearPlanState
from tasks_app.models import Cycle, Responsibility, UnitLine, WorkItem

OVER = (*(state.value for state in DONE), ItemState.DRAFT)


@dataclass(frozen=True)
class Missing:
    """One unit without a line on an item, and through which responsibility and group it should have one."""

    unit: Unit
    group: UnitGroup
    item: WorkItem
    responsibility: Responsibility


def missing_lines(cycle: Cycle, on: date) -> list[Missing]:
    """What members of the day ``on`` should have and never had, by unit and in plan order. Four statements at most.

    Nothing before the year is issued, and nothing on items that are finished. A unit whose line ended (续办, a
    successor) had one.
    """
    if cycle.state != YearPlanState.ISSUED:
        return []
    items = list(_items(cycle))
    held = _by_task(Responsibility.objects.in_force(on).filter(task__in={item.year_plan.task_id for item in items}))
    groups = {row.group_id for rows in held.values() for row in rows if row.group_id}
    if not groups:
        return []
    members = GroupMembership.objects.in_force(on).filter(group__in=groups).select_related("unit", "group")
    ordered = list(members.order_by("unit__order", "unit_id", "id"))
    had = set(UnitLine.objects.filter(work_item__in=items).values_list("work_item_id", "unit_id"))
    return list(_missing(items, held, ordered, had))


def _items(cycle: Cycle) -> Iterable[WorkItem]:
    items = WorkItem.objects.filter(year_plan__cycle=cycle).exclude(state__in=OVER)
    of_groups = items.filter(year_plan__task__responsibilities__group__isnull=False).distinct()
    return of_groups.select_related("year_plan__task__heading", "year_plan__cycle").order_by(
        "year_plan__task__plan_id", "year_plan__task__number", "order"
    )


def _by_task(rows: Iterable[Responsibility]) -> dict[int, list[Responsibility]]:
    held: dict[int, list[Responsibility]] = {}
    for row in sorted(rows, key=lambda row: (row.order, row.pk)):
        held.setdefault(row.task_id, []).append(row)
    return held


def _missing(
    items: list[WorkItem],
    held: dict[int, list[Responsibility]],
    members: list[GroupMembership],
    had: set[tuple[int, int]],
) -> Iterable[Missing]:
    seen = set(had)
    for member in members:
        for item in items:
            row = next((row for row in held.get(item.year_plan.task_id, ()) if row.group_id == member.group_id), None)
            if row is None or (item.pk, member.unit_id) in seen:
                continue
            seen.add((item.pk, member.unit_id))
            yield Missing(member.unit, member.group, item, row)
