"""Targets by tables: which years are asked for, until when, and what a figure says. No database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tasks_app.domain.reading_clock import due_on, years_on_the_clock
from tasks_app.domain.target_words import Comparator, ReadingKind, TargetKind
from tasks_app.domain.targets import (
    Figure,
    Promise,
    TargetState,
    belongs_to,
    best_of,
    data_day,
    missing_years,
    path_of,
    standing,
    year_in_question,
)
from tests.factories import published_calendar

LEVEL = Promise(TargetKind.LEVEL, 2030, 2023, Comparator.AT_LEAST, Decimal(30), "%", after=2025)
ASKED = date(2023, 6, 1)
UNTIL_2025 = Promise(TargetKind.LEVEL, 2025, 2023, Comparator.AT_LEAST, Decimal(25), "%", asked_since=ASKED)
NAMED_LATE = replace(UNTIL_2025, asked_since=date(2026, 3, 2))
MILESTONE = Promise(TargetKind.MILESTONE, 2025, 2023)
THROUGHOUT = Promise(TargetKind.LEVEL, None, 2023, Comparator.AT_MOST, Decimal(10), "%")
TO_BE_SET = Promise(TargetKind.CHANGE, 2025, 2023, Comparator.AT_LEAST)


def verified(year: int, value: str) -> Figure:
    return Figure(year, ReadingKind.VERIFIED, Decimal(value))


def quick(year: int, value: str) -> Figure:
    return Figure(year, ReadingKind.QUICK, Decimal(value))


def reached(year: int, yes: bool = True) -> Figure:
    return Figure(year, ReadingKind.VERIFIED, is_reached=yes)


def test_the_verified_figure_beats_the_quick_one_whichever_came_first() -> None:
    assert best_of([verified(2025, "26"), quick(2025, "24")])[2025].value == 26
    assert best_of([quick(2025, "24"), verified(2025, "26")])[2025].value == 26
    assert best_of([quick(2025, "24")])[2025].is_quick


@pytest.mark.parametrize(("year", "target"), [(2024, 2025), (2025, 2025), (2026, 2030), (2031, None)])
def test_a_year_belongs_to_the_first_target_not_before_it(year: int, target: int | None) -> None:
    assert belongs_to([2030, None, 2025], year) == target


@pytest.mark.parametrize(
    ("promise", "figures", "today", "state", "year"),
    [
        # nothing is asked before the year is over, then it is awaited until its day, then it is late
        (UNTIL_2025, [], "2023-12-31", TargetState.NOT_DUE, None),
        (UNTIL_2025, [], "2024-01-01", TargetState.AWAITED, 2023),
        (UNTIL_2025, [], "2024-06-30", TargetState.AWAITED, 2023),
        (UNTIL_2025, [], "2024-07-01", TargetState.OVERDUE, 2023),
        (UNTIL_2025, [], "2025-01-02", TargetState.OVERDUE, 2023),
        (UNTIL_2025, [verified(2023, "20")], "2025-01-02", TargetState.AWAITED, 2024),
        (UNTIL_2025, [verified(2024, "20")], "2027-01-02", TargetState.OVERDUE, 2025),
        # of a unit that was named late only the year in question is late
        (NAMED_LATE, [], "2026-06-30", TargetState.AWAITED, 2025),
        (NAMED_LATE, [], "2026-07-01", TargetState.OVERDUE, 2025),
        (replace(NAMED_LATE, asked_since=None), [], "2025-02-01", TargetState.AWAITED, 2024),
        # its last year decides, and stays
        (UNTIL_2025, [verified(2025, "25")], "2026-02-01", TargetState.MET, 2025),
        (UNTIL_2025, [verified(2025, "24.99")], "2028-02-01", TargetState.MISSED, 2025),
        (UNTIL_2025, [quick(2025, "24"), verified(2025, "25.1")], "2026-02-01", TargetState.MET, 2025),
        # the next target of the indicator begins after it, and its path with the first figure
        (LEVEL, [verified(2025, "25")], "2026-03-01", TargetState.NOT_DUE, None),
        (LEVEL, [verified(2025, "25"), verified(2026, "27")], "2027-03-01", TargetState.AHEAD, 2026),
        (LEVEL, [verified(2025, "25"), verified(2026, "26")], "2027-03-01", TargetState.ON_PATH, 2026),
        (LEVEL, [verified(2025, "25"), verified(2026, "25.2")], "2027-03-01", TargetState.BEHIND, 2026),
        (LEVEL, [verified(2026, "25.2")], "2027-03-01", TargetState.NO_PATH, 2026),
        # milestones
        (MILESTONE, [], "2025-12-31", TargetState.NOT_DUE, None),
        (MILESTONE, [], "2026-07-01", TargetState.OVERDUE, 2025),
        (MILESTONE, [reached(2024)], "2025-02-01", TargetState.REACHED, 2024),
        (MILESTONE, [reached(2025, yes=False)], "2026-02-01", TargetState.NOT_REACHED, 2025),
        # throughout: every year is judged; what the province has not set is not asked for
        (THROUGHOUT, [verified(2030, "10")], "2031-03-01", TargetState.MET, 2030),
        (THROUGHOUT, [verified(2030, "10.1")], "2031-03-01", TargetState.MISSED, 2030),
        (TO_BE_SET, [], "2030-01-01", TargetState.TO_BE_SET, None),
    ],
)
def test_where_a_target_stands(
    promise: Promise, figures: list[Figure], today: str, state: TargetState, year: int | None
) -> None:
    found = standing(promise, figures, date.fromisoformat(today))
    assert (found.state, found.year) == (state, year)


@pytest.mark.parametrize(
    ("unit", "value", "state"),
    [
        ("%", "31", TargetState.MET), ("%", "28.9", TargetState.MISSED), ("%", "31.1", TargetState.MISSED),
        ("万吨", "31.5", TargetState.MET), ("万吨", "28.4", TargetState.MISSED),
    ],
)  # fmt: skip
def test_about_reaches_to_both_sides(unit: str, value: str, state: TargetState) -> None:
    promise = Promise(TargetKind.LEVEL, 2025, 2023, Comparator.ABOUT, Decimal(30), unit)
    assert standing(promise, [verified(2025, value)], date(2026, 3, 1)).state is state


def test_before_a_year_ends_with_the_year_before() -> None:
    promise = Promise(TargetKind.MILESTONE, 2030, 2023, is_before=True)
    assert promise.final_year == 2029
    assert standing(promise, [reached(2029)], date(2030, 1, 5)).state is TargetState.REACHED


def test_a_path_starts_at_the_base_year_else_at_the_first_figure() -> None:
    figures = [verified(2020, "10"), verified(2023, "22")]
    with_base = Promise(TargetKind.LEVEL, 2030, 2023, Comparator.AT_LEAST, Decimal(30), "%", baseline_year=2023)
    assert path_of(with_base, figures).at(2023) == 22  # type: ignore[union-attr]
    path = path_of(LEVEL, figures)
    assert path is not None
    assert (path.from_year, path.at(2025)) == (2020, 20)


@pytest.mark.parametrize("promise", [MILESTONE, THROUGHOUT, TO_BE_SET])
def test_no_path_where_nobody_promised_one(promise: Promise) -> None:
    assert path_of(promise, [verified(2023, "1")]) is None


def test_less_is_more_where_the_promise_is_a_ceiling() -> None:
    promise = Promise(TargetKind.LEVEL, 2027, 2023, Comparator.AT_MOST, Decimal(10), "%")
    figures = [verified(2023, "30"), verified(2025, "18")]
    assert standing(promise, figures, date(2026, 1, 5)).state is TargetState.AHEAD


def test_the_data_day_is_the_target_s_own_and_always_a_day() -> None:
    promise = Promise(TargetKind.LEVEL, 2025, 2023, data_month=2, data_day=30)
    assert data_day(promise, 2025) == date(2026, 2, 28)
    assert data_day(LEVEL, 2027) == date(2028, 6, 30)


def test_years_nobody_was_asked_for_stay_gaps() -> None:
    assert standing(NAMED_LATE, [], date(2026, 3, 2)).gaps == (2023, 2024)


def test_years_that_are_missing_are_named_the_latest_first() -> None:
    assert missing_years(UNTIL_2025, [verified(2024, "1")], date(2027, 1, 1)) == (2025, 2023)


@pytest.mark.parametrize(
    ("today", "years"),
    [
        ("2023-12-31", ()), ("2024-05-01", (2023,)), ("2025-02-01", (2024,)), ("2026-03-01", (2025,)),
        ("2027-03-01", (2025,)),
    ],
)  # fmt: skip
def test_the_clock_asks_for_the_latest_year_that_is_over(today: str, years: tuple[int, ...]) -> None:
    assert years_on_the_clock(UNTIL_2025, date.fromisoformat(today)) == years


def test_a_day_in_december_is_still_chased_when_the_next_year_has_begun() -> None:
    promise = Promise(TargetKind.LEVEL, None, 2023, Comparator.AT_LEAST, Decimal(1), data_month=12, data_day=31)
    assert years_on_the_clock(promise, date(2026, 1, 20)) == (2024, 2025)
    assert years_on_the_clock(promise, date(2026, 3, 20)) == (2025,)


def test_whoever_is_named_late_has_time_to_report() -> None:
    calendar = published_calendar()
    assert due_on(UNTIL_2025, 2025, date(2026, 1, 5), calendar) == date(2026, 6, 30)
    assert due_on(UNTIL_2025, 2025, date(2026, 7, 6), calendar) == date(2026, 7, 20)
    assert year_in_question(UNTIL_2025, date(2026, 7, 6)) == 2025
