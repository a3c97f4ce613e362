"""Working days (工作日): counted from a calendar table, assumed where a year is not yet published.

Make-up working days (调休) make guessing wrong, so an assumed year is always marked, never silently used.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
# How far beyond the known years days are looked up rather than counted: deadlines and steps reach into the next one.
BEYOND = DAY * 400
SATURDAY = 5
# Holidays with a fixed date (《全国年节及纪念日放假办法》, 2024 revision): assumed for an unpublished year.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def is_assumed_workday(day: date) -> bool:
    """What a day is taken for while its year is 未公布: weekends and fixed holidays rest."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS


@dataclass(frozen=True)
class Calendar:
    """Working days of the known years; days outside are assumed by :func:`is_assumed_workday`."""

    days: Mapping[date, bool]
    published: frozenset[int] = frozenset()
    _working: tuple[date, ...] = field(init=False, repr=False, default=())
    _span: tuple[date, date] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        if not self.days:
            return
        first, last = min(self.days) - BEYOND, max(self.days) + BEYOND
        every = (first + DAY * offset for offset in range((last - first).days + 1))
        object.__setattr__(self, "_span", (first, last))
        object.__setattr__(self, "_working", tuple(day for day in every if self.is_workday(day)))

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day."""
        known = self.days.get(day)
        return is_assumed_workday(day) if known is None else known

    def is_published(self, year: int) -> bool:
        """Whether the year's holiday notice is out, so that its days are certain."""
        return year in self.published

    def plus(self, day: date, count: int) -> date:
        """The ``count``-th working day strictly after ``day`` (strictly before it when negative)."""
        place = (bisect_right(self._working, day) - 1 if count > 0 else bisect_left(self._working, day)) + count
        if count and self._knows(day) and 0 <= place < len(self._working):
            return self._working[place]
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def _knows(self, day: date) -> bool:
        """Whether the day lies in or near the known years, so that a look-up can stand for counting."""
        return self._span is not None and self._span[0] <= day <= self._span[1]

    def moved_past_rest(self, day: date) -> date:
        """The day itself, or the first working day after it (report days move past rest days)."""
        while not self.is_workday(day):
            day += DAY
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie in the days after ``start`` up to and including ``end``; negative backwards."""
        if end < start:
            return -self.between(end, start)
        if self._knows(start) and self._knows(end):
            return bisect_right(self._working, end) - bisect_right(self._working, start)
        days = (end - start).days
        return sum(self.is_workday(start + DAY * offset) for offset in range(1, days + 1))
