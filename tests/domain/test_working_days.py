"""Working days: make-up Saturdays of 2026, an unpublished 2027, and that plus and between undo each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_app.domain.working_days import Calendar, is_assumed_workday
from tests.factories import published_calendar

DAY = timedelta(days=1)
MAKE_UP_DAYS = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
ACROSS_THE_EDGES = st.dates(date(2024, 10, 1), date(2028, 4, 30))


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return published_calendar(2026)


@pytest.mark.parametrize("day", MAKE_UP_DAYS)
def test_a_make_up_day_is_worked_though_it_is_a_weekend(calendar: Calendar, day: str) -> None:
    made_up = date.fromisoformat(day)
    assert made_up.weekday() >= 5
    assert calendar.is_workday(made_up)
    assert not is_assumed_workday(made_up)


def test_2026_has_no_other_worked_weekend(calendar: Calendar) -> None:
    year = [date(2026, 1, 1) + DAY * offset for offset in range(365)]
    worked = [day for day in year if day.weekday() >= 5 and calendar.is_workday(day)]
    assert worked == [date.fromisoformat(day) for day in MAKE_UP_DAYS]


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-30", -5, "2026-11-23"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-10-10", -1, "2026-10-09"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_counting_working_days(calendar: Calendar, start: str, count: int, expected: str) -> None:
    assert calendar.plus(date.fromisoformat(start), count) == date.fromisoformat(expected)


def test_a_year_that_is_not_published_is_assumed_and_says_so(calendar: Calendar) -> None:
    assert calendar.is_published(2026)
    assert not calendar.is_published(2027)
    assert not calendar.is_workday(date(2027, 1, 1))
    assert not calendar.is_workday(date(2027, 10, 1))
    assert calendar.is_workday(date(2027, 1, 4))
    assert not calendar.is_workday(date(2027, 1, 9))


def test_a_day_in_the_table_beats_what_would_be_assumed() -> None:
    new_years_day, monday = date(2027, 1, 1), date(2027, 1, 4)
    edited = Calendar({new_years_day: True, monday: False})
    assert edited.is_workday(new_years_day)
    assert not edited.is_workday(monday)


def test_an_unknown_year_between_two_known_ones_still_has_working_days() -> None:
    around = published_calendar(2024, 2026)
    assert around.plus(date(2024, 12, 31), 1) == date(2025, 1, 2)
    assert around.between(date(2024, 12, 31), date(2025, 12, 31)) == sum(
        is_assumed_workday(date(2025, 1, 1) + DAY * offset) for offset in range(365)
    )


@pytest.mark.parametrize(
    ("day", "moved"), [("2026-10-01", "2026-10-08"), ("2026-10-15", "2026-10-15"), ("2026-10-10", "2026-10-10")]
)
def test_a_report_day_moves_past_rest_days(calendar: Calendar, day: str, moved: str) -> None:
    assert calendar.moved_past_rest(date.fromisoformat(day)) == date.fromisoformat(moved)


@given(start=ACROSS_THE_EDGES, count=st.integers(-60, 60).filter(bool))
def test_plus_lands_on_a_working_day_as_many_working_days_away(start: date, count: int) -> None:
    calendar = published_calendar(2026)
    landed = calendar.plus(start, count)
    assert calendar.is_workday(landed)
    if count > 0:
        assert calendar.between(start, landed) == count
    else:
        assert calendar.between(landed - DAY, start - DAY) == -count


@given(start=ACROSS_THE_EDGES, end=ACROSS_THE_EDGES)
def test_between_is_what_one_counts_by_hand(start: date, end: date) -> None:
    calendar = published_calendar(2026)
    early, late = min(start, end), max(start, end)
    by_hand = sum(calendar.is_workday(early + DAY * offset) for offset in range(1, (late - early).days + 1))
    assert calendar.between(start, end) == (by_hand if start <= end else -by_hand)
