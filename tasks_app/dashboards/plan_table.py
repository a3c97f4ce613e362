"""The table of the plan (重点任务分工表): its rows, who holds them, and the lights of the year beside the units."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.db.models import Count, Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from accounts.actor import Actor
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.lights import WORST_FIRST, Light, light_word, worst
from tasks_app.domain.parts import SETTLED, Part, has_settled_lead, part_of_line
from tasks_app.models import Cycle, Plan, Responsibility, Task, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.models.line import light_for
from tasks_app.models.plan import TaskQuerySet

# Plan, number of the row, and the unit or the group that holds a part of it.
Place = tuple[int, int, int | None, int | None]
PLACE = (
    "responsibility__task__plan_id",
    "responsibility__task__number",
    "responsibility__unit_id",
    "responsibility__group_id",
)
# By place in the plan: how many lines show which light, in which word.
Lights = defaultdict[Place, Counter[tuple[Light, str]]]


@dataclass(frozen=True)
class Lit:
    """One light of a holder in words; with the count where the holder has several lines, as a group has."""

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
    lit: tuple[Lit, ...]

    @property
    def worst(self) -> Light | None:
        """The light that stands for all lines of this holder (a group has one for each member)."""
        return worst(one.code for one in self.lit)

    @property
    def words(self) -> str:
        """All its lights in words: 逾期未完成 2 件、正常推进 3 件."""
        return "、".join(one.words for one in self.lit)


@dataclass(frozen=True)
class PlanRow:
    """One row of the table; ``lights`` are the codes of all lines of it that the actor may see."""

    task: Task
    shares: tuple[Share, ...]
    lights: frozenset[str]


def plan_rows(tasks: Iterable[Task], cycle: Cycle | None, actor: Actor) -> tuple[PlanRow, ...]:
    """The rows of these tasks as they hold on the actor's day. At most five queries, however many rows."""
    known = list(tasks)
    lights = _lights(known, cycle, actor)
    held: dict[int, list[Responsibility]] = defaultdict(list)
    rows = Responsibility.objects.in_force(actor.on).filter(task__in=known).select_related("unit", "group")
    for row in rows.order_by("order", "id"):
        held[row.task_id].append(row)
    return tuple(_row(task, held[task.pk], lights) for task in known)


def tasks_of(plan: Plan, *, on: date, words: str = "") -> list[Task]:
    """The current tasks of a plan in their order; with ``words``, those that say them or name such a unit."""
    tasks = list(_saying(words, on=on).filter(plan=plan).select_related("heading").order_by("number", "id"))
    for task in tasks:
        task.plan = plan  # its columns are the headings of each row's own cells
    return tasks


def rows_with_a_lead(plan_number: str) -> set[int]:
    """The 序号 of the current rows of a plan whose lead nobody has to confirm any more."""
    leads = Responsibility.objects.filter(part=Part.LEAD, basis__in=SETTLED, ends_on__isnull=True)
    rows = leads.filter(task__plan__number=plan_number, task__superseded_by__isnull=True)
    return set(rows.values_list("task__number", flat=True))


def found_by_plan(*, on: date, words: str) -> Counter[int]:
    """How many rows of each plan say these words: what a search in one plan leaves unsaid of the others."""
    counted = _saying(words, on=on).order_by().values_list("plan").annotate(count=Count("pk"))
    return Counter(dict(counted))


def _saying(words: str, *, on: date) -> TaskQuerySet:
    tasks: TaskQuerySet = Task.objects.current()
    if words:
        naming = Responsibility.objects.in_force(on).filter(
            Q(task=OuterRef("pk")),
            Q(raw_name__icontains=words)
            | Q(unit__name__icontains=words)
            | Q(group__name__icontains=words)
            | Q(unit__aliases__text__icontains=words),
        )
        tasks = tasks.alias(own=Cast("cells", TextField()))
        said = Q(text__icontains=words) | Q(heading__name__icontains=words) | Q(own__icontains=words)
        tasks = tasks.filter(said | Exists(naming))
    return tasks


def _row(task: Task, held: list[Responsibility], lights: Lights) -> PlanRow:
    settled = has_settled_lead(row.claim for row in held)
    return PlanRow(
        task=task,
        shares=tuple(_share(row, lights[_place(task, row)], lead_is_settled=settled) for row in held),
        lights=frozenset(code for row in held for code, _ in lights[_place(task, row)]),
    )


def _place(task: Task, row: Responsibility) -> Place:
    return task.plan_id, task.number, row.unit_id, row.group_id


def _share(row: Responsibility, counts: Counter[tuple[Light, str]], *, lead_is_settled: bool) -> Share:
    return Share(
        name=row.name,
        part=part_of_line(row.claim, lead_is_settled=lead_is_settled),
        basis_note=row.basis_note if row.is_settled else "",
        is_inferred_lead=row.part == Part.LEAD and not row.is_settled,
        is_group=row.group_id is not None,
        lit=_lit(counts),
    )


def _lit(counts: Counter[tuple[Light, str]]) -> tuple[Lit, ...]:
    """The worst light first; a late yearly report has its own word."""
    several = counts.total() > 1
    worst_first = sorted(counts.items(), key=lambda entry: WORST_FIRST.index(entry[0][0]))
    return tuple(Lit(code, f"{word} {count} 件" if several else word) for (code, word), count in worst_first)


def _lights(tasks: list[Task], cycle: Cycle | None, actor: Actor) -> Lights:
    """The lights of the year's lines by their place in the plan, counted in the database.

    An issued year stays with the version of a row that it was issued from: by its number it is found beside the row
    that took its place.
    """
    lights: Lights = defaultdict(Counter)
    if cycle is None or not rights_of(actor.role, Verb.SEE_LINE):
        return lights
    moment = cycle.moment(actor.on, working_calendar())
    counted = (
        UnitLine.objects.visible_to(actor)
        .filter(cycle=cycle, ended_on__isnull=True)
        .filter(responsibility__task__plan__in={task.plan_id for task in tasks})
        .filter(responsibility__task__number__in={task.number for task in tasks})
        .annotate(light=light_for(actor, moment))
        .values(*PLACE, "light", "rhythm")
        .annotate(count=Count("pk"))
        .order_by(*PLACE)
    )
    for row in filter(itemgetter("light"), counted):
        code = Light(row["light"])
        plan, number, unit, group = (row[column] for column in PLACE)
        lights[plan, number, unit, group][code, light_word(code, row["rhythm"])] += row["count"]
    return lights
