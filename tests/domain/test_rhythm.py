"""The dates a year starts with: of 2026 to the day, and of a year whose calendar nobody knows."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks_app.domain.rhythm import YearDates, year_dates
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import Rhythm
from tests.factories import published_calendar

FIXTURE = Path(__file__).parents[2] / "fixtures" / "rhythm.json"
UNKNOWN = Calendar({})


@pytest.fixture(scope="module")
def rhythm() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FIXTURE.read_text("utf-8"))
    return loaded


def days_of(dates: YearDates) -> list[tuple[str, str, str]]:
    """Name, supporting units' day and everybody's day of each period."""
    return [(period.name, f"{period.supporting_due_on}", f"{period.due_on}") for period in dates.periods]


def test_2026(rhythm: dict[str, Any]) -> None:
    dates = year_dates(rhythm, 2026, published_calendar(2026))
    assert (dates.item_due_on, dates.cut_off_on, dates.evaluation_on) == (
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 20),
    )
    assert days_of(dates) == [
        ("第一季度", "2026-04-10", "2026-04-15"),
        ("第二季度", "2026-07-10", "2026-07-15"),
        ("第三季度", "2026-10-12", "2026-10-15"),
        ("年度自评", "2027-01-15", "2027-01-20"),
    ]


def test_a_report_day_on_a_rest_day_moves_and_the_year_end_does_not(rhythm: dict[str, Any]) -> None:
    dates = year_dates(rhythm, 2023, published_calendar(2023, 2024))
    saturday_in_april, saturday_in_january = date(2023, 4, 15), date(2024, 1, 20)
    assert saturday_in_april.weekday() == saturday_in_january.weekday() == 5
    assert dates.periods[0].due_on == date(2023, 4, 17)
    assert dates.evaluation_on == dates.periods[3].due_on == saturday_in_january


@pytest.mark.parametrize("year", [2027, 2028, 2040, 2060])
def test_a_year_without_a_calendar_has_its_dates_all_the_same(rhythm: dict[str, Any], year: int) -> None:
    dates = year_dates(rhythm, year, UNKNOWN)
    for period in dates.periods:
        assert period.opens_on <= period.supporting_due_on < period.due_on
        assert UNKNOWN.is_workday(period.due_on) or period.rhythm is Rhythm.YEARLY
        assert UNKNOWN.plus(period.due_on, -3) == period.supporting_due_on
    assert dates.item_due_on < dates.cut_off_on < dates.evaluation_on


def test_an_edited_rhythm_is_followed(rhythm: dict[str, Any]) -> None:
    monthly = [
        {"name": f"{month}月", "rhythm": "quarterly", "opens_on": {"month": month, "day": 1},
         "due_on": {"month": month, "day": 25}}
        for month in range(1, 13)
    ]  # fmt: skip
    dates = year_dates(rhythm | {"periods": monthly}, 2026, published_calendar(2026))
    assert [period.order for period in dates.periods] == list(range(1, 13))
