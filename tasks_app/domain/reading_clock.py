"""Of which years the clock asks the figure of a target, from whom, and until when (数据填报时限)."""

from datetime import date, timedelta
from enum import StrEnum

from tasks_app.domain.targets import Promise, data_day, year_in_question
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
    year = year_in_question(promise, today)
    if year is None:
        return ()
    before = year - 1
    is_recent = promise.asks_for(before) and today <= data_day(promise, before) + STILL_CHASED
    return (before, year) if is_recent else (year,)
