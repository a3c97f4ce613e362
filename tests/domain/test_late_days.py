"""How many working days late, and which light stands for several lines."""

from datetime import date

import pytest

from tasks_app.domain.lights import Light, LineFacts, working_days_late, worst
from tasks_app.domain.line_states import LineState
from tests.factories import published_calendar

DEADLINE = date(2026, 9, 18)  # a Friday; Sunday the 20th is a make-up working day


def line(state: str, submitted_on: date | None = None) -> LineFacts:
    return LineFacts(state=state, deadline=DEADLINE, issued_on=date(2026, 3, 2), submitted_on=submitted_on)


@pytest.mark.parametrize(
    ("state", "submitted_on", "today", "days"),
    [
        (LineState.IN_PROGRESS, None, date(2026, 9, 18), 0),
        (LineState.IN_PROGRESS, None, date(2026, 9, 19), 0),
        (LineState.IN_PROGRESS, None, date(2026, 9, 20), 1),
        (LineState.SENT_BACK, None, date(2026, 9, 22), 3),
        (LineState.OFFICE_REVIEW, date(2026, 9, 18), date(2026, 11, 1), 0),
        (LineState.OFFICE_REVIEW, date(2026, 9, 21), date(2026, 11, 1), 2),
        (LineState.COMPLETED, date(2026, 9, 21), date(2026, 11, 1), 0),
    ],
)
def test_days_run_until_today_or_until_it_was_handed_in(
    state: str, submitted_on: date | None, today: date, days: int
) -> None:
    assert working_days_late(line(state, submitted_on), today, published_calendar()) == days


@pytest.mark.parametrize(
    ("shown", "stands"),
    [
        ([], None),
        ([Light.DONE, Light.ON_TRACK], Light.ON_TRACK),
        ([Light.IDLE, Light.BEHIND, Light.NEAR], Light.NEAR),
        ([Light.NEAR, Light.LATE], Light.LATE),
    ],
)
def test_what_hurts_most_stands_for_all(shown: list[Light], stands: Light | None) -> None:
    assert worst(shown) is stands
