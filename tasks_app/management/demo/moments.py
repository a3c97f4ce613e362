"""When things happened in the demo: moments of this year's story, told from today backwards.

The story must hold on any day, also on 2 January and 30 December: early in a year the preparations fall into the
year before, and a deadline that is to be missed lies at the latest yesterday.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tasks_app.domain.working_days import Calendar

ISSUE_MONTH, ISSUE_DAY = 3, 31
PREPARATION_DAYS = 40


@dataclass(frozen=True)
class Moments:
    """The days of the story. All but ``today`` lie before it."""

    today: date
    now: datetime
    imported_on: date
    issued_on: date

    @property
    def year(self) -> int:
        """The demo's year is the year of today."""
        return self.today.year

    @classmethod
    def of(cls, now: datetime, calendar: Calendar) -> "Moments":
        """The story that ends now."""
        today = timezone.localdate(now)
        by_rhythm = calendar.moved_past_rest(date(today.year, ISSUE_MONTH, ISSUE_DAY))
        issued = min(by_rhythm, calendar.plus(today, -PREPARATION_DAYS))
        return cls(today, now, calendar.plus(issued, -PREPARATION_DAYS // 2), issued)

    def after_issue(self, working_days: int, calendar: Calendar) -> date:
        """So many working days after the year was issued, today at the latest."""
        return min(calendar.plus(self.issued_on, working_days), self.today)

    def overdue_since(self, working_days: int, calendar: Calendar) -> date:
        """A deadline missed by so many working days, yet in this year where the year is old enough."""
        missed = calendar.plus(self.today, -working_days)
        in_this_year = max(missed, date(self.year, 1, 1))
        return min(in_this_year, self.today - timedelta(days=1))

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A working hour of a day of the story, never after now."""
        moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        return min(moment, self.now)
