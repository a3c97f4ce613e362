"""What a task's year begins with: the items it had last year (来自上年) where it had some, else the plan's own text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tasks_app.domain.extension_states import names_year
from tasks_app.domain.year_states import Origin, Rhythm, YearPlanState
from tasks_app.models import Cycle, ItemShare, WorkItem, YearPlan

LONGEST_TITLE = 60


@dataclass(frozen=True)
class LastYear:
    """The cycle before, and its items by task. What was only carried into it, or imported, is no pattern."""

    cycle: Cycle | None
    items: dict[int, list[WorkItem]]


def last_year_of(cycle: Cycle, tasks: Iterable[int]) -> LastYear:
    """What the year before asked of these tasks, in order; nothing where it was not issued. Two queries."""
    before = Cycle.objects.filter(year=cycle.year - 1, state=YearPlanState.ISSUED).first()
    if before is None:
        return LastYear(None, {})
    rows = WorkItem.objects.filter(year_plan__cycle=before, year_plan__task__in=tasks).exclude(
        origin__in=(Origin.CARRIED, Origin.IMPORTED)
    )
    items: dict[int, list[WorkItem]] = {}
    for item in rows.select_related("year_plan").order_by("year_plan", "order"):
        items.setdefault(item.year_plan.task_id, []).append(item)
    return LastYear(before, items)


def items_for(plan: YearPlan, cycle: Cycle, last: LastYear) -> Iterator[WorkItem]:
    """The items (not yet stored) with which a task's year begins."""
    known = last.items.get(plan.task_id, [])
    if not known or last.cycle is None:
        yield _from_plan(plan, cycle)
    for order, item in enumerate(known, start=1):
        yield WorkItem(
            year_plan=plan,
            order=order,
            title=item.title,
            deliverable=item.deliverable,
            milestone=item.milestone,
            planned_deadline=_same_day(item.planned_deadline, last.cycle, cycle) if last.cycle else cycle.item_due_on,
            is_plan_date=names_year(plan.task.text, cycle.year),
            rhythm=item.rhythm,
            origin=Origin.LAST_YEAR,
            previous=item,
        )


def shares_like_last_year(items: Iterable[WorkItem]) -> list[ItemShare]:
    """The units (not yet stored) that the items of last year named, for those drawn from them. One query."""
    drawn = {item.previous_id: item for item in items if item.origin == Origin.LAST_YEAR}
    kept = ItemShare.objects.filter(work_item__in=list(drawn))
    return [
        ItemShare(work_item=drawn[share.work_item_id], unit_id=share.unit_id, deliverable=share.deliverable)
        for share in kept
    ]


def _from_plan(plan: YearPlan, cycle: Cycle) -> WorkItem:
    """The item a task starts with. The plan's part 四 (组织实施) is answered once a year, with the self-report."""
    task = plan.task
    is_yearly = task.heading.kind == task.heading.Kind.ORGANISATION
    return WorkItem(
        year_plan=plan,
        title=_title(task.text),
        deliverable=task.text,
        planned_deadline=cycle.evaluation_on if is_yearly else cycle.item_due_on,
        is_plan_date=names_year(task.text, cycle.year),
        rhythm=Rhythm.YEARLY if is_yearly else Rhythm.QUARTERLY,
    )


def _title(text: str) -> str:
    first = text.split("。")[0]
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def _same_day(day: date, before: Cycle, cycle: Cycle) -> date:
    """The day of the new year that answers to this one: the year's own dates move with its rhythm."""
    own = {before.item_due_on: cycle.item_due_on, before.evaluation_on: cycle.evaluation_on}
    if day in own:
        return own[day]
    later = day.year + cycle.year - before.year
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=later, day=28) if is_leap_day else day.replace(year=later)
