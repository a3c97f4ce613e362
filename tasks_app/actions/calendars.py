"""Keeping the calendar of working days (工作日历)."""

from datetime import date, datetime, timedelta

import chinese_calendar
from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.models import CalendarDay, CalendarYear

OFFICIAL_BASIS = "国务院办公厅当年节假日安排的通知（chinesecalendar {version}）"


@transaction.atomic
def seed_year(year: int, *, by: Actor, at: datetime) -> CalendarYear:
    """The year's row, with its days where the published calendar knows them; otherwise marked 未公布.

    An existing year is left as it is: the office may have edited it.
    """
    known = CalendarYear.objects.filter(year=year).first()
    if known:
        return known
    days = published_days(year)
    state = CalendarYear.State.OFFICIAL if days else CalendarYear.State.ASSUMED
    basis = OFFICIAL_BASIS.format(version=chinese_calendar.__version__) if days else ""
    row = recording.save(CalendarYear(year=year, state=state, basis=basis, version=1), by=by, at=at, why="建立日历年度")
    rows = [CalendarDay(year=row, day=day, is_workday=works, name=name) for day, works, name in days]
    recording.create_many(rows, by=by, at=at, why="建立日历年度")
    return row


def published_days(year: int) -> list[tuple[date, bool, str]]:
    """Every day of a published year with whether it is worked and the holiday's name; empty when unpublished."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    try:
        chinese_calendar.is_workday(first)
    except NotImplementedError:
        return []
    return [_described(first + timedelta(days=offset)) for offset in range((last - first).days + 1)]


def _described(day: date) -> tuple[date, bool, str]:
    _, holiday = chinese_calendar.get_holiday_detail(day)
    return day, chinese_calendar.is_workday(day), holiday or ""
