"""Which texts name a day: one way to write each, and none that leaves the calendar."""

from datetime import date

import pytest

from tasks_app.domain.days import iso_day, within_reach
from tasks_app.domain.refusals import Invalid


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-28", date(2026, 11, 28)),
        ("2199-12-31", date(2199, 12, 31)),
        ("20261128", None),
        ("2026-W10-1", None),
        ("2026-1-05", None),
        ("2026-02-29", None),
        ("2026-11-28 ", None),
        ("２０２６-11-28", None),
        ("2200-01-01", None),
        ("9999-12-31", None),
        ("0001-01-01", None),
        ("", None),
    ],
)
def test_a_day_is_written_in_one_way(text: str, day: date | None) -> None:
    assert iso_day(text) == day


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2200, 1, 1), date(1, 1, 1)])
def test_a_day_out_of_reach_is_refused_in_a_sentence(day: date) -> None:
    with pytest.raises(Invalid, match="超出系统的日历范围"):
        within_reach(day)
