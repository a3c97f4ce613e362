"""A year of working days as twelve small tables: rest and make-up days told by shape and word."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from tasks_app.dashboards.calendar_year import FIRST_YEAR, LAST_YEAR, Days, YearOfDays
from tasks_app.domain.working_days import DAY, SATURDAY
from tasks_app.presenters.filters import Chip

WEEKDAYS = "一二三四五六日"
WEEK = 7


@dataclass(frozen=True)
class Cell:
    """One day. ``kind``: work, weekend (an ordinary one), off (休) or makeup (班)."""

    number: int
    kind: str
    mark: str
    words: str
    url: str
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A month: weeks of seven places (None outside the month), and its named days in words."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]
    named: str


@dataclass(frozen=True)
class CalendarPage:
    """A year as the page shows it."""

    year: int
    is_official: bool
    basis: str
    version: int
    months: tuple[Month, ...]
    workdays: int
    chips: tuple[Chip, ...]


def calendar_page(known: YearOfDays, *, today: date, may_edit: bool) -> CalendarPage:
    """The page of a year; for whoever keeps the calendar each day leads to its form."""
    years = [year for year in range(known.year - 1, known.year + 2) if FIRST_YEAR <= year <= LAST_YEAR]
    return CalendarPage(
        year=known.year,
        is_official=known.is_official,
        basis=known.basis,
        version=known.version,
        months=tuple(_month(known, month, today, may_edit) for month in range(1, 13)),
        workdays=sum(works for works, _ in known.days.values()),
        chips=tuple(Chip(f"{year}年", reverse("calendar", args=[year]), year == known.year) for year in years),
    )


def _month(known: YearOfDays, month: int, today: date, may_edit: bool) -> Month:
    days = {day: about for day, about in known.days.items() if day.month == month}
    cells: list[Cell | None] = [None] * date(known.year, month, 1).weekday()
    cells += [_cell(day, works, name, today, may_edit) for day, (works, name) in days.items()]
    cells += [None] * (-len(cells) % WEEK)
    weeks = tuple(tuple(cells[start : start + WEEK]) for start in range(0, len(cells), WEEK))
    return Month(f"{month}月", weeks, named_days(days))


def _cell(day: date, works: bool, name: str, today: date, may_edit: bool) -> Cell:
    kind, mark = kind_of(day, works)
    return Cell(
        number=day.day,
        kind=kind,
        mark=mark,
        words=f"{day.month}月{day.day}日{'上班' if works else '休息'}{f'，{name}' if name else ''}",
        url=reverse("calendar_day", args=[day.isoformat()]) if may_edit else "",
        is_today=day == today,
    )


def kind_of(day: date, works: bool) -> tuple[str, str]:
    """How a day differs from the plain week, and the mark it bears."""
    if day.weekday() < SATURDAY:
        return ("work", "") if works else ("off", "休")
    return ("makeup", "班") if works else ("weekend", "")


def named_days(days: Days) -> str:
    """The days with a name in runs: 1—3日 元旦休息；4日 元旦调休上班."""
    named = [(day, works, name) for day, (works, name) in days.items() if name]
    runs = [list(run) for _, run in groupby(enumerate(named), key=_run_key)]
    return "；".join(_run_words([one for _, one in run]) for run in runs)


def _run_key(placed: tuple[int, tuple[date, bool, str]]) -> tuple[date, bool, str]:
    """The same for neighbouring days of one name: the day less its place among them."""
    place, (day, works, name) = placed
    return day - DAY * place, works, name


def _run_words(run: list[tuple[date, bool, str]]) -> str:
    first, works, name = run[0]
    last = run[-1][0]
    span = f"{first.day}日" if first == last else f"{first.day}—{last.day}日"
    return f"{span} {name}{'调休上班' if works else '休息'}"


@dataclass(frozen=True)
class ChangedDay:
    """A day that publishing would change."""

    day: date
    weekday: str
    before: str
    after: str
    name: str


def changed_days(before: Days, after: Days) -> list[ChangedDay]:
    """The days that are worked or rested otherwise, or named otherwise, in their order."""
    return [
        ChangedDay(day, f"周{WEEKDAYS[day.weekday()]}", _word(before[day][0]), _word(works), name)
        for day, (works, name) in after.items()
        if before[day] != (works, name)
    ]


def _word(works: bool) -> str:
    return "上班" if works else "休息"
