"""The table of the plan (重点任务分工表): its rows, who holds them, and the lights of the year beside the units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from accounts.actor import Actor
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.lights import Light, light_word, worst
from tasks_app.domain.parts import Part, has_settled_lead, part_of_line
from tasks_app.models import Cycle, Plan, Responsibility, Task, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.models.line import light_at


@dataclass(frozen=True)
class ShareLight:
    """The light beside a unit, or beside a group for all its members: the worst one, with all of them in words."""

    code: Light
    words: str


@dataclass(frozen=True)
class Share:
    """One unit or group of a task. ``part`` is what holds for everyone; ``is_inferred_lead`` is for the office."""

    name: str
    part: Part
    basis_note: str
    is_inferred_lead: bool
    is_group: bool
    light: ShareLight | None


@dataclass(frozen=True)
class PlanRow:
    """One row of the table; ``lights`` are the codes of all lines of it that the actor may see."""

    task: Task
    shares: tuple[Share, ...]
    lights: frozenset[str]


@dataclass(frozen=True)
class _Lit:
    """How many lines of a responsibility show which light, in which word."""

    code: str
    word: str
    count: int


def plan_rows(tasks: Iterable[Task], cycle: Cycle | None, actor: Actor) -> tuple[PlanRow, ...]:
    """The rows of these tasks as they hold on the actor's day. At most five queries, however many rows."""
    known = list(tasks)
    lit = _lights(known, cycle, actor)
    held: dict[int, list[Responsibility]] = defaultdict(list)
    rows = Responsibility.objects.in_force(actor.on).filter(task__in=known).select_related("unit", "group")
    for row in rows.order_by("order", "id"):
        held[row.task_id].append(row)
    return tuple(_row(task, held[task.pk], lit) for task in known)


def tasks_of(plan: Plan, *, on: date, words: str = "") -> list[Task]:
    """The current tasks of a plan in their order; with ``words``, those that say them or name such a unit."""
    tasks = Task.objects.current().filter(plan=plan).select_related("heading").order_by("number", "id")
    if words:
        naming = Responsibility.objects.in_force(on).filter(
            Q(task=OuterRef("pk")),
            Q(raw_name__icontains=words)
            | Q(unit__name__icontains=words)
            | Q(group__name__icontains=words)
            | Q(unit__aliases__text__icontains=words),
        )
        tasks = tasks.filter(Q(text__icontains=words) | Q(heading__name__icontains=words) | Exists(naming))
    return list(tasks)


def _row(task: Task, held: list[Responsibility], lit: dict[int, list[_Lit]]) -> PlanRow:
    settled = has_settled_lead(row.claim for row in held)
    return PlanRow(
        task=task,
        shares=tuple(_share(row, lit.get(row.pk, []), lead_is_settled=settled) for row in held),
        lights=frozenset(one.code for row in held for one in lit.get(row.pk, [])),
    )


def _share(row: Responsibility, lit: list[_Lit], *, lead_is_settled: bool) -> Share:
    return Share(
        name=row.name,
        part=part_of_line(row.claim, lead_is_settled=lead_is_settled),
        basis_note=row.basis_note if row.is_settled else "",
        is_inferred_lead=row.part == Part.LEAD and not row.is_settled,
        is_group=row.group_id is not None,
        light=_share_light(lit),
    )


def _share_light(lit: list[_Lit]) -> ShareLight | None:
    code = worst(one.code for one in lit)
    if code is None:
        return None
    if sum(one.count for one in lit) == 1:
        return ShareLight(code, lit[0].word)
    return ShareLight(code, "、".join(f"{one.word} {one.count} 件" for one in lit))


def _lights(tasks: list[Task], cycle: Cycle | None, actor: Actor) -> dict[int, list[_Lit]]:
    """The lights of the year's lines by responsibility, counted in the database."""
    lit: dict[int, list[_Lit]] = defaultdict(list)
    if cycle is None or not rights_of(actor.role, Verb.SEE_LINE):
        return lit
    moment = cycle.moment(actor.on, working_calendar())
    counts = (
        UnitLine.objects.visible_to(actor)
        .filter(cycle=cycle, ended_on__isnull=True, responsibility__task__in=tasks)
        .annotate(light=light_at(moment))
        .values("responsibility_id", "light", "rhythm")
        .annotate(count=Count("pk"))
        .order_by("responsibility_id", "light", "rhythm")
    )
    for row in counts:
        code = Light(row["light"])
        lit[row["responsibility_id"]].append(_Lit(code, light_word(code, row["rhythm"]), row["count"]))
    return lit
