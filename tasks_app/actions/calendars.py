"""Keeping the calendar of working days (工作日历)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import chinese_calendar
from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import ask_all_again, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import on_one_line
from tasks_app.domain.working_days import SATURDAY, is_assumed_workday
from tasks_app.models import CalendarDay, CalendarYear
from tasks_app.permissions import checks

BASIS_NEEDED = "请填写依据，例如“国务院办公厅关于2027年部分节假日安排的通知”。"
CHINESE_NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
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
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return []
    return [_described(day) for day in every_day(year)]


def _described(day: date) -> tuple[date, bool, str]:
    _, holiday = chinese_calendar.get_holiday_detail(day)
    return day, chinese_calendar.is_workday(day), CHINESE_NAMES.get(holiday, "")


@transaction.atomic
def publish_year(
    year: int,
    days: Mapping[date, tuple[bool, str]],
    *,
    basis: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> CalendarYear:
    """The office enters a year's official days: (works, name) for each day that differs from the plain week.

    ``version`` is that of the year the preview showed, 0 for a year without a row. Only steps that have not fired
    move, and nothing is sent again: the ledger's key knows no date. Raises Stale, or Invalid naming every wrong day.
    """
    checks.require(by, Verb.KEEP_CALENDAR)
    faults = {day.isoformat(): f"{day:%Y-%m-%d} 不在 {year} 年。" for day in days if day.year != year}
    if not basis.strip():
        faults["basis"] = BASIS_NEEDED
    if faults:
        raise Invalid(faults)
    row, _ = CalendarYear.objects.select_for_update().get_or_create(
        year=year, defaults={"state": CalendarYear.State.ASSUMED}
    )
    require_version(row, version, "calendar", by=by)
    row.state, row.basis = CalendarYear.State.OFFICIAL, basis.strip()
    raise_version(row)
    recording.save(row, by=by, at=at, why=f"公布 {year} 年工作日历：{row.basis}")
    _write_days(row, days, by=by, at=at)
    ask_all_again(at=at)
    return row


@transaction.atomic
def edit_day(day: date, *, works: bool, name: str, by: Actor, at: datetime, version: int | None = None) -> CalendarYear:
    """The office corrects one day; the days of a year that has no table yet are written out first.

    ``version`` is that of the year the page showed, 0 for a year without a row. Unfired steps move with the day, and
    nothing is sent again. Raises NotAllowed, or Stale where somebody was faster.
    """
    checks.require(by, Verb.KEEP_CALENDAR)
    row, _ = CalendarYear.objects.select_for_update().get_or_create(
        year=day.year, defaults={"state": CalendarYear.State.ASSUMED}
    )
    require_version(row, version, "calendar", by=by)
    raise_version(row)
    recording.save(row, by=by, at=at, why=f"修订 {day:%Y-%m-%d}")
    known = {one.day: (one.is_workday, one.name) for one in row.days.all()}
    assumed = {one: (is_assumed_workday(one), "") for one in every_day(day.year)}
    _write_days(row, assumed | known | {day: (works, on_one_line(name))}, by=by, at=at)
    ask_all_again(at=at)
    return row


def _write_days(row: CalendarYear, days: Mapping[date, tuple[bool, str]], *, by: Actor, at: datetime) -> None:
    known = {day.day: day for day in row.days.all()}
    new, changed = [], []
    for day in every_day(row.year):
        works, name = days.get(day, (day.weekday() < SATURDAY, ""))
        if day not in known:
            new.append(CalendarDay(year=row, day=day, is_workday=works, name=name))
        elif (known[day].is_workday, known[day].name) != (works, name):
            known[day].is_workday, known[day].name = works, name
            changed.append(known[day])
    recording.create_many(new, by=by, at=at, why="公布工作日历")
    recording.update_many(changed, ["is_workday", "name"], by=by, at=at, why="修订工作日历")


def every_day(year: int) -> list[date]:
    """All days of a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
