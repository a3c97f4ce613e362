"""The office confirms who leads a task (确认牵头单位), on a stated basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.asked_units import follow_lead
from tasks_app.actions.transition import ask_clock_again, for_update, raise_version, require_version, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.parts import SETTLED, Basis, Part, part_of_line
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned
from tasks_app.domain.working_days import DAY
from tasks_app.domain.year_states import BEFORE_ISSUE
from tasks_app.models import Cycle, Responsibility, Task, UnitLine, WorkItem
from tasks_app.permissions import checks, grants

BASIS_NEEDED = "请写明依据，例如会议纪要、来文或“按分工表排序第一，经×××同意”。"
NO_GROUP_LEADS = "单位组不能作为牵头单位，请选择其中一个具体单位。"
DAY_TO_COME = "调整日期还没有到，请在当日或以后确认。"
BEFORE_IT_BEGAN = "调整日期不能早于原分工的起始日期 {day:%Y-%m-%d}。"
NOT_OF_TASK = "所选单位不在本项任务的责任单位中，请重新选择。"


@transaction.atomic
def confirm_lead(
    task: Task,
    choice: int,
    *,
    basis_note: str,
    on: date | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Responsibility:
    """Makes the responsibility with id ``choice`` the confirmed lead of the task and all others supporting.

    A part that was settled before changes from a day (``on``, else today): the old row ends the day before, so that
    who led on which day stays known. Open lines of the task take on their part, and the relation rows follow.
    ``version`` is that of all parts together, as the page showed it. Raises NotAllowed, Invalid or Stale.
    """
    checks.require(by, Verb.CONFIRM_LEAD, task)
    _lock_drafted_years()
    lines = _locked_lines(task)
    held = sorted(_locked_responsibilities(task), key=lambda row: row.order)
    require_seen(task, version, by=by)
    chosen = next((row for row in held if row.pk == choice), None)
    if chosen is None:
        raise Invalid({"choice": NOT_OF_TASK})
    if chosen.unit_id is None:
        raise Invalid({"choice": NO_GROUP_LEADS})
    basis_note = cleaned(basis_note)
    if not basis_note:
        raise Invalid({"basis_note": BASIS_NEEDED})
    day = on or timezone.localdate(at)
    _require_day(held, chosen, day, timezone.localdate(at))
    now = {
        row.pk: _settle(row, is_lead=row is chosen, basis_note=basis_note, on=day, by=by, at=at)
        for row in _in_safe_order(held, chosen)
    }
    chosen = now[chosen.pk]
    note_step(task, "confirm_lead", "确认牵头单位", f"{chosen.name}；依据：{basis_note}", by=by, at=at)
    _let_lines_follow(lines, now, by=by, at=at)
    follow_lead(task.pk, chosen.unit_id or 0, by=by, at=at)  # a group was refused above
    return chosen


@dataclass
class AllParts:
    """All responsibilities of a task as one thing with one version, as the page shows them."""

    pk: int
    version: int

    @classmethod
    def of(cls, task: Task) -> "AllParts":
        """As they are stored now; an act asks when it holds their locks."""
        return cls(task.pk, Responsibility.objects.filter(task=task).version_together())


def require_seen(task: Task, version: int | None, *, by: Actor) -> None:
    """Raises Stale, naming who changed the units of the task meanwhile and how, unless the page showed them as now."""
    require_version(AllParts.of(task), version, "task", by=by)


def note_step(task: Task, act: str, label: str, why: str, *, by: Actor, at: datetime) -> None:
    """Keeps on the timeline who changed the units of a task, on what ground."""
    step = step_by(by, kind="task", subject=AllParts.of(task), act=act, label=label, at=at)
    step.why = why
    step.save(force_insert=True)


def _in_safe_order(held: list[Responsibility], chosen: Responsibility) -> list[Responsibility]:
    """The chosen one last, so that at no moment two confirmed leads stand in the table."""
    return [row for row in held if row is not chosen] + [chosen]


def _changes(row: Responsibility, *, is_lead: bool) -> bool:
    """Whether a part that people acted on becomes another one."""
    return row.basis in SETTLED and (row.part == Part.LEAD) != is_lead


def _require_day(held: list[Responsibility], chosen: Responsibility, day: date, today: date) -> None:
    """Raises Invalid for a day to come, or on which a part that now ends had not begun."""
    if day > today:
        raise Invalid({"on": DAY_TO_COME})
    begun = max((row.starts_on for row in held if _changes(row, is_lead=row is chosen)), default=None)
    if begun and day < begun:
        raise Invalid({"on": BEFORE_IT_BEGAN.format(day=begun)})


def _settle(
    row: Responsibility, *, is_lead: bool, basis_note: str, on: date, by: Actor, at: datetime
) -> Responsibility:
    """The row as it is from now on; another row where a settled part changes on a later day than it began."""
    if _changes(row, is_lead=is_lead) and row.starts_on < on:
        row = _ended(row, on, basis_note, by=by, at=at)
    row.part = Part.LEAD if is_lead else Part.SUPPORT
    row.basis = Basis.CONFIRMED
    row.basis_note = basis_note
    row.is_joint = False
    row.confirmed_at, row.confirmed_by = at, by.post
    raise_version(row)
    return recording.save(row, by=by, at=at, why=f"确认{'牵头' if is_lead else '配合'}单位：{row.basis_note}")


def _ended(row: Responsibility, on: date, basis_note: str, *, by: Actor, at: datetime) -> Responsibility:
    """Ends a part the day before and returns its successor, not yet stored. The sum of the versions grows."""
    row.ends_on = on - DAY
    raise_version(row)
    recording.save(row, by=by, at=at, why=f"牵头单位自 {on:%Y-%m-%d} 起调整：{basis_note}")
    kept = {name: getattr(row, name) for name in ("task_id", "unit_id", "group_id", "order", "raw_name", "version")}
    return Responsibility(**kept, starts_on=on)


def _lock_drafted_years() -> None:
    """A year that is being issued at this moment is waited for: its lines then take on their part like all others."""
    list(for_update(Cycle.objects.filter(state__in=BEFORE_ISSUE).order_by("pk")))


def _locked_responsibilities(task: Task) -> list[Responsibility]:
    return list(for_update(Responsibility.objects.filter(task=task, ends_on__isnull=True).order_by("pk")))


def _locked_lines(task: Task) -> list[UnitLine]:
    """The task's open lines, locked after their items: an act on one of them at the same moment waits."""
    items = WorkItem.objects.filter(year_plan__task=task)
    list(for_update(items.order_by("pk")))
    lines = UnitLine.objects.filter(work_item__in=items, ended_on__isnull=True)
    return list(for_update(lines.order_by("pk")))


def _let_lines_follow(lines: list[UnitLine], now: Mapping[int, Responsibility], *, by: Actor, at: datetime) -> None:
    """The unit of a line stays, so the line stays: its part changes in place, and its history says since when.

    A line may hang on a responsibility that ended before (its unit was given another one); that one keeps its claim.
    """
    known = {row.pk: row for row in Responsibility.objects.filter(lines__in=lines)} | dict(now)
    for line in lines:
        line.responsibility = known[line.responsibility_id]
        line.part = part_of_line(line.responsibility.claim, lead_is_settled=True)
    recording.update_many(lines, ["part", "responsibility"], by=by, at=at, why="随牵头单位确认调整分工")
    for line in lines:
        ask_clock_again(line, at=at)
    grants.reconcile(WorkItem.objects.filter(lines__in=lines).distinct())
