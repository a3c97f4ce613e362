"""Deadlines that moved in the demo's past, and one that may: a granted extension (延期), and a request that waits."""

from dataclasses import dataclass

from tasks_app.actions import extensions
from tasks_app.actions.extensions import Grant, Wish, bounds_of
from tasks_app.domain.access import Role
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportKind
from tasks_app.domain.working_days import Calendar
from tasks_app.management.demo import story
from tasks_app.management.demo.cast import Cast
from tasks_app.management.demo.moments import Moments
from tasks_app.models import Cycle, UnitLine
from tasks_app.permissions.kin import kin_of_office


@dataclass(frozen=True)
class MoreTime:
    """Two units that could not finish in time and said so before."""

    moments: Moments
    calendar: Calendar
    cast: Cast

    def play(self, cycle: Cycle) -> None:
        """One was given another week, which is over by now; the other asked yesterday."""
        self._granted(cycle)
        self._waiting(cycle)

    def _granted(self, cycle: Cycle) -> None:
        line = self._at_work(cycle, story.EXTENDED)
        if line is None:
            return
        asked = self.moments.at(self.calendar.plus(line.deadline, -4), 10)
        granted = self.moments.at(self.calendar.plus(line.deadline, -2), 16)
        until = self.calendar.plus(line.deadline, story.EXTENDED_DAYS)
        liaison, clerk = self.cast.by(Role.LIAISON, asked, line.unit_id), self.cast.by(Role.OFFICE_CLERK, granted)
        request = extensions.ask(line, Wish(until, *story.WHY_LATER), calendar=self.calendar, by=liaison, at=asked)
        extensions.grant(request, Grant(until, story.GRANTED), calendar=self.calendar, by=clerk, at=granted)

    def _waiting(self, cycle: Cycle) -> None:
        """On the last days of a year no later day is left, and nobody asks."""
        at = self.moments.at(self.calendar.plus(self.moments.today, -1), 15)
        for task in story.ASKING:
            line = self._at_work(cycle, task)
            if line is None:
                continue
            bounds = bounds_of(line, at.date())
            last = self.calendar.plus(bounds.last, 1)
            until = min(self.calendar.plus(line.deadline, story.EXTENDED_DAYS), self.calendar.plus(last, -1))
            if any(bounds.faults_of(until, self.calendar)):
                continue
            liaison = self.cast.by(Role.LIAISON, at, line.unit_id)
            extensions.ask(line, Wish(until, *story.WHY_LATER), calendar=self.calendar, by=liaison, at=at)
            return

    def _at_work(self, cycle: Cycle, task: int) -> UnitLine | None:
        """The first line of a task that nobody began to close, of a unit that the office may judge."""
        lines = UnitLine.objects.filter(
            cycle=cycle, work_item__year_plan__task__number=task, state=LineState.IN_PROGRESS
        ).exclude(reports__kind=ReportKind.CLOSING)
        return lines.exclude(unit__in=kin_of_office()).select_related("unit", "cycle").order_by("order").first()
