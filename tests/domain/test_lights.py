"""The light of a line, case by case; and over a grid, that the rules stand in the order the plan gives them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from tasks_app.domain.lights import (
    LATE_REPORT_WORD,
    LIGHT_RULES,
    LIGHT_WORDS,
    Light,
    LightMoment,
    LineFacts,
    is_late,
    light,
    light_word,
    misses_report,
)
from tasks_app.domain.line_states import DONE, WITH_UNIT, LineState
from tasks_app.domain.report_states import Standing
from tasks_app.domain.year_states import Rhythm

TODAY = date(2026, 11, 23)
NEAR_UNTIL = date(2026, 11, 30)
REPORT_DUE = date(2026, 10, 15)
MOMENT = LightMoment(TODAY, NEAR_UNTIL, REPORT_DUE)
DAY = timedelta(days=1)
REPORTED = LineFacts(
    state=LineState.IN_PROGRESS, deadline=date(2026, 12, 31), issued_on=date(2026, 3, 2), reported_through=REPORT_DUE
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Light.ON_TRACK),
        ({"state": LineState.COMPLETED}, Light.DONE),
        ({"state": LineState.SIGNED_OFF, "deadline": TODAY - DAY}, Light.DONE),
        ({"state": LineState.PENDING_SIGNATURE}, Light.IDLE),
        ({"state": LineState.PENDING_SIGNATURE, "deadline": NEAR_UNTIL}, Light.NEAR),
        ({"state": LineState.PENDING_SIGNATURE, "deadline": TODAY - DAY}, Light.LATE),
        ({"state": LineState.PENDING_SIGNATURE, "reported_through": None}, Light.BEHIND),
        ({"deadline": TODAY - DAY}, Light.LATE),
        ({"deadline": TODAY}, Light.NEAR),
        ({"deadline": NEAR_UNTIL}, Light.NEAR),
        ({"deadline": NEAR_UNTIL + DAY}, Light.ON_TRACK),
        ({"deadline": TODAY - DAY, "standing": Standing.BEHIND}, Light.LATE),
        ({"deadline": NEAR_UNTIL, "standing": Standing.BEHIND}, Light.NEAR),
        ({"standing": Standing.BEHIND}, Light.BEHIND),
        ({"reported_through": None}, Light.BEHIND),
        ({"reported_through": REPORT_DUE - DAY}, Light.BEHIND),
        ({"reported_through": None, "rhythm": Rhythm.YEARLY}, Light.ON_TRACK),
        ({"reported_through": None, "issued_on": REPORT_DUE}, Light.ON_TRACK),
        ({"reported_through": None, "issued_on": REPORT_DUE - DAY}, Light.BEHIND),
        ({"state": LineState.SENT_BACK, "deadline": TODAY - DAY}, Light.LATE),
        ({"state": LineState.UNIT_REVIEW, "deadline": TODAY - DAY}, Light.LATE),
        ({"state": LineState.SUSPENDED, "deadline": TODAY - DAY, "reported_through": None}, Light.ASIDE),
        ({"state": LineState.CANCELLED, "standing": Standing.BEHIND}, Light.ASIDE),
    ],
)
def test_light_of_a_line(changes: dict[str, object], expected: Light) -> None:
    assert light(replace(REPORTED, **changes), MOMENT) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("submitted_on", "expected"),
    [(TODAY - 2 * DAY, Light.ON_TRACK), (TODAY - DAY, Light.ON_TRACK), (TODAY, Light.LATE)],
)
def test_no_unit_pays_for_the_time_the_office_takes(submitted_on: date, expected: Light) -> None:
    waiting = replace(
        REPORTED, state=LineState.OFFICE_REVIEW, deadline=TODAY - DAY, submitted_on=submitted_on, standing="finished"
    )
    assert light(waiting, MOMENT) is expected


def test_before_the_first_report_day_nothing_was_missed() -> None:
    assert not misses_report(replace(REPORTED, reported_through=None), replace(MOMENT, report_due=None))


def test_a_report_day_is_missed_only_while_the_unit_has_the_line() -> None:
    for state in LineState:
        line = replace(REPORTED, state=state, reported_through=None, submitted_on=TODAY)
        assert misses_report(line, MOMENT) == (state in WITH_UNIT)


def test_the_first_rule_that_holds_decides() -> None:
    assert [colour for colour, _ in LIGHT_RULES] == [
        Light.ASIDE,
        Light.DONE,
        Light.IDLE,
        Light.LATE,
        Light.NEAR,
        Light.BEHIND,
        Light.ON_TRACK,
    ]


def test_red_is_exactly_what_is_late_and_no_light_hides_a_late_line() -> None:
    days = [TODAY - DAY, TODAY, NEAR_UNTIL, NEAR_UNTIL + DAY]
    for state, deadline, standing, reported, submitted in product(
        LineState, days, ["", *Standing], [None, REPORT_DUE], [None, TODAY - DAY, TODAY]
    ):
        line = replace(
            REPORTED,
            state=state,
            deadline=deadline,
            standing=standing,
            reported_through=reported,
            submitted_on=submitted,
        )
        assert (light(line, MOMENT) is Light.LATE) == is_late(line, TODAY)
        assert (light(line, MOMENT) is Light.DONE) == (state in DONE)


def test_the_words_beside_the_lights() -> None:
    assert {colour: light_word(colour, Rhythm.QUARTERLY) for colour in Light} == LIGHT_WORDS
    assert [LIGHT_WORDS[colour] for colour in Light] == [
        "已完成",
        "未到期",
        "逾期未完成",
        "临近到期",
        "进度滞后",
        "正常推进",
        "不计时限",
    ]
    assert light_word(Light.LATE, Rhythm.YEARLY) == LATE_REPORT_WORD == "逾期未报"
