"""What moves if a year of the calendar is changed (将移动的步骤). Nothing is written."""

from datetime import date

from tasks_app.dashboards.calendar_year import Days, calendar_with
from tasks_app.dashboards.rehearsal import MOST_LINES, Moves, moved_by, unfinished_lines
from tasks_app.models import PolicyVersion
from tasks_app.models.calendar import working_calendar


def moves_of(year: int, days: Days, *, today: date) -> Moves:
    """The unfired steps that move once the year has these days.

    Played to the end of the following quarter, since steps count across the turn of the year.
    """
    policies, old = PolicyVersion.policies(), working_calendar()
    end = date(year + 1, 3, 31)
    if not policies.versions or end < today:
        return Moves()
    new = calendar_with(old, year, days)
    return moved_by(unfinished_lines(), policies, old, new, start=today, end=end, most=MOST_LINES)
