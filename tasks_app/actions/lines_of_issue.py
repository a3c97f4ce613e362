"""Which lines an issued year has: responsibilities, with groups expanded to their members of the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import GroupMembership, Unit, UnitGroup, UnitName
from tasks_app.domain.parts import has_settled_lead, part_of_line
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.year_states import Rhythm
from tasks_app.models import Cycle, ItemShare, Responsibility, UnitLine, WorkItem


@dataclass(frozen=True)
class Holder:
    """A unit that gets a line, and the group through which it came, if any."""

    unit: Unit
    responsibility: Responsibility
    group: UnitGroup | None


def lines_of(cycle: Cycle, items: list[WorkItem], *, on: date, is_final: bool = True) -> list[UnitLine]:
    """The lines (not yet stored) of these items, which are all of the year, as of the day ``on``.

    An item that names its units (单位分工) makes lines for these alone. Raises NotNow naming every task that nobody
    holds, every group that has no member on that day, and, where the year ``is_final``, every item that would be due
    before it is issued, and every responsible unit that would have no line of its task at all.
    """
    if is_final:
        _require_time(items, on)
    tasks = {item.year_plan.task_id for item in items}
    held = _responsibilities(tasks, on)
    _require_holders(items, held)
    members = _members(held, on)
    _require_members(held, members)
    names = {row.unit_id: row.text for row in UnitName.objects.in_force(on)}
    holders = {task: list(_holders(rows, members)) for task, rows in held.items()}
    named = _named_units(items)
    lines = [
        _line(cycle, item, holder, order, names, held[item.year_plan.task_id], on)
        for item in items
        for order, holder in enumerate(holders[item.year_plan.task_id], start=1)
        if item.pk not in named or holder.unit.pk in named[item.pk]
    ]
    _require_lines(items, lines)
    if is_final:
        _require_everybody(items, lines, holders)
    return lines


def units_of(task: int, on: date) -> list[Unit]:
    """The units that answer for a task on a day, groups expanded, in their order."""
    return [holder.unit for holder in holders_of(task, on)]


def holders_of(task: int, on: date) -> list[Holder]:
    """Who answers for a task on a day, groups expanded, in their order."""
    held = _responsibilities({task}, on)
    return list(_holders(held[task], _members(held, on)))


def _named_units(items: list[WorkItem]) -> dict[int, set[int]]:
    """The units of the items that name some."""
    named: dict[int, set[int]] = {}
    for item, unit in ItemShare.objects.filter(work_item__in=items).values_list("work_item_id", "unit_id"):
        named.setdefault(item, set()).add(unit)
    return named


def _require_lines(items: list[WorkItem], lines: list[UnitLine]) -> None:
    given = {line.work_item_id for line in lines}
    empty = [item for item in items if item.pk not in given]
    if empty:
        titles = "、".join(f"“{item.title}”" for item in empty)
        raise NotNow(f"{_numbers(empty)}的{titles}指定的单位都不是责任单位，请先修订承办单位。")


def _require_everybody(items: list[WorkItem], lines: list[UnitLine], holders: dict[int, list[Holder]]) -> None:
    """Who answers for a task by the plan has a line of it each year, whatever it was broken down into."""
    task_of = {item.pk: item.year_plan.task for item in items}
    given = {(task_of[line.work_item_id].pk, line.unit_id) for line in lines}
    numbers = {task.pk: task.number for task in task_of.values()}
    left_out = [
        f"第{numbers[task]}项{holder.unit.name}"
        for task, rows in holders.items()
        for holder in rows
        if (task, holder.unit.pk) not in given
    ]
    if left_out:
        raise NotNow(f"以下责任单位没有年度任务，不能印发：{'、'.join(left_out)}。请为其安排任务。")


def _responsibilities(tasks: set[int], on: date) -> dict[int, list[Responsibility]]:
    rows = Responsibility.objects.in_force(on).filter(task__in=tasks).select_related("unit", "group")
    held: dict[int, list[Responsibility]] = {task: [] for task in tasks}
    for row in rows.order_by("order", "id"):
        held[row.task_id].append(row)
    return held


def _require_time(items: list[WorkItem], on: date) -> None:
    overdue = [item for item in items if item.planned_deadline < on]
    if overdue:
        raise NotNow(f"{_numbers(overdue)}的计划完成时限早于印发日 {on:%Y-%m-%d}，不能印发。请先修订完成时限。")


def _require_holders(items: list[WorkItem], held: dict[int, list[Responsibility]]) -> None:
    """An item nobody holds would stand on no desk and in no list: it would never be late."""
    orphans = [item for item in items if not held[item.year_plan.task_id]]
    if orphans:
        raise NotNow(f"{_numbers(orphans)}没有责任单位，不能印发。请先维护责任分工。")


def _numbers(items: list[WorkItem]) -> str:
    return "、".join(dict.fromkeys(f"第{item.year_plan.task.number}项重点任务" for item in items))


def _members(held: dict[int, list[Responsibility]], on: date) -> dict[int, list[Unit]]:
    groups = {row.group.pk: row.group for rows in held.values() for row in rows if row.group}
    members: dict[int, list[Unit]] = {pk: [] for pk in groups}
    memberships = GroupMembership.objects.in_force(on).filter(group__in=groups).select_related("unit")
    for membership in memberships.order_by("unit__order", "unit_id"):
        members[membership.group_id].append(membership.unit)
    return members


def _require_members(held: dict[int, list[Responsibility]], members: dict[int, list[Unit]]) -> None:
    groups = {row.group.pk: row.group for rows in held.values() for row in rows if row.group}
    empty = [group.name for pk, group in groups.items() if not members[pk]]
    if empty:
        raise NotNow(f"以下单位组没有成员，不能印发：{'、'.join(empty)}。请先维护单位组成员。")


def _holders(rows: list[Responsibility], members: dict[int, list[Unit]]) -> Iterator[Holder]:
    """Named units first to claim their line; a member of a group gets one only if it has none yet."""
    named = {row.unit_id for row in rows if row.unit_id}
    for row in rows:
        if row.unit:
            yield Holder(row.unit, row, None)
            continue
        for unit in members[row.group.pk] if row.group else ():
            if unit.pk not in named:
                named.add(unit.pk)
                yield Holder(unit, row, row.group)


def late_line(
    item: WorkItem, responsibility: Responsibility, unit: Unit, name: str, *, order: int, on: date
) -> UnitLine:
    """The line (not yet stored) of a unit that joined the responsible group after the issue."""
    rows = list(Responsibility.objects.in_force(on).filter(task=responsibility.task_id))
    holder = Holder(unit, responsibility, responsibility.group)
    return _line(item.year_plan.cycle, item, holder, order, {unit.pk: name}, rows, on)


def _line(
    cycle: Cycle,
    item: WorkItem,
    holder: Holder,
    order: int,
    names: dict[int, str],
    rows: list[Responsibility],
    on: date,
) -> UnitLine:
    settled = has_settled_lead(row.claim for row in rows)
    return UnitLine(
        work_item=item,
        cycle=cycle,
        heading=item.year_plan.task.heading,
        unit=holder.unit,
        unit_name=names.get(holder.unit.pk, holder.unit.name),
        responsibility=holder.responsibility,
        through_group=holder.group,
        part=part_of_line(holder.responsibility.claim, lead_is_settled=settled),
        order=order,
        rhythm=_rhythm(item, holder),
        issued_on=on,
        original_deadline=item.planned_deadline,
        deadline=item.planned_deadline,
        next_step_on=on,
    )


def _rhythm(item: WorkItem, holder: Holder) -> str:
    """Rows 28 to 30 ask each member of a group for one yearly report; a unit named itself reports quarterly."""
    return item.rhythm if holder.group else Rhythm.QUARTERLY
