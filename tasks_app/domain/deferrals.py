"""How far ahead a proposal may be put aside (暂缓): long enough for any good reason, too short to bury it."""

from datetime import date

from tasks_app.domain.working_days import Calendar

MOST_WORKING_DAYS = 60


def latest_day(today: date, calendar: Calendar) -> date:
    """The last day until which a proposal may be put aside today."""
    return calendar.plus(today, MOST_WORKING_DAYS)
