"""One unit's part is given to another (转办): the line ends, and a new one of the same item takes its place.

Totals stay equal: for each line that ends here one begins, with the same item, part and original deadline.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitName
from tasks_app.actions import recording
from tasks_app.actions.transition import (
    ask_clock_again,
    for_update,
    keep_item_state,
    move,
    raise_version,
    step_by,
)
from tasks_app.domain.line_states import LINE_MACHINE, LineState
from tasks_app.domain.parts import SETTLED, Basis, Part
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.topics import WHOLE_UNIT, About
from tasks_app.models import LineCase, Responsibility, UnitLine, WorkItem
from tasks_app.notifications.topics import Topic, tell_units
from tasks_app.permissions import grants

HOLDS_IT_ALREADY = "{unit}已经承办本项年度任务，不能再转给它；请另选单位。"
SAME_UNIT = "请选择另一个单位。"
DEADLINE_IS_OVER = "现时限 {day:%Y-%m-%d} 已过，转办须由办公室负责人另定时限。"
NOBODY_LEFT = "本项年度任务没有其他承办单位，不能无人承办；请选择接办单位，或将本项任务撤项。"
TAKEN_OVER = "承接交办"


@dataclass(frozen=True)
class Heir:
    """Who takes a part over, and by when; without a day of its own by the line's present deadline."""

    unit: Unit
    deadline: date | None = None


def hand_over(item: WorkItem, line: UnitLine, heir: Heir, *, ground: str, by: Actor, at: datetime) -> UnitLine:
    """Ends a line and gives its part to another unit; returns the new line, which waits for its signature.

    ``item`` and ``line`` are locked, and the caller has asked who may and when. The responsibility of the unit ends
    with its last line of the task; the heir's begins, on the same ground (依据). The original deadline stays what it
    was. Raises NotNow, or Invalid for a unit or a day that cannot be.
    """
    today = timezone.localdate(at)
    _require_fit(line, heir, today)
    list(for_update(LineCase.objects.waiting().filter(line=line)))
    responsibility = passed_on(line, heir.unit, ground, by=by, at=at)
    names = UnitName.objects.in_force(today).filter(unit=heir.unit)
    successor = UnitLine(
        work_item=item,
        cycle=line.cycle,
        heading=line.heading,
        unit=heir.unit,
        unit_name=names.values_list("text", flat=True).first() or heir.unit.name,
        responsibility=responsibility,
        part=line.part,
        order=line.order,
        rhythm=line.rhythm,
        issued_on=today,
        original_deadline=line.original_deadline,
        deadline=heir.deadline or line.deadline,
        next_step_on=today,
    )
    recording.save(successor, by=by, at=at, why=f"承接{line.unit_name}的承办事项：{ground}")
    step = step_by(by, kind=LINE_MACHINE.subject, subject=successor, act="take_over", label=TAKEN_OVER, at=at)
    step.line, step.work_item, step.to_state, step.why = successor, item, successor.state, f"依据：{ground}"
    step.save(force_insert=True)
    why = f"转由{successor.unit_name}承办：{ground}"
    end(item, line, "hand_over", why=why, by=by, at=at, successor=successor)
    tell_units({successor.unit_id: WHOLE_UNIT}, _topic(successor), at=at)
    return successor


def _topic(line: UnitLine) -> Topic:
    """The unit hears at once that it has work: it reads who held it before on the page, where sight is asked."""
    title, because = f"{TAKEN_OVER}：{line.work_item.title}", "因为领导小组办公室把该事项转由贵单位承办。"
    asked = f"请签收；完成时限 {line.deadline:%Y-%m-%d}。"
    address = reverse("item", args=[line.work_item_id])
    return Topic(About.TAKEN_OVER, str(line.pk), title, asked, because, address, line.deadline, urgent=True)


def end(
    item: WorkItem,
    line: UnitLine,
    act: str,
    *,
    why: str,
    by: Actor,
    at: datetime,
    successor: UnitLine | None = None,
) -> None:
    """Ends a locked line (``ended_on``): its unit holds it no more, and the relation rows follow.

    Raises NotNow where nobody would be left to work on the item.
    """
    others = UnitLine.objects.filter(work_item=item, ended_on__isnull=True).exclude(pk=line.pk)
    if not others.exclude(state=LineState.CANCELLED).exists():
        raise NotNow(NOBODY_LEFT)
    line.ended_on, line.successor = timezone.localdate(at), successor
    move(line, act, machine=LINE_MACHINE, by=by, at=at, why=why, line=line, checked=True)
    ask_clock_again(line, at=at)
    keep_item_state(item, by=by, at=at)
    grants.reconcile([item])


def _require_fit(line: UnitLine, heir: Heir, today: date) -> None:
    if heir.unit.pk == line.unit_id:
        raise Invalid({"unit": SAME_UNIT})
    if UnitLine.objects.filter(work_item=line.work_item_id, unit=heir.unit, ended_on__isnull=True).exists():
        raise Invalid({"unit": HOLDS_IT_ALREADY.format(unit=heir.unit.name)})
    if (heir.deadline or line.deadline) < today:
        raise Invalid({"deadline": DEADLINE_IS_OVER.format(day=line.deadline)})


def passed_on(line: UnitLine, unit: Unit, ground: str, *, by: Actor, at: datetime) -> Responsibility:
    """The heir's responsibility: one it has already, else the old one's twin. A group stays what it is.

    Who leads is confirmed by the director alone, so that what was only believed of the old unit is believed of the new.
    """
    rows, old = _held_with(line)
    others = UnitLine.objects.filter(responsibility=old, ended_on__isnull=True).exclude(pk=line.pk)
    return pass_duty(old, rows, unit, ground, ends=not others.exists(), by=by, at=at)


def _held_with(line: UnitLine) -> tuple[list[Responsibility], Responsibility]:
    """The open responsibilities of the line's task, locked, and the line's own."""
    held = for_update(Responsibility.objects.filter(task=line.responsibility.task_id, ends_on__isnull=True))
    rows = list(held.order_by("pk"))
    return rows, next((row for row in rows if row.pk == line.responsibility_id), line.responsibility)


def pass_duty(
    old: Responsibility, rows: list[Responsibility], unit: Unit, ground: str, *, ends: bool, by: Actor, at: datetime
) -> Responsibility:
    """Gives a part of a task to another unit, among the open ones of the task (``rows``); the old one ``ends``, or not.

    While a lead stays in force with what it has left, whoever takes a piece of it leads jointly (共同牵头). A unit that
    supported and takes the lead's part over leads.
    """
    today = timezone.localdate(at)
    if old.unit_id and old.ends_on is None and ends:
        old.ends_on = max(old.starts_on, today - timedelta(days=1))
        raise_version(old)
        recording.save(old, by=by, at=at, why=f"转由{unit.name}承办：{ground}")
    mine = next((row for row in rows if row.unit_id == unit.pk and row.pk != old.pk), None)
    leads = [row for row in rows if row.part == Part.LEAD and row.basis in SETTLED and row.ends_on is None]
    is_joint = old.is_joint or any(row.pk != (mine.pk if mine else None) for row in leads)
    if mine is None:
        return _twin_of(old, unit, ground, is_joint=old.part == Part.LEAD and is_joint, by=by, at=at)
    if old.part == Part.LEAD and mine.part != Part.LEAD:
        mine.part, mine.basis, mine.basis_note, mine.is_joint = old.part, old.basis, ground[:300], is_joint
        is_confirmed = old.basis == Basis.CONFIRMED
        mine.confirmed_at = at if is_confirmed else None
        mine.confirmed_by = by.own_post if is_confirmed else None
        raise_version(mine)
        recording.save(mine, by=by, at=at, why=f"承接牵头分工：{ground}")
    return mine


def _twin_of(
    old: Responsibility, unit: Unit, ground: str, *, is_joint: bool, by: Actor, at: datetime
) -> Responsibility:
    is_confirmed = old.basis == Basis.CONFIRMED
    new = Responsibility(
        task_id=old.task_id,
        unit=unit,
        part=old.part,
        order=old.order,
        raw_name=unit.name,
        basis=old.basis,
        is_joint=is_joint,
        basis_note=ground[:300],
        confirmed_at=at if is_confirmed else None,
        confirmed_by=by.own_post if is_confirmed else None,
        starts_on=timezone.localdate(at),
    )
    return recording.save(new, by=by, at=at, why=f"承接分工：{ground}")
