"""A unit that joined a group after the year was issued gets its lines by one act (补办交办)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitName
from tasks_app.actions import recording
from tasks_app.actions.lines_of_issue import late_line
from tasks_app.actions.transition import for_update, keep_item_state, locked, step_by
from tasks_app.dashboards.late_members import Missing, missing_lines
from tasks_app.domain.access import Verb
from tasks_app.domain.follow_ups import last_day
from tasks_app.domain.refusals import Invalid
from tasks_app.models import Cycle, UnitLine, WorkItem
from tasks_app.permissions import checks, grants

LABEL = "补办交办"
DEADLINE_PASSED = "第 {number} 项的完成时限 {day:%Y-%m-%d} 已过，请为补办的事项选择新的完成时限。"
DEADLINE_OUTSIDE = "完成时限应在 {first:%Y-%m-%d} 至 {last:%Y-%m-%d} 之间。"


@transaction.atomic
def issue_late(cycle: Cycle, unit: Unit, *, by: Actor, at: datetime, deadline: date | None = None) -> list[UnitLine]:
    """Gives the unit the lines its group has and it has not; none where it has them all, so that twice is once.

    A line is due when its item is; where that day has passed, on ``deadline``. Raises NotAllowed or Invalid.
    """
    checks.require(by, Verb.ISSUE_LATE_LINE, cycle)
    today = timezone.localdate(at)
    cycle = locked(Cycle, cycle.pk)
    expected = [missing for missing in missing_lines(cycle, today) if missing.unit.pk == unit.pk]
    items = {
        row.pk: row
        for row in for_update(WorkItem.objects.filter(pk__in=[one.item.pk for one in expected]).order_by("pk"))
    }
    names = UnitName.objects.in_force(today).filter(unit=unit).values_list("text", flat=True)
    name = names.first() or unit.name
    lines = [
        late_line(one.item, one.responsibility, unit, name, order=_next_order(one.item), on=today) for one in expected
    ]
    for line, one in zip(lines, expected, strict=True):
        line.original_deadline = line.deadline = _due_on(one, cycle, deadline, today)
        _issue(line, one, by=by, at=at)
        keep_item_state(items[one.item.pk], by=by, at=at)
    grants.reconcile(items.values())
    return lines


def _due_on(missing: Missing, cycle: Cycle, chosen: date | None, today: date) -> date:
    item = missing.item
    if item.planned_deadline >= today:
        return item.planned_deadline
    if chosen is None:
        sentence = DEADLINE_PASSED.format(number=item.year_plan.task.number, day=item.planned_deadline)
        raise Invalid({"deadline": sentence})
    last = max(last_day(cycle.year, item.rhythm, cycle.evaluation_on), today)
    if not today <= chosen <= last:
        raise Invalid({"deadline": DEADLINE_OUTSIDE.format(first=today, last=last)})
    return chosen


def _next_order(item: WorkItem) -> int:
    """Behind all units the item has: what came with the issue keeps its place."""
    return (UnitLine.objects.filter(work_item=item).aggregate(last=Max("order"))["last"] or 0) + 1


def _issue(line: UnitLine, missing: Missing, *, by: Actor, at: datetime) -> None:
    why = f"{missing.group.name}新增成员"
    recording.save(line, by=by, at=at, why=f"{LABEL}：{why}")
    step = step_by(by, kind="line", subject=line, act="issue", label=LABEL, at=at)
    step.line, step.work_item, step.to_state, step.why = line, missing.item, line.state, why
    step.save(force_insert=True)
