"""A year as the office sees it: its dates, its items, and what issuing it would make."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import Count, Q
from django.urls import reverse

from accounts.actor import Actor
from tasks_app.actions.cycles import require_ready
from tasks_app.actions.lines_of_issue import lines_of
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.refusals import NotAllowed, NotNow
from tasks_app.domain.year_states import BEFORE_ISSUE, YearPlanState
from tasks_app.models import Cycle, ReportPeriod, Task, UnitLine, WorkItem
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.links import Step


@dataclass(frozen=True)
class ItemRow:
    """One item of the year and how many units it is, or would be, given to."""

    item: WorkItem
    number: int
    units: int


@dataclass(frozen=True)
class PlanItems:
    """The items of one plan; it is named where the year takes its items from several."""

    plan: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Prospect:
    """What issuing would make: lines and units. ``hindrance`` is the sentence that says why it cannot be done yet."""

    by_item: Counter[int]
    lines: int
    units: int
    hindrance: str = ""


@dataclass(frozen=True)
class CyclePage:
    """What the page of one year shows; ``hindrance`` stands where the button 印发 would."""

    cycle: Cycle
    periods: tuple[ReportPeriod, ...]
    items: tuple[PlanItems, ...]
    item_count: int
    line_count: int
    acts: tuple[Act, ...]
    hindrance: str
    links: tuple[Step, ...] = ()


def cycle_page(cycle: Cycle, actor: Actor, names: PlanNames) -> CyclePage:
    """The year for an actor who may look it over, plan by plan; drafts are counted as they would be issued today."""
    items = list(
        WorkItem.objects.visible_to(actor)
        .filter(year_plan__cycle=cycle)
        .select_related("year_plan__task__heading", "year_plan__cycle", "previous__year_plan__cycle")
        .order_by("year_plan__task__plan_id", "year_plan__task__number", "order")
    )
    is_draft = cycle.state in BEFORE_ISSUE
    prospect = _prospect(cycle, items, actor.on) if is_draft else None
    counts = prospect.by_item if prospect else _issued(cycle)
    return CyclePage(
        cycle=cycle,
        periods=tuple(cycle.periods.all()),
        items=tuple(_by_plan(items, counts, names)),
        item_count=len(items),
        line_count=sum(counts.values()),
        acts=tuple(_acts(cycle, prospect, actor)) if prospect else (),
        hindrance=_hindrance(cycle, prospect, actor) if prospect and items else "",
        links=tuple(_links(cycle, actor)),
    )


def _by_plan(items: Iterable[WorkItem], counts: Mapping[int, int], names: PlanNames) -> Iterable[PlanItems]:
    for plan, of_plan in groupby(items, key=lambda item: item.year_plan.task.plan_id):
        rows = (ItemRow(item, item.year_plan.task.number, counts.get(item.pk, 0)) for item in of_plan)
        yield PlanItems(names.get(plan, ""), tuple(rows))


def _issued(cycle: Cycle) -> dict[int, int]:
    """How many lines each item of an issued year has."""
    lines = UnitLine.objects.filter(Q(ended_on__isnull=True) | Q(cycle__is_imported=True), cycle=cycle)
    return dict(lines.order_by().values_list("work_item").annotate(count=Count("pk")))


def _prospect(cycle: Cycle, items: list[WorkItem], on: date) -> Prospect:
    """The lines are counted while the year is not ready too: whoever plans it wants to know of how many units."""
    try:
        lines = lines_of(cycle, items, on=on)
    except NotNow as refusal:
        return Prospect(Counter(), 0, 0, refusal.sentence)
    by_item = Counter(line.work_item_id for line in lines)
    prospect = Prospect(by_item, len(lines), len({line.unit_id for line in lines}))
    try:
        require_ready(cycle, items, on=on)
    except NotNow as refusal:
        return replace(prospect, hindrance=refusal.sentence)
    return prospect


def _hindrance(cycle: Cycle, prospect: Prospect, actor: Actor) -> str:
    """What is missing first: it is the same for everybody, and whoever may not issue sees to it."""
    if prospect.hindrance:
        return prospect.hindrance
    try:
        checks.require(actor, Verb.ISSUE_YEAR, cycle)
    except NotAllowed as refusal:
        return refusal.sentence
    return ""


def _acts(cycle: Cycle, prospect: Prospect, actor: Actor) -> Iterable[Act]:
    unplanned = Task.objects.current().exclude(year_plans__cycle=cycle).count()
    if unplanned:
        yield Act("draft", reverse("cycle_draft", args=[cycle.year]), "拟定年度任务", primary=not prospect.lines)
    if prospect.lines and not _hindrance(cycle, prospect, actor):
        yield Act(
            "issue",
            reverse("cycle_issue", args=[cycle.year]),
            "印发",
            primary=True,
            question=("" if cycle.consulted_at else "本年度没有在系统中征求意见。")
            + f"印发{cycle}任务？将向 {prospect.units} 个单位交办 {prospect.lines} 件承办事项；"
            "印发后任务内容和时限不能直接修改。",
        )


def _links(cycle: Cycle, actor: Actor) -> Iterable[Step]:
    """The pages of a year that the actor may open now."""
    if cycle.state == YearPlanState.ISSUED and not cycle.is_imported:
        yield Step("时间表、路线图", reverse("roadmap", args=[cycle.year]))
    if cycle.is_imported:
        yield Step("导入的承办事项", reverse("imported_year", args=[cycle.year]))
    if not rights_of(actor.role, Verb.DRAFT_YEAR):
        return
    if cycle.consulted_at or cycle.state in BEFORE_ISSUE:
        yield Step("征求意见", reverse("consultation", args=[cycle.year]))
    if cycle.state in BEFORE_ISSUE:
        yield Step("结转上年未完成事项", reverse("carry_over", args=[cycle.year]))


def openable(known: Iterable[Cycle], today: date) -> tuple[int, ...]:
    """The years the office may open now: this one and the next, where they are not open yet."""
    opened = {cycle.year for cycle in known}
    return tuple(year for year in (today.year, today.year + 1) if year not in opened)


def cycle_trail(here: str, cycle: Cycle | None = None) -> tuple[Crumb, ...]:
    """The way to a page about a year, or to one of the pages within it."""
    within = ((str(cycle), reverse("cycle", args=[cycle.year])),) if cycle else ()
    return trail(("年度", reverse("cycle_list")), *within, here=here)
