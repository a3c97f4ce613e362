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
from tasks_app.actions.asked_units import items_of, keep_asked
from tasks_app.actions.lines_of_issue import lines_of
from tasks_app.actions.transition import enter, for_update, locked, raise_version, require_version, set_state, step_by
from tasks_app.actions.year_drafts import items_for, last_year_of, shares_like_last_year
from tasks_app.dashboards.roadmap import rows_of
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.rhythm import YearDates, year_dates
from tasks_app.domain.roadmap import as_data
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import BEFORE_ISSUE, YEAR_MACHINE, ItemState, YearPlanState
from tasks_app.models import (
    Cycle,
    Opinion,
    Plan,
    ReportPeriod,
    Responsibility,
    StateChange,
    Task,
    UnitLine,
    WorkItem,
    YearPlan,
)
from tasks_app.notifications.year_notices import tell_asked
from tasks_app.permissions import checks, grants

YEARS = range(2021, 2061)  # from 十四五 to 碳中和
NO_SUCH_YEAR = f"年度应在 {YEARS[0]} 至 {YEARS[-1]} 之间，请核对。"
DRAWN_UP = "拟定年度任务"
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
    """Draws up the year for each task that has none yet: as last year had it, else one item from the plan.

    Whoever draws it up is the one who may not issue it.
    """
    checks.require(by, Verb.DRAFT_YEAR, cycle)
    cycle = locked(Cycle, cycle.pk)
    if cycle.state not in BEFORE_ISSUE:
        raise NotNow(f"{cycle}已经印发，不能再拟定；新增任务请在下一年度安排。")
    planned = cycle.year_plans.values("task_id")
    tasks = Task.objects.current().exclude(pk__in=planned).select_related("heading").order_by("plan_id", "number")
    plans = recording.create_many(
        [YearPlan(task=task, cycle=cycle, state=cycle.state) for task in tasks], by=by, at=at, why=DRAWN_UP
    )
    if not plans:
        return []
    cycle.drafted_by = by.post or cycle.drafted_by
    raise_version(cycle)
    recording.save(cycle, by=by, at=at, why=DRAWN_UP)
    last = last_year_of(cycle, [plan.task_id for plan in plans])
    drawn = [item for plan in plans for item in items_for(plan, cycle, last)]
    items = recording.create_many(drawn, by=by, at=at, why=DRAWN_UP)
    recording.create_many(shares_like_last_year(items), by=by, at=at, why=DRAWN_UP)
    tell_asked(cycle, keep_asked(cycle, by=by, at=at), at=at)
    return items


@transaction.atomic
def issue(cycle: Cycle, *, by: Actor, at: datetime, version: int | None = None) -> int:
    """Issues the year: freezes its items and makes one line for each responsible unit. Returns how many lines.

    Groups expand to their members of the day, a unit that is named itself stands before its group, and an empty
    group stops everything. Raises NotAllowed, NotNow or Stale.
    """
    cycle = locked(Cycle, cycle.pk)
    checks.require(by, Verb.ISSUE_YEAR, cycle)
    require_version(cycle, version, YEAR_MACHINE.subject, by=by)
    transition = YEAR_MACHINE.step("issue", cycle.state)
    items = _locked_items(cycle)
    require_ready(cycle, items, on=timezone.localdate(at))
    lines = lines_of(cycle, items, on=timezone.localdate(at))
    cycle.roadmap = as_data(rows_of(items, lines))
    cycle.issued_at, cycle.issued_by = at, by.post
    step = enter(cycle, transition, machine=YEAR_MACHINE, by=by, at=at)
    recording.save(cycle, by=by, at=at, why="印发")
    step.save(force_insert=True)
    _make_lines(lines, by=by, at=at)
    _issue_plans(cycle, by=by, at=at)
    _settle_items(items, by=by, at=at)
    grants.reconcile(items)
    return len(lines)


def _locked_items(cycle: Cycle) -> list[WorkItem]:
    """The items of the year in the order of the plan, and their responsibilities, as nobody can change them now."""
    items = items_of(cycle)
    shares = Responsibility.objects.filter(task__year_plans__cycle=cycle, ends_on__isnull=True)
    list(for_update(shares.order_by("pk")))
    return items


def require_ready(cycle: Cycle, items: list[WorkItem], *, on: date) -> None:
    """Raises NotNow where the year cannot be issued yet: nothing drafted, a task without an item, an opinion nobody
    answered, or a day of 征求意见 that is still to come while somebody has not spoken.
    """
    if not items:
        raise NotNow(NOTHING_DRAFTED)
    planned = cycle.year_plans.filter(items__isnull=False).values("task_id")
    empty = Task.objects.current().exclude(pk__in=planned).order_by("plan_id", "number")
    if bare := list(empty.values_list("number", flat=True)):
        raise NotNow(f"第{'、'.join(map(str, bare))}项重点任务没有年度任务，每项至少一项，请补充后再印发。")
    if cycle.state != YearPlanState.CONSULTING:
        return
    opinions = Opinion.objects.of_cycle(cycle)
    owed = opinions.unanswered().in_plan_order().values_list("work_item__year_plan__task__number", "unit_name")
    if told := [f"第{number}项{unit}" for number, unit in owed]:
        raise NotNow(f"还有 {len(told)} 条意见没有答复：{'、'.join(told)}。请逐条写明采纳情况后再印发。")
    silent = opinions.open().values("unit").distinct().count()
    if silent and cycle.consult_until and on <= cycle.consult_until:
        raise NotNow(
            f"征求意见至 {cycle.consult_until:%Y-%m-%d} 截止，还有 {silent} 个单位没有全部反馈；"
            "到期后或全部反馈后再印发。"
        )


def _make_lines(lines: list[UnitLine], *, by: Actor, at: datetime) -> None:
    made = recording.create_many(lines, by=by, at=at, why="印发年度任务")
    StateChange.objects.bulk_create([_issued_step(line, by=by, at=at) for line in made], batch_size=recording.BATCH)


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
