"""One row of the plan in full, with the measures that explain it, and the way to the pages about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tasks_app.dashboards.plan_table import Lit, PlanRow, Share
from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.text_difference import Piece, difference
from tasks_app.models import Heading, Measure, Task, WorkItem
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.filters import address
from tasks_app.presenters.measures import MeasureEntry, measure_entries
from tasks_app.presenters.plan_source import source_url
from tasks_app.presenters.plans import lead_url, table_url, task_url


@dataclass(frozen=True)
class ShareLine:
    """A unit of one task: its part in words, and on what basis it is believed."""

    name: str
    part: str
    basis: str
    lit: tuple[Lit, ...]


@dataclass(frozen=True)
class EarlierVersion:
    """What a row said before, with what the version after it took away and added."""

    text: tuple[Piece, ...]
    units: tuple[Piece, ...]


@dataclass(frozen=True)
class TaskPage:
    """What the page of one row shows."""

    task: Task
    kind: str
    source: str
    source_url: str
    measures: tuple[MeasureEntry, ...]
    shares: tuple[ShareLine, ...]
    items: tuple[WorkItem, ...]
    earlier: tuple[EarlierVersion, ...]
    lead_url: str
    lead_is_inferred: bool
    has_lights: bool


def task_page(
    row: PlanRow,
    *,
    measures: Iterable[Measure],
    items: Iterable[WorkItem],
    earlier: Iterable[Task],
    for_office: bool,
) -> TaskPage:
    """One row in full. An inferred lead (推定) and the door to confirm it are shown to the office alone."""
    task = row.task
    return TaskPage(
        task=task,
        kind=Heading.Kind(task.heading.kind).label,
        source=f"{task.plan.number} 重点任务分工表 第 {task.number} 项",
        source_url=source_url(task),
        measures=measure_entries(measures),
        shares=tuple(_share_line(share, for_office=for_office) for share in row.shares),
        items=tuple(items),
        earlier=_versions(task, earlier),
        lead_url=lead_url(task) if for_office else "",
        lead_is_inferred=any(share.is_inferred_lead for share in row.shares),
        has_lights=bool(row.lights),
    )


def _versions(task: Task, earlier: Iterable[Task]) -> tuple[EarlierVersion, ...]:
    """The earlier versions, the latest first, each compared with the one that took its place."""
    after, versions = task, []
    for before in earlier:
        text, units = difference(before.text, after.text), difference(before.units_text, after.units_text)
        versions.append(EarlierVersion(text, units))
        after = before
    return tuple(versions)


def _share_line(share: Share, *, for_office: bool) -> ShareLine:
    if share.is_inferred_lead and for_office:
        return ShareLine(share.name, Part.LEAD.label, Basis.INFERRED.label, share.lit)
    return ShareLine(share.name, share.part.label, share.basis_note, share.lit)


def plan_trail(here: str, *, task: Task | None = None) -> tuple[Crumb, ...]:
    """The way to a page about the plan, or about one of its tasks."""
    if task is None:
        return trail(("重点任务", reverse("plan")), here=here)
    return trail(("重点任务", table_url(task.plan_id)), (f"第 {task.number} 项", task_url(task)), here=here)


def task_trail(task: Task) -> tuple[Crumb, ...]:
    """The way to a task: its kind and heading are places in the table."""
    table = table_url(task.plan_id)
    kind = Heading.Kind(task.heading.kind)
    return trail(
        ("重点任务", table),
        (kind.label, address(reverse("plan"), {"kind": kind.value, "plan": task.plan_id})),
        (task.heading.name, f"{table}#task-{task.number}"),
        here=f"第 {task.number} 项",
    )


def leads_trail(task: Task) -> tuple[Crumb, ...]:
    """The way to the page on which a task's lead is confirmed."""
    steps = (("重点任务", table_url(task.plan_id)), ("确认牵头单位", reverse("lead_list")))
    return trail(*steps, here=f"第 {task.number} 项")
