"""The year's rhythm (年度节奏): which dates a new cycle starts with. They become rows the office may edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import Rhythm

SUPPORTING_LEAD_DAYS = 3


@dataclass(frozen=True)
class PeriodDates:
    """One report period of a year."""

    order: int
    name: str
    rhythm: Rhythm
    opens_on: date
    supporting_due_on: date
    due_on: date


@dataclass(frozen=True)
class YearDates:
    """The dates of one cycle."""

    item_due_on: date
    cut_off_on: date
    evaluation_on: date
    periods: tuple[PeriodDates, ...]


def year_dates(rhythm: Mapping[str, Any], year: int, calendar: Calendar) -> YearDates:
    """The dates of ``year`` from a rhythm read from its fixture.

    Report days move past rest days; year-end days do not. Supporting units report some working days earlier
    (where a lead is confirmed), so each period carries both days.
    """
    return YearDates(
        item_due_on=_day(rhythm["item_due_on"], year),
        cut_off_on=_day(rhythm["cut_off_on"], year),
        evaluation_on=_day(rhythm["evaluation_on"], year),
        periods=tuple(_period(entry, order, year, calendar) for order, entry in enumerate(rhythm["periods"], start=1)),
    )


def _period(entry: Mapping[str, Any], order: int, year: int, calendar: Calendar) -> PeriodDates:
    kind = Rhythm(entry["rhythm"])
    due = _day(entry["due_on"], year)
    if kind is Rhythm.QUARTERLY:
        due = calendar.moved_past_rest(due)
    return PeriodDates(
        order=order,
        name=entry["name"],
        rhythm=kind,
        opens_on=_day(entry["opens_on"], year),
        supporting_due_on=calendar.plus(due, -SUPPORTING_LEAD_DAYS),
        due_on=due,
    )


def _day(entry: Mapping[str, int], year: int) -> date:
    return date(year + entry.get("years_later", 0), entry["month"], entry["day"])
