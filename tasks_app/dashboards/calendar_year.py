"""A year of the calendar as it is stored, or as it is assumed while nobody entered it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tasks_app.domain.working_days import DAY, SATURDAY, Calendar, is_assumed_workday
from tasks_app.models import CalendarDay, CalendarYear

FIRST_YEAR, LAST_YEAR = 2000, 2099
Days = Mapping[date, tuple[bool, str]]


@dataclass(frozen=True)
class YearOfDays:
    """Every day of a year as (works, name). ``version`` is 0 where the year has no row yet."""

    year: int
    is_official: bool
    basis: str
    version: int
    days: dict[date, tuple[bool, str]]


def year_of_days(year: int) -> YearOfDays:
    """The year. Two queries."""
    row = CalendarYear.objects.filter(year=year).first()
    known = CalendarDay.objects.filter(day__year=year).values_list("day", "is_workday", "name")
    stored = {day: (works, name) for day, works, name in known}
    days = {day: stored.get(day, (is_assumed_workday(day), "")) for day in _every_day(year)}
    if row is None:
        return YearOfDays(year, is_official=False, basis="", version=0, days=days)
    return YearOfDays(year, row.state == CalendarYear.State.OFFICIAL, row.basis, row.version, days)


def published_with(year: int, days: Days) -> dict[date, tuple[bool, str]]:
    """Every day of a year that differs from the plain week by ``days`` alone, as ``actions.calendars`` stores it."""
    return {day: days.get(day, (day.weekday() < SATURDAY, "")) for day in _every_day(year)}


def calendar_with(calendar: Calendar, year: int, days: Days) -> Calendar:
    """The calendar as it would be once the year were published with these days."""
    workdays = {day: works for day, (works, _) in days.items()}
    return replace(calendar, days={**calendar.days, **workdays}, published=calendar.published | {year})


def _every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + DAY * offset for offset in range((date(year + 1, 1, 1) - first).days)]
