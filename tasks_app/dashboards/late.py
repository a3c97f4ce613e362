"""What is late, whose, since when: the lines of a year that are still open, worst first, and counts by group."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter

from django.db.models import Count, F, Max, Value

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.lights import LIGHT_WORDS, WORST_FIRST, Light, LightMoment
from tasks_app.domain.unit_labels import told_apart
from tasks_app.models import Cycle, Heading, UnitLine
from tasks_app.models.line import UnitLineQuerySet


@dataclass(frozen=True)
class Sought:
    """Which open lines are sought; None narrows nothing. ``unit``, ``plan`` and ``heading`` are ids."""

    cycle: Cycle
    light: Light | None = Light.LATE
    unit: int | None = None
    heading: int | None = None
    plan: int | None = None


@dataclass(frozen=True)
class Choices:
    """What can be chosen from: the years one may look over, all units, the headings of the plans, the plans.

    ``plans`` is empty where one plan stands alone: there is nothing to choose.
    """

    cycles: tuple[Cycle, ...]
    units: tuple[tuple[int, str], ...]
    headings: tuple[tuple[int, str], ...]
    plans: tuple[tuple[int, str], ...] = ()


def choices_for(actor: Actor, names: PlanNames) -> Choices:
    """The choices of the filters. Three queries. Of several plans a heading says whose it is."""
    headings = Heading.objects.values_list("pk", "name", "plan_id")
    return Choices(
        cycles=tuple(Cycle.objects.visible_to(actor)),
        units=tuple(told_apart(Unit.objects.values_list("pk", "name", "jurisdiction"))),
        headings=tuple((pk, heading_label(name, names.get(plan, ""))) for pk, name, plan in headings),
        plans=tuple(names.items()),
    )


def heading_label(name: str, plan: str) -> str:
    """A heading as a list of several plans says it: 能源绿色低碳转型行动（广东省碳达峰实施方案）."""
    return f"{name}（{plan}）" if plan else name


def lines_sought(sought: Sought, actor: Actor, moment: LightMoment) -> UnitLineQuerySet:
    """The lines, worst first. What is still open is what the indexes of open lines hold; what stands aside is not."""
    visible = UnitLine.objects.visible_to(actor).filter(cycle=sought.cycle)
    stands = visible.filter(ended_on__isnull=True) if sought.light is Light.ASIDE else visible.open()
    lines = stands.of_plan(sought.plan)
    if sought.unit is not None:
        lines = lines.filter(unit=sought.unit)
    if sought.heading is not None:
        lines = lines.filter(heading=sought.heading)
    if sought.light is not None:
        lines = lines.in_light(moment, sought.light)
    return lines.worst_first()


def with_words(lines: UnitLineQuerySet, sought: Sought, moment: LightMoment) -> UnitLineQuerySet:
    """Adds what is said of each line: ``light``, its task's ``number``, ``plan``, ``heading_name``, the title.

    Words of other tables come as words, not as rows.
    """
    lit = lines.with_light(moment) if sought.light is None else lines.annotate(light=Value(sought.light.value))
    named = lit.annotate(
        number=F("work_item__year_plan__task__number"), heading_name=F("heading__name"), plan=F("heading__plan")
    )
    return named.select_related("work_item").defer("work_item__deliverable")


class Grouping(StrEnum):
    """By what the lines of a year are counted."""

    UNIT = "unit"
    HEADING = "heading"
    LIGHT = "light"


@dataclass(frozen=True)
class Group:
    """One group with its count for each light. ``key`` is a unit's or heading's id, or a light."""

    key: int | str
    label: str
    counts: Counter[str]

    @property
    def pain(self) -> tuple[int, ...]:
        """What the groups are sorted by: most late first, then most near, and so on."""
        return tuple(-self.counts[light] for light in WORST_FIRST)


_FIELDS = {Grouping.UNIT: ("unit_id", "unit_name"), Grouping.HEADING: ("heading_id", "heading__name")}


def counts_by(
    grouping: Grouping, cycle: Cycle, actor: Actor, moment: LightMoment, *, plan: int | None = None
) -> tuple[Group, ...]:
    """All lines of the year (or of one plan in it) counted by group and light, the worst group first. One query.

    A unit bears the name its lines were issued under, the latest where it was renamed within the year.
    """
    lines = (
        UnitLine.objects.visible_to(actor).filter(cycle=cycle, ended_on__isnull=True).of_plan(plan).with_light(moment)
    )
    named = _FIELDS.get(grouping, ())
    counted = lines.order_by().values(*named, "light").annotate(count=Count("pk"), since=Max("issued_on"))
    counts: dict[int | str, Counter[str]] = defaultdict(Counter)
    labels: dict[int | str, str] = {}
    for row in sorted(counted, key=itemgetter("since")):
        key, label = (row[field] for field in named) if named else (row["light"], LIGHT_WORDS[row["light"]])
        counts[key][row["light"]] += row["count"]
        labels[key] = label
    found = (Group(key, labels[key], of_key) for key, of_key in counts.items())
    return tuple(sorted(found, key=lambda group: (group.pain, group.key)))
