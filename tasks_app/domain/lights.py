"""The light of a line (红黄绿灯): a function of what is stored and of the day, never stored itself.

First match wins, in the order of ``LIGHT_RULES``. ``UnitLineQuerySet.with_light`` is the equal SQL expression;
a test compares the two over a grid.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tasks_app.domain.line_states import ASIDE, DONE, WITH_UNIT, LineState
from tasks_app.domain.report_states import Standing
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import Rhythm

NEAR_WORKING_DAYS = 5


class Light(StrEnum):
    """The seven lights. Pages show each with a colour, a shape and the word."""

    DONE = "done"
    IDLE = "idle"
    LATE = "late"
    NEAR = "near"
    BEHIND = "behind"
    ON_TRACK = "on_track"
    ASIDE = "aside"


LIGHT_WORDS: dict[Light, str] = {
    Light.DONE: "已完成",
    Light.IDLE: "未到期",
    Light.LATE: "逾期未完成",
    Light.NEAR: "临近到期",
    Light.BEHIND: "进度滞后",
    Light.ON_TRACK: "正常推进",
    Light.ASIDE: "不计时限",
}
LATE_REPORT_WORD = "逾期未报"
# What hurts first: the order of overviews, and which light stands for several lines at once.
WORST_FIRST: tuple[Light, ...] = (
    *(Light.LATE, Light.NEAR, Light.BEHIND, Light.IDLE, Light.ON_TRACK, Light.DONE),
    Light.ASIDE,
)


@dataclass(frozen=True)
class LightMoment:
    """The day, seen through the calendar and the year's rhythm.

    ``near_until``: the 5th working day after today. ``report_due``: the last report day before today, if any.
    """

    today: date
    near_until: date
    report_due: date | None


@dataclass(frozen=True)
class LineFacts:
    """What the light looks at."""

    state: str
    deadline: date
    issued_on: date
    rhythm: str = Rhythm.QUARTERLY
    submitted_on: date | None = None
    standing: str = ""
    reported_through: date | None = None


def is_late(line: LineFacts, today: date) -> bool:
    """Late (逾期): the deadline day is over and the closing report was not handed in by its end.

    A report that waits for the office was on time if it was handed in on time: no unit pays for the office's delay.
    """
    if line.state in WITH_UNIT:
        return line.deadline < today
    if line.state == LineState.OFFICE_REVIEW:
        return line.submitted_on is not None and line.submitted_on > line.deadline
    return False


def working_days_late(line: LineFacts, today: date, calendar: Calendar) -> int:
    """How many working days a line is late (逾期工作日): up to today, or to the day it was handed in; else 0."""
    if not is_late(line, today):
        return 0
    handed_in = line.submitted_on if line.state == LineState.OFFICE_REVIEW else None
    return calendar.between(line.deadline, handed_in or today)


def misses_report(line: LineFacts, moment: LightMoment) -> bool:
    """Whether the last report day went by without a report; a day before the line was issued does not count."""
    due = moment.report_due
    if due is None or line.rhythm != Rhythm.QUARTERLY or line.state not in WITH_UNIT:
        return False
    return line.issued_on < due and (line.reported_through is None or line.reported_through < due)


def _is_aside(line: LineFacts, moment: LightMoment) -> bool:
    return line.state in ASIDE


def _is_done(line: LineFacts, moment: LightMoment) -> bool:
    return line.state in DONE


def _is_idle(line: LineFacts, moment: LightMoment) -> bool:
    not_begun = line.state == LineState.PENDING_SIGNATURE and not misses_report(line, moment)
    return not_begun and line.deadline > moment.near_until


def _is_late(line: LineFacts, moment: LightMoment) -> bool:
    return is_late(line, moment.today)


def _is_near(line: LineFacts, moment: LightMoment) -> bool:
    return line.state in WITH_UNIT and line.deadline <= moment.near_until


def _is_behind(line: LineFacts, moment: LightMoment) -> bool:
    return line.standing == Standing.BEHIND or misses_report(line, moment)


LIGHT_RULES: tuple[tuple[Light, Callable[[LineFacts, LightMoment], bool]], ...] = (
    (Light.ASIDE, _is_aside),
    (Light.DONE, _is_done),
    (Light.IDLE, _is_idle),
    (Light.LATE, _is_late),
    (Light.NEAR, _is_near),
    (Light.BEHIND, _is_behind),
    (Light.ON_TRACK, lambda line, moment: True),
)


def light(line: LineFacts, moment: LightMoment) -> Light:
    """The light of a line at a moment."""
    return next(colour for colour, holds in LIGHT_RULES if holds(line, moment))


def light_by_dates(line: LineFacts, moment: LightMoment) -> Light | None:
    """The light that state and dates alone give, for whoever may not read what the unit says of itself, or reports.

    None where only the unit's own words would tell 正常推进 from 进度滞后.
    """
    told = light(replace(line, standing="", reported_through=date.max), moment)
    return None if told is Light.ON_TRACK else told


def worst(lights: Iterable[str]) -> Light | None:
    """The light that stands for several lines: the one that hurts most; None where there is no line."""
    shown = set(lights)
    return next((colour for colour in WORST_FIRST if colour in shown), None)


def light_word(colour: Light, rhythm: str) -> str:
    """The word beside the light; a line that owes one yearly report is late with the report itself."""
    if colour is Light.LATE and rhythm == Rhythm.YEARLY:
        return LATE_REPORT_WORD
    return LIGHT_WORDS[colour]
