"""Of which years the clock asks the figure of a target, from whom, and until when (数据填报时限)."""

from datetime import date, timedelta
from enum import StrEnum

from tasks_app.domain.facts import Span
from tasks_app.domain.targets import Promise, data_day
from tasks_app.domain.working_days import Calendar

# Whoever is named late has this many working days: no unit pays for the office's delay (a choice of ours).
WORKING_DAYS_TO_REPORT = 10
# How long after its day a figure is still chased although the next year has begun (data days in December).
STILL_CHASED = timedelta(days=60)


class Asked(StrEnum):
    """Who is asked for a figure: the reporting unit, or nobody because the office has named none."""

    OF_UNIT = "asked_of_unit"
    OF_NOBODY = "asked_of_nobody"


def due_on(promise: Promise, year: int, since: date | None, calendar: Calendar) -> date:
    """The day until which the unit reports the figure of a year: the data day, or later where it was named late."""
    day = data_day(promise, year)
    return day if since is None else max(day, calendar.plus(since, WORKING_DAYS_TO_REPORT))


def years_on_the_clock(promise: Promise, today: date) -> tuple[int, ...]:
    """The latest year that is over, and the one before while its day is only just past.

    Older years without a figure stay 逾期未报 on every page; they were chased in their own time.
    """
    return tuple(year for year, _ in years_between(promise, today, today))


def years_between(promise: Promise, start: date, end: date) -> list[tuple[int, Span]]:
    """The years that are on the clock on some day from ``start`` to ``end``, in order, each with its days on it."""
    if promise.is_to_be_set:
        return []
    first = start.year - 2 if promise.final_year is None else min(start.year - 2, promise.final_year)
    asked = [(year, _days_on_the_clock(promise, year)) for year in range(first, end.year) if promise.asks_for(year)]
    return [(year, days) for year, days in asked if days.start <= end and (days.end is None or start <= days.end)]


def _days_on_the_clock(promise: Promise, year: int) -> Span:
    """From when a year is over until the next one is, and while its day is only just past; a last year stays."""
    if year == promise.final_year:
        return Span(date(year + 1, 1, 1))
    return Span(date(year + 1, 1, 1), max(date(year + 1, 12, 31), data_day(promise, year) + STILL_CHASED))
