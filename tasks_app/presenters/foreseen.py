"""What the clock will do, in words: the steps of a rehearsal, and the working days ahead."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from tasks_app.dashboards.rehearsal import Foreseen, Rehearsal
from tasks_app.domain.working_days import DAY, Calendar
from tasks_app.presenters.clock import word_of
from tasks_app.presenters.links import line_url

WEEKDAYS = "一二三四五六日"
STEPS_SHOWN = 40


@dataclass(frozen=True)
class StepRow:
    """A step that will be taken: on whose line or about which target, in which word, by which rule."""

    unit: str
    title: str
    url: str
    word: str
    rule: str
    why: str


@dataclass(frozen=True)
class DayAhead:
    """One day with how many steps of each word; ``rows`` are the first of them, ``more`` how many are left out."""

    on: date
    weekday: str
    counts: tuple[tuple[str, int], ...]
    rows: tuple[StepRow, ...]
    more: int
    is_workday: bool
    is_assumed: bool


def days_ahead(rehearsal: Rehearsal, calendar: Calendar, *, start: date, end: date) -> list[DayAhead]:
    """Every working day from ``start`` to ``end``, empty ones too, and rest days on which something happens."""
    by_day = {day: list(group) for day, group in groupby(rehearsal.fired, key=lambda one: one.step.on)}
    days = [start + DAY * offset for offset in range((end - start).days + 1)]
    return [_day(day, by_day.get(day, []), calendar) for day in days if day in by_day or calendar.is_workday(day)]


def _day(day: date, steps: list[Foreseen], calendar: Calendar) -> DayAhead:
    rows = [step_row(one) for one in steps]
    return DayAhead(
        on=day,
        weekday=f"周{WEEKDAYS[day.weekday()]}",
        counts=tuple(Counter(row.word for row in rows).most_common()),
        rows=tuple(rows[:STEPS_SHOWN]),
        more=max(0, len(rows) - STEPS_SHOWN),
        is_workday=calendar.is_workday(day),
        is_assumed=not calendar.is_published(day.year),
    )


def step_row(one: Foreseen) -> StepRow:
    """A foreseen step in words."""
    rule = one.step.step.rule
    return StepRow(
        unit=one.unit_name,
        title=one.matter,
        url=line_url(one.line) if one.line else reverse("target", args=[one.target.pk]),  # type: ignore[union-attr]
        word=word_of(one.unit_kind, rule.level, rule.deed),
        rule=rule.code,
        why=rule.moment_in_words,
    )
