"""The rows of a year's 时间表/路线图: what was frozen when it was issued."""

from collections import defaultdict
from collections.abc import Iterable

from tasks_app.domain.roadmap import RoadmapRow, RoadmapUnit, from_data
from tasks_app.models import Cycle, ItemShare, UnitLine, WorkItem


def roadmap_of(cycle: Cycle) -> tuple[RoadmapRow, ...]:
    """The frozen rows; of a year issued before they were kept, the same out of columns that never change."""
    if cycle.roadmap is not None:
        return from_data(cycle.roadmap)
    items = WorkItem.objects.filter(year_plan__cycle=cycle).select_related("year_plan__task__heading")
    ordered = items.order_by("year_plan__task__plan_id", "year_plan__task__number", "order")
    return rows_of(ordered, UnitLine.objects.filter(cycle=cycle, predecessors=None).order_by("order", "id"))


def rows_of(items: Iterable[WorkItem], lines: Iterable[UnitLine]) -> tuple[RoadmapRow, ...]:
    """The rows of these items, in their order, with the units of these lines (stored or not). One query."""
    known = list(items)
    own = {(share.work_item_id, share.unit_id): share.deliverable for share in _shares(known)}
    units: defaultdict[int, list[RoadmapUnit]] = defaultdict(list)
    for line in lines:
        deliverable = own.get((line.work_item_id, line.unit_id), "")
        units[line.work_item_id].append(RoadmapUnit(line.unit_name, line.get_part_display(), deliverable))
    return tuple(_row(item, units[item.pk]) for item in known)


def _shares(items: list[WorkItem]) -> Iterable[ItemShare]:
    return ItemShare.objects.filter(work_item__in=items).exclude(deliverable="")


def _row(item: WorkItem, units: list[RoadmapUnit]) -> RoadmapRow:
    task = item.year_plan.task
    return RoadmapRow(
        plan=task.plan_id,
        number=task.number,
        heading=task.heading.name,
        title=item.title,
        deliverable=item.deliverable,
        milestone=item.milestone,
        deadline=item.planned_deadline,
        origin=item.get_origin_display(),
        units=tuple(units),
    )
