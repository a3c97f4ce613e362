"""The demo's figures of targets (目标数据): who reports some of them, and what was reported, by real acts.

Does nothing where the plan has no targets. The figures are made up, as every page of the demo says.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tasks_app.actions import target_readings, targets
from tasks_app.actions.target_readings import Entry
from tasks_app.domain.access import Role
from tasks_app.domain.target_words import Comparator, ReadingKind, TargetKind
from tasks_app.domain.working_days import Calendar
from tasks_app.management.demo.cast import Cast
from tasks_app.management.demo.moments import Moments
from tasks_app.models import Responsibility, Target

# Of the targets with a figure and a measure every second one is reported, at most so many.
SHOWN, EVERY = 12, 2
# How far on the way each year's figure is, as a share of the promised value; None: not reported.
WAYS: tuple[tuple[Decimal | None, ...], ...] = (
    (Decimal("0.90"), Decimal("0.94"), Decimal("0.97")),
    (Decimal("0.82"), Decimal("0.86"), Decimal("0.88")),
    (Decimal("0.91"), Decimal("0.96"), None),
)
SOURCE = "市统计局年度数据（演示）"


@dataclass
class Figures:
    """Names the reporting units after the year was issued, and enters the figures of the years before."""

    moments: Moments
    calendar: Calendar
    cast: Cast

    def play(self) -> None:
        """All of it."""
        rows = Target.objects.with_years().filter(value__isnull=False, measure__isnull=False)
        chosen = list(rows.exclude(kind=TargetKind.MILESTONE).order_by("order"))[::EVERY][:SHOWN]
        for place, target in enumerate(chosen):
            unit = self._unit_of(target)
            if unit is not None:
                self._report(target, unit, WAYS[place % len(WAYS)])

    def _unit_of(self, target: Target) -> int | None:
        """The first unit of a task that the target's measure explains."""
        holders = Responsibility.objects.filter(task__measure_links__measure=target.measure_id, unit__isnull=False)
        return holders.order_by("task__number", "order").values_list("unit", flat=True).first()

    def _report(self, target: Target, unit: int, way: tuple[Decimal | None, ...]) -> None:
        named = self.moments.at(self.moments.after_issue(1, self.calendar), 9)
        told = self.moments.at(self.moments.after_issue(3, self.calendar), 10)
        liaison = self.cast.by(Role.LIAISON, told, unit)
        clerk = self.cast.by(Role.OFFICE_CLERK, named)
        targets.keep(
            target, unit=liaison.own_post.unit, month=target.data_month, day=target.data_day, by=clerk, at=named
        )
        last = told.year - 1
        for year, share in zip(range(last - len(way) + 1, last + 1), way, strict=True):
            if share is not None and target.promise.asks_for(year):
                kind = ReadingKind.QUICK if year == last else ReadingKind.VERIFIED
                entry = Entry(year, kind, SOURCE, self._value(target, share))
                self._enter(target, entry, told, unit)

    def _enter(self, target: Target, entry: Entry, at: datetime, unit: int) -> None:
        target_readings.enter(target, entry, by=self.cast.by(Role.LIAISON, at, unit), at=at)

    def _value(self, target: Target, share: Decimal) -> Decimal:
        """A figure on the way to the promised value: below it, or above where it is a ceiling; a grade is whole."""
        value = target.value or Decimal(0)
        if target.unit.endswith("级"):
            return value
        way = 2 - share if target.comparator == Comparator.AT_MOST else share
        return round(value * way, 2)
