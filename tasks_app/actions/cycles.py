"""A year is opened, drawn up from the plan, and issued: issuing makes every unit's line (承办事项)."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.lines_of_issue import lines_of
from tasks_app.actions.transition import enter, for_update, locked, raise_version, require_version, set_state, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.extension_states import names_year
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.rhythm import YearDates, year_dates
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import YEAR_MACHINE, ItemState, Rhythm, YearPlanState
from tasks_app.models import Cycle, Plan, ReportPeriod, Responsibility, StateChange, Task, UnitLine, WorkItem, YearPlan
from tasks_app.permissions import checks, grants

LONGEST_TITLE = 60
FROZEN = "本项年度任务已经印发，内容和时限不能直接修改。"
YEARS = range(2021, 2061)  # from 十四五 to 碳中和
NO_SUCH_YEAR = f"年度应在 {YEARS[0]} 至 {YEARS[-1]} 之间，请核对。"
NOTHING_DRAFTED = "本年度还没有拟定任务，请先“拟定年度任务”再印发。"


def rhythm_of_fixture() -> dict[str, Any]:
    """The default rhythm, as the fixture has it."""
    text = (Path(settings.BASE_DIR) / "fixtures" / "rhythm.json").read_text(encoding="utf-8")
    rhythm: dict[str, Any] = json.loads(text)
    return rhythm


@transaction.atomic
def open_year(year: int, *, by: Actor, at: datetime, calendar: Calendar) -> Cycle:
    """Opens the cycle of a year with the dates of the rhythm; an open one is returned as it is.

    Of two who open it at once the second waits for the first, and finds the year open. Raises NotAllowed or Invalid.
    """
    checks.require(by, Verb.DRAFT_YEAR)
    if year not in YEARS:
        raise Invalid({"year": NO_SUCH_YEAR})
    Plan.objects.select_for_update().order_by("pk").first()
    known = Cycle.objects.filter(year=year).first()
    if known:
        return known
    dates = year_dates(rhythm_of_fixture(), year, calendar)
    cycle = Cycle(
        year=year,
        item_due_on=dates.item_due_on,
        cut_off_on=dates.cut_off_on,
        evaluation_on=dates.evaluation_on,
        drafted_by=by.post,
    )
    recording.save(cycle, by=by, at=at, why="建立年度")
    recording.create_many(_periods(cycle, dates), by=by, at=at, why="建立年度")
    return cycle


def _periods(cycle: Cycle, dates: YearDates) -> list[ReportPeriod]:
    return [
        ReportPeriod(
            cycle=cycle,
            order=period.order,
            name=period.name,
            rhythm=period.rhythm,
            opens_on=period.opens_on,
            supporting_due_on=period.supporting_due_on,
            due_on=period.due_on,
        )
        for period in dates.periods
    ]


@transaction.atomic
def draft_items(cycle: Cycle, *, by: Actor, at: datetime) -> list[WorkItem]:
    """Draws up the year from the plan: one item for each task that has none yet in this cycle.

    Whoever draws it up is the one who may not issue it.
    """
    checks.require(by, Verb.DRAFT_YEAR, cycle)
    cycle = locked(Cycle, cycle.pk)
    if cycle.state != YearPlanState.DRAFT:
        raise NotNow(f"{cycle}已经印发，不能再拟定；新增任务请在下一年度安排。")
    planned = cycle.year_plans.values("task_id")
    tasks = Task.objects.current().exclude(pk__in=planned).select_related("heading").order_by("plan_id", "number")
    plans = recording.create_many(
        [YearPlan(task=task, cycle=cycle) for task in tasks], by=by, at=at, why="拟定年度任务"
    )
    if plans:
        cycle.drafted_by = by.post or cycle.drafted_by
        raise_version(cycle)
        recording.save(cycle, by=by, at=at, why="拟定年度任务")
    return recording.create_many([_item(plan, cycle) for plan in plans], by=by, at=at, why="拟定年度任务")


def _item(plan: YearPlan, cycle: Cycle) -> WorkItem:
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


@transaction.atomic
def revise_item(
    item: WorkItem,
    *,
    by: Actor,
    at: datetime,
    planned_deadline: date,
    title: str | None = None,
    deliverable: str | None = None,
    is_plan_date: bool | None = None,
    version: int | None = None,
) -> WorkItem:
    """Sets what a drafted item asks for and by when. An issued item is frozen: its dates move only as a case.

    The year gets a new version too, so that nobody issues what the page did not show.
    """
    checks.require(by, Verb.DRAFT_YEAR, item)
    cycle = locked(Cycle, item.year_plan.cycle_id)
    item = locked(WorkItem, item.pk)
    require_version(item, version, "work_item")
    if item.state != ItemState.DRAFT:
        raise NotNow(FROZEN)
    if planned_deadline <= timezone.localdate(at):
        raise Invalid({"planned_deadline": "完成时限须晚于今天，请重新选择。"})
    item.planned_deadline = planned_deadline
    item.title = title or item.title
    item.deliverable = deliverable or item.deliverable
    item.is_plan_date = item.is_plan_date if is_plan_date is None else is_plan_date
    for row in (cycle, item):
        raise_version(row)
        recording.save(row, by=by, at=at, why="修订年度任务")
    return item


@transaction.atomic
def issue(cycle: Cycle, *, by: Actor, at: datetime, version: int | None = None) -> int:
    """Issues the year: freezes its items and makes one line for each responsible unit. Returns how many lines.

    Groups expand to their members of the day, a unit that is named itself stands before its group, and an empty
    group stops everything. Raises NotAllowed, NotNow or Stale.
    """
    cycle = locked(Cycle, cycle.pk)
    checks.require(by, Verb.ISSUE_YEAR, cycle)
    require_version(cycle, version, YEAR_MACHINE.subject)
    transition = YEAR_MACHINE.step("issue", cycle.state)
    items = _locked_items(cycle)
    if not items:
        raise NotNow(NOTHING_DRAFTED)
    cycle.issued_at, cycle.issued_by = at, by.post
    step = enter(cycle, transition, machine=YEAR_MACHINE, by=by, at=at)
    recording.save(cycle, by=by, at=at, why="印发")
    step.save(force_insert=True)
    lines = _make_lines(cycle, items, on=timezone.localdate(at), by=by, at=at)
    _issue_plans(cycle, by=by, at=at)
    _settle_items(items, by=by, at=at)
    grants.reconcile(items)
    return len(lines)


def _locked_items(cycle: Cycle) -> list[WorkItem]:
    """The items of the year in the order of the plan, and their responsibilities, as nobody can change them now."""
    of_year = WorkItem.objects.filter(year_plan__cycle=cycle)
    items = list(for_update(of_year.select_related("year_plan__task__heading", "year_plan__cycle").order_by("pk")))
    shares = Responsibility.objects.filter(task__year_plans__cycle=cycle, ends_on__isnull=True)
    list(for_update(shares.order_by("pk")))
    return sorted(items, key=_place_in_plan)


def _place_in_plan(item: WorkItem) -> tuple[int, int, int]:
    task = item.year_plan.task
    return task.plan_id, task.number, item.order


def _make_lines(cycle: Cycle, items: list[WorkItem], *, on: date, by: Actor, at: datetime) -> list[UnitLine]:
    lines = recording.create_many(lines_of(cycle, items, on=on), by=by, at=at, why="印发年度任务")
    StateChange.objects.bulk_create([_issued_step(line, by=by, at=at) for line in lines], batch_size=recording.BATCH)
    return lines


def _issued_step(line: UnitLine, *, by: Actor, at: datetime) -> StateChange:
    step = step_by(by, kind="line", subject=line, act="issue", label="交办", at=at)
    step.line, step.work_item_id, step.to_state = line, line.work_item_id, line.state
    return step


def _issue_plans(cycle: Cycle, *, by: Actor, at: datetime) -> None:
    plans = list(cycle.year_plans.all())
    for plan in plans:
        set_state(plan, YearPlanState.ISSUED)
    recording.update_many(plans, ["state", "version"], by=by, at=at, why="印发")


def _settle_items(items: list[WorkItem], *, by: Actor, at: datetime) -> None:
    for item in items:
        set_state(item, ItemState.PENDING_SIGNATURE)
    recording.update_many(items, ["state", "version"], by=by, at=at, why="印发")
