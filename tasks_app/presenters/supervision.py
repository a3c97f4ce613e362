"""Supervision in words: the rows of the late list, its filters, and the groups with their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from tasks_app.dashboards.late import Choices, Grouping, Sought
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.lights import LIGHT_WORDS, WORST_FIRST, Light, light_word, working_days_late
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import standing_words
from tasks_app.domain.verification import verified_words
from tasks_app.domain.working_days import Calendar
from tasks_app.forms.supervision import ALL_LIGHTS
from tasks_app.models import UnitLine
from tasks_app.presenters.filters import Chip, address, chips

OPEN_LIGHTS = tuple(light for light in WORST_FIRST if light is not Light.DONE)
GROUPING_WORDS = {Grouping.UNIT: "按单位", Grouping.HEADING: "按行动", Grouping.LIGHT: "按灯"}


@dataclass(frozen=True)
class LateRow:
    """One line of the list.

    ``days`` are working days to the deadline as of ``counted_on``; None where they no longer run.
    """

    line: UnitLine
    number: int
    plan: str
    light_code: str
    light_label: str
    counted_on: date
    days: int | None
    standing: str
    finding: str


def late_rows(lines: Iterable[UnitLine], today: date, calendar: Calendar, names: PlanNames) -> list[LateRow]:
    """The rows of the list, in the order of the lines (each said ``with_words`` of ``dashboards.late``)."""
    return [_row(line, today, calendar, names) for line in lines]


def _row(line: UnitLine, today: date, calendar: Calendar, names: PlanNames) -> LateRow:
    counted_on, days = _clock(line, today, calendar)
    code = Light(line.light)  # type: ignore[attr-defined]
    return LateRow(
        line=line,
        number=line.number,  # type: ignore[attr-defined]
        plan=names.get(line.plan, ""),  # type: ignore[attr-defined]
        light_code=code,
        light_label=light_word(code, line.rhythm),
        counted_on=counted_on,
        days=days,
        standing=standing_words(line.claimed_standing, line.claimed_progress),
        finding=verified_words(line.verification, line.verified_progress),
    )


def _clock(line: UnitLine, today: date, calendar: Calendar) -> tuple[date, int | None]:
    """For a unit the clock stops when it hands in; until then it runs to today."""
    if line.state != LineState.OFFICE_REVIEW or line.submitted_at is None:
        return today, calendar.between(today, line.deadline)
    late = working_days_late(line.facts, today, calendar)
    return timezone.localdate(line.submitted_at), -late if late else None


@dataclass(frozen=True)
class LatePage:
    """What stands around the list: what it is called, the chips, and where else it leads."""

    title: str
    light_chips: tuple[Chip, ...]
    group_chips: tuple[Chip, ...]
    ledger_url: str
    reset_url: str
    is_narrowed: bool


def words_of(sought: Sought) -> dict[str, object]:
    """The words of an address that says what is sought."""
    return {
        "light": sought.light or ALL_LIGHTS,
        "unit": sought.unit,
        "heading": sought.heading,
        "plan": sought.plan,
        "year": sought.cycle.year,
    }


def place_of(sought: Sought) -> dict[str, object]:
    """The words that say which year and plan one looks into."""
    return {"year": sought.cycle.year, "plan": sought.plan}


def late_page(sought: Sought) -> LatePage:
    """The frame of the list for what is sought."""
    words = words_of(sought)
    lights = [*((light.value, LIGHT_WORDS[light]) for light in OPEN_LIGHTS), (ALL_LIGHTS, "全部未办结")]
    return LatePage(
        title=title_of(sought),
        light_chips=chips(reverse("late"), words, "light", lights),
        group_chips=group_chips(sought),
        ledger_url=address(reverse("ledger"), words),
        reset_url=address(reverse("late"), {"year": sought.cycle.year}),
        is_narrowed=any(narrowed is not None for narrowed in (sought.unit, sought.heading, sought.plan)),
    )


def title_of(sought: Sought) -> str:
    """What the list is called: 逾期未完成的承办事项."""
    return f"{LIGHT_WORDS[sought.light]}的承办事项" if sought.light else "未办结的承办事项"


def ignored_words(labels: Sequence[str]) -> str:
    """What is said of filters nobody could understand; empty where all were understood."""
    if not labels:
        return ""
    named = "、".join(f"“{label}”" for label in labels)
    return f"地址中的筛选条件{named}无法识别，已忽略，所列事项没有按它筛选"


def narrowed_to(sought: Sought, choices: Choices, ignored: Sequence[str] = ()) -> str:
    """What the list is narrowed to, for the file that leaves the house: 逾期未完成；市商务局."""
    parts = [
        LIGHT_WORDS[sought.light] if sought.light else "全部未办结",
        dict(choices.units).get(sought.unit or 0, ""),
        dict(choices.plans).get(sought.plan or 0, ""),
        dict(choices.headings).get(sought.heading or 0, ""),
        ignored_words(ignored),
    ]
    return "；".join(filter(None, parts))


def group_chips(sought: Sought, current: Grouping | None = None) -> tuple[Chip, ...]:
    """The switch between the list and the three groupings, each of the same year and plan."""
    words = place_of(sought)
    listed = Chip("清单", address(reverse("late"), words), current is None)
    grouped = (
        Chip(label, address(reverse("late_by", args=[grouping.value]), words), grouping is current)
        for grouping, label in GROUPING_WORDS.items()
    )
    return (listed, *grouped)
