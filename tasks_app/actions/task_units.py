"""A responsible unit joins or leaves a task in the middle of the year (增加、减少责任单位), on a stated basis.

Whoever joins has a line of each issued item from today on. Whoever leaves has none left: lines end by 撤项, a case.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitName
from tasks_app.actions import recording
from tasks_app.actions.lines_of_issue import late_line
from tasks_app.actions.responsibilities import note_step, require_seen
from tasks_app.actions.transition import for_update, keep_item_state, raise_version, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import DONE, LineState
from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.domain.working_days import DAY
from tasks_app.models import Responsibility, Task, UnitLine, WorkItem
from tasks_app.permissions import checks, grants

LABEL, LEFT = "增加责任单位", "减少责任单位"
BASIS_NEEDED = "请写明依据，例如会议纪要的文号和日期。"
HOLDS_IT_ALREADY = "{unit}已是本项任务的责任单位。"
HAS_OPEN_LINES = "{unit}还有未办结的承办事项，请先在事项上提出撤项，经同意后再减少责任单位。"
NOBODY_LEFT = "本项任务没有其他责任单位，不能减少。"
LEADS = "牵头单位不能直接减少，请先确认由其他单位牵头。"
FINISHED = (*DONE, LineState.CANCELLED)


@transaction.atomic
def add(
    task: Task, unit: Unit, *, basis_note: str, by: Actor, at: datetime, version: int | None = None
) -> list[UnitLine]:
    """The unit supports the task from today on; returns its new lines, one of each issued item whose day is to come.

    ``version`` is that of all parts together, as the page showed it. Raises NotAllowed, Stale, or Invalid for a unit
    that holds a part already or without a basis.
    """
    checks.require(by, Verb.CONFIRM_LEAD, task)
    today, note = timezone.localdate(at), on_one_line(basis_note)
    items = _issued_items(task)
    held = list(for_update(Responsibility.objects.filter(task=task, ends_on__isnull=True).order_by("pk")))
    require_seen(task, version, by=by)
    faults = {} if note else {"basis_note": BASIS_NEEDED}
    if any(row.unit_id == unit.pk for row in held):
        faults["unit"] = HOLDS_IT_ALREADY.format(unit=unit.name)
    if faults:
        raise Invalid(faults)
    row = Responsibility(
        task=task,
        unit=unit,
        part=Part.SUPPORT,
        order=max((one.order for one in held), default=0) + 1,
        raw_name=unit.name,
        basis=Basis.CONFIRMED,
        basis_note=note[:300],
        confirmed_at=at,
        confirmed_by=by.own_post,
        starts_on=today,
    )
    recording.save(row, by=by, at=at, why=f"{LABEL}：{note}")
    note_step(task, "add_unit", LABEL, f"{row.name}；依据：{note}", by=by, at=at)
    has_line = set(
        UnitLine.objects.filter(work_item__in=items, unit=unit, ended_on__isnull=True).values_list(
            "work_item", flat=True
        )
    )
    wanted = [item for item in items if item.planned_deadline >= today and item.pk not in has_line]
    lines = [_issue(item, row, unit, note, by=by, at=at) for item in wanted]
    for item in wanted:
        keep_item_state(item, by=by, at=at)
    grants.reconcile(wanted)
    return lines


@transaction.atomic
def end(row: Responsibility, *, basis_note: str, by: Actor, at: datetime, version: int | None = None) -> Responsibility:
    """The unit answers for the task no more: its part ends with yesterday, and the past reads as it was.

    Raises Stale, or NotNow for a lead, where open lines are left, or where nobody else would answer.
    """
    checks.require(by, Verb.CONFIRM_LEAD, row.task)
    note = on_one_line(basis_note)
    list(for_update(WorkItem.objects.filter(year_plan__task=row.task_id).order_by("pk")))
    held = list(for_update(Responsibility.objects.filter(task=row.task_id, ends_on__isnull=True).order_by("pk")))
    require_seen(row.task, version, by=by)
    row = next((one for one in held if one.pk == row.pk), row)
    if not note:
        raise Invalid({"basis_note": BASIS_NEEDED})
    if row.is_settled and row.part == Part.LEAD:
        raise NotNow(LEADS)
    if len(held) == 1:
        raise NotNow(NOBODY_LEFT)
    mine = UnitLine.objects.filter(responsibility=row, ended_on__isnull=True).exclude(state__in=FINISHED)
    if mine.exists():
        raise NotNow(HAS_OPEN_LINES.format(unit=row.name))
    row.ends_on = max(row.starts_on, _yesterday(at))
    raise_version(row)
    recording.save(row, by=by, at=at, why=f"{LEFT}：{note}")
    note_step(row.task, "end_unit", LEFT, f"{row.name}；依据：{note}", by=by, at=at)
    return row


def _issued_items(task: Task) -> list[WorkItem]:
    """The issued items of the task on which work goes on, locked."""
    items = WorkItem.objects.filter(year_plan__task=task, lines__ended_on__isnull=True, lines__isnull=False)
    known = items.exclude(year_plan__cycle__is_imported=True).values("pk")
    found = WorkItem.objects.filter(pk__in=known).select_related("year_plan__cycle", "year_plan__task__heading")
    return list(for_update(found.order_by("pk")))


def _issue(item: WorkItem, row: Responsibility, unit: Unit, note: str, *, by: Actor, at: datetime) -> UnitLine:
    today = timezone.localdate(at)
    names = UnitName.objects.in_force(today).filter(unit=unit).values_list("text", flat=True)
    order = (UnitLine.objects.filter(work_item=item).aggregate(last=Max("order"))["last"] or 0) + 1
    line = late_line(item, row, unit, names.first() or unit.name, order=order, on=today)
    recording.save(line, by=by, at=at, why=f"{LABEL}：{note}")
    step = step_by(by, kind="line", subject=line, act="issue", label=LABEL, at=at)
    step.line, step.work_item, step.to_state, step.why = line, item, line.state, f"依据：{note}"
    step.save(force_insert=True)
    return line


def _yesterday(at: datetime) -> date:
    return timezone.localdate(at) - DAY
