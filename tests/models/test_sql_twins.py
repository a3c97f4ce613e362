"""The SQL twins of the rules give what the rules give: over a grid of everything a light looks at."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from django.utils import timezone

from tasks_app.domain.lights import Light, LightMoment, is_late, light, light_by_dates, misses_report
from tasks_app.domain.line_states import ASIDE, DONE, LineState
from tasks_app.domain.report_states import Standing
from tasks_app.domain.year_states import Rhythm
from tasks_app.models import UnitLine
from tasks_app.models.line import light_by_dates_at, misses_report_at
from tests import factories
from tests.factories import SHANGHAI, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
NEAR_UNTIL = date(2026, 11, 30)
REPORT_DUE = date(2026, 10, 15)
MOMENTS = [
    LightMoment(TODAY, NEAR_UNTIL, REPORT_DUE),
    LightMoment(TODAY, NEAR_UNTIL, None),
    LightMoment(TODAY + DAY, NEAR_UNTIL + DAY, TODAY),
]


def in_the_evening(day: date) -> datetime:
    """Late enough that the day in London is still the one before it began in Zhuhai, and early enough not to be."""
    return datetime.combine(day, time(23, 59), tzinfo=SHANGHAI)


def after_midnight(day: date) -> datetime:
    """The first minute of a day in Zhuhai, which in London is the afternoon before."""
    return datetime.combine(day, time(0, 1), tzinfo=SHANGHAI)


def grid(pattern: UnitLine) -> Iterator[UnitLine]:
    """A line for every combination that could matter; ended, so that one unit may hold them all."""
    combinations = product(
        LineState.values,
        ["", *Standing.values],
        [TODAY - DAY, TODAY, NEAR_UNTIL, NEAR_UNTIL + DAY],
        Rhythm.values,
        [None, REPORT_DUE - DAY, REPORT_DUE, TODAY],
        [REPORT_DUE - DAY, REPORT_DUE],
        [None, in_the_evening, after_midnight],
    )
    for state, standing, deadline, rhythm, reported, issued, handed_in in combinations:
        if state == LineState.OFFICE_REVIEW and handed_in is None:
            continue
        submitted = {
            None: None,
            in_the_evening: in_the_evening(deadline),
            after_midnight: after_midnight(deadline + DAY),
        }
        yield UnitLine(
            work_item=pattern.work_item,
            cycle=pattern.cycle,
            heading=pattern.heading,
            unit=pattern.unit,
            unit_name=pattern.unit_name,
            responsibility=pattern.responsibility,
            part=pattern.part,
            ended_on=TODAY,
            state=state,
            claimed_standing=standing,
            deadline=deadline,
            original_deadline=deadline,
            rhythm=rhythm,
            reported_through=reported,
            issued_on=issued,
            submitted_at=submitted[handed_in],
        )


@pytest.fixture
def lines(house: House) -> list[UnitLine]:
    UnitLine.objects.bulk_create(grid(house.line(house.commerce)), batch_size=500)
    return list(UnitLine.objects.filter(ended_on=TODAY))


@pytest.mark.parametrize("moment", MOMENTS, ids=["usual", "before any report day", "next day"])
def test_sql_and_rule_agree_on_every_line(lines: list[UnitLine], moment: LightMoment) -> None:
    stored = UnitLine.objects.filter(ended_on=TODAY)
    lit = dict(stored.with_light(moment).values_list("pk", "light"))
    assert lit == {line.pk: light(line.facts, moment).value for line in lines}
    late = set(stored.late(moment.today).values_list("pk", flat=True))
    assert late == {line.pk for line in lines if is_late(line.facts, moment.today)}
    missed = set(stored.filter(misses_report_at(moment)).values_list("pk", flat=True))
    assert missed == {line.pk for line in lines if misses_report(line.facts, moment)}


@pytest.mark.parametrize("moment", MOMENTS, ids=["usual", "before any report day", "next day"])
def test_the_lines_in_a_light_are_those_that_show_it(lines: list[UnitLine], moment: LightMoment) -> None:
    stored = UnitLine.objects.filter(ended_on=TODAY)
    for colour in Light:
        in_light = set(stored.in_light(moment, colour).values_list("pk", flat=True))
        assert in_light == {line.pk for line in lines if light(line.facts, moment) is colour}, colour


@pytest.mark.parametrize("moment", MOMENTS, ids=["usual", "before any report day", "next day"])
def test_the_light_by_dates_tells_nothing_a_unit_said(lines: list[UnitLine], moment: LightMoment) -> None:
    stored = UnitLine.objects.filter(ended_on=TODAY).annotate(told=light_by_dates_at(moment))
    told = dict(stored.values_list("pk", "told"))
    assert told == {line.pk: light_by_dates(line.facts, moment) or "" for line in lines}
    assert not {Light.BEHIND, Light.ON_TRACK} & set(told.values())


def test_the_grid_shows_every_light(lines: list[UnitLine]) -> None:
    assert {light(line.facts, MOMENTS[0]) for line in lines} == set(Light)


def test_open_lines_are_those_that_are_neither_done_nor_aside(lines: list[UnitLine]) -> None:
    is_open = set(UnitLine.objects.filter(ended_on=TODAY).open().values_list("state", flat=True))
    assert is_open == set(LineState.values) - {*DONE, *ASIDE}


@pytest.mark.parametrize(
    ("today", "near_until", "report_due"),
    [
        (date(2026, 3, 2), date(2026, 3, 9), None),
        (date(2026, 4, 15), date(2026, 4, 22), None),
        (date(2026, 4, 16), date(2026, 4, 23), date(2026, 4, 15)),
        (date(2026, 9, 30), date(2026, 10, 13), date(2026, 7, 15)),
        (date(2026, 11, 23), date(2026, 11, 30), date(2026, 10, 15)),
        (date(2027, 2, 1), date(2027, 2, 8), date(2026, 10, 15)),
    ],
)
def test_a_day_as_the_lights_see_it(house: House, today: date, near_until: date, report_due: date | None) -> None:
    moment = house.cycle.moment(today, factories.published_calendar())
    assert moment == LightMoment(today, near_until, report_due)


def test_the_facts_are_told_in_days_of_zhuhai(house: House) -> None:
    line = house.line(house.commerce)
    line.submitted_at = timezone.datetime.fromisoformat("2026-11-22T16:30:00+00:00")
    assert line.facts.submitted_on == TODAY
