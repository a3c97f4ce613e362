"""Plays the story through the real actions: from confirmed leads to a year that is signed for."""

from dataclasses import dataclass
from datetime import date, datetime

from tasks_app.actions import cycles, item_drafts, lines, responsibilities
from tasks_app.domain.access import Role
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import Rhythm
from tasks_app.management.demo import story
from tasks_app.management.demo.cast import Cast
from tasks_app.management.demo.moments import Moments
from tasks_app.management.demo.more_time import MoreTime
from tasks_app.management.demo.reporting import Reporting
from tasks_app.models import Cycle, Responsibility, Task, UnitLine, WorkItem


@dataclass
class Past:
    """Makes the past: who acts is looked up once, when is told by the moments."""

    moments: Moments
    calendar: Calendar
    cast: Cast

    def play(self) -> Cycle:
        """From confirmed leads to reports of the last period."""
        self._confirm_leads(story.LEADS_BEFORE, self.moments.at(self.moments.issued_on, 9))
        cycle = self._issue()
        self._sign(cycle)
        self._confirm_leads((story.LEAD_AFTER,), self.moments.at(self.moments.after_issue(4, self.calendar), 15))
        reporting = Reporting(self.moments, self.calendar, self.cast)
        reporting.report(cycle)
        reporting.close(cycle)
        MoreTime(self.moments, self.calendar, self.cast).play(cycle)
        return cycle

    def _confirm_leads(self, numbers: tuple[int, ...], at: datetime) -> None:
        director = self.cast.by(Role.OFFICE_DIRECTOR, at)
        for task in Task.objects.current().filter(number__in=numbers).order_by("number"):
            first = Responsibility.objects.filter(task=task, unit__isnull=False).order_by("order").first()
            assert first is not None, "every task of the plan names a unit"
            responsibilities.confirm_lead(task, first.pk, basis_note=story.LEAD_BASIS, by=director, at=at)

    def _issue(self) -> Cycle:
        drafted = self.moments.at(self.calendar.plus(self.moments.issued_on, -10))
        clerk = self.cast.by(Role.OFFICE_CLERK, drafted)
        cycle = cycles.open_year(self.moments.year, by=clerk, at=drafted, calendar=self.calendar)
        cycles.draft_items(cycle, by=clerk, at=drafted)
        drawn_up = WorkItem.objects.filter(year_plan__cycle=cycle, rhythm=Rhythm.QUARTERLY)
        for item in drawn_up.select_related("year_plan__task").order_by("year_plan__task__number"):
            item_drafts.revise_item(item, planned_deadline=self._deadline(item), by=clerk, at=drafted)
        issued = self.moments.at(self.moments.issued_on, 11)
        cycles.issue(cycle, by=self.cast.by(Role.OFFICE_DIRECTOR, issued), at=issued)
        return Cycle.objects.get(pk=cycle.pk)

    def _deadline(self, item: WorkItem) -> date:
        number = item.year_plan.task.number
        milestone = next((one for one in story.MILESTONES if one.task == number), None)
        if milestone is None:
            earliest = self.calendar.plus(self.moments.today, story.EARLIEST_AHEAD)
            ahead = story.AHEAD[number % len(story.AHEAD)]
            return self.calendar.plus(self.moments.today, ahead) if ahead else max(item.planned_deadline, earliest)
        if milestone.days_ago > 0:
            return self.moments.overdue_since(milestone.days_ago, self.calendar)
        return self.calendar.plus(self.moments.today, -milestone.days_ago)

    def _sign(self, cycle: Cycle) -> None:
        at = self.moments.at(self.moments.after_issue(2, self.calendar), 10, 20)
        by_unit: dict[int, list[UnitLine]] = {}
        for line in UnitLine.objects.filter(cycle=cycle).order_by("id"):
            if line.pk % story.UNSIGNED_EVERY:
                by_unit.setdefault(line.unit_id, []).append(line)
        for unit, waiting in by_unit.items():
            lines.sign_all(waiting, by=self.cast.by(Role.LIAISON, at, unit), at=at)
