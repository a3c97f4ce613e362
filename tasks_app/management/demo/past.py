"""Plays the story through the real actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.actions import cycles, evidence, lines, report_drafts, reports, responsibilities
from tasks_app.actions.report_drafts import Words
from tasks_app.domain.access import Role, Verb
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportKind, Standing
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import Rhythm
from tasks_app.management.demo import story
from tasks_app.management.demo.moments import Moments
from tasks_app.models import Cycle, ProgressReport, ReportPeriod, Responsibility, Task, UnitLine, WorkItem
from tasks_app.permissions import checks


@dataclass
class Past:
    """Makes the past: who acts is looked up once, when is told by the moments."""

    moments: Moments
    calendar: Calendar

    def __post_init__(self) -> None:
        held = Post.objects.select_related("user", "unit").order_by("id")
        self._posts = {(post.unit_id, post.role): post for post in reversed(held)}
        self._office = {post.role: post for post in reversed(held)}

    def by(self, role: Role, at: datetime, unit: int | None = None) -> Actor:
        """The person of a role (of a unit), as of that moment."""
        post = self._office[role] if unit is None else self._posts[unit, role]
        return Actor.in_post(post, at.date())

    def play(self) -> Cycle:
        """From confirmed leads to reports of the last period."""
        self._confirm_leads(story.LEADS_BEFORE, self.moments.at(self.moments.issued_on, 9))
        cycle = self._issue()
        self._sign(cycle)
        self._confirm_leads((story.LEAD_AFTER,), self.moments.at(self._after_issue(4), 15))
        self._report(cycle)
        self._close(cycle)
        return cycle

    def _after_issue(self, working_days: int) -> date:
        return min(self.calendar.plus(self.moments.issued_on, working_days), self.moments.today)

    def _confirm_leads(self, numbers: tuple[int, ...], at: datetime) -> None:
        director = self.by(Role.OFFICE_DIRECTOR, at)
        for task in Task.objects.current().filter(number__in=numbers).order_by("number"):
            first = Responsibility.objects.filter(task=task, unit__isnull=False).order_by("order").first()
            assert first is not None, "every task of the plan names a unit"
            responsibilities.confirm_lead(task, first.pk, basis_note=story.LEAD_BASIS, by=director, at=at)

    def _issue(self) -> Cycle:
        drafted = self.moments.at(self.calendar.plus(self.moments.issued_on, -10))
        clerk = self.by(Role.OFFICE_CLERK, drafted)
        cycle = cycles.open_year(self.moments.year, by=clerk, at=drafted, calendar=self.calendar)
        cycles.draft_items(cycle, by=clerk, at=drafted)
        drawn_up = WorkItem.objects.filter(year_plan__cycle=cycle, rhythm=Rhythm.QUARTERLY)
        for item in drawn_up.select_related("year_plan__task").order_by("year_plan__task__number"):
            cycles.revise_item(item, planned_deadline=self._deadline(item), by=clerk, at=drafted)
        issued = self.moments.at(self.moments.issued_on, 11)
        cycles.issue(cycle, by=self.by(Role.OFFICE_DIRECTOR, issued), at=issued)
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
        at = self.moments.at(self._after_issue(2), 10, 20)
        by_unit: dict[int, list[UnitLine]] = {}
        for line in UnitLine.objects.filter(cycle=cycle).order_by("id"):
            if line.pk % story.UNSIGNED_EVERY:
                by_unit.setdefault(line.unit_id, []).append(line)
        for unit, waiting in by_unit.items():
            lines.sign_all(waiting, by=self.by(Role.LIAISON, at, unit), at=at)

    # --- periodic reports

    def _report(self, cycle: Cycle) -> None:
        periods = cycle.periods.filter(rhythm=Rhythm.QUARTERLY).order_by("due_on")
        over = [period for period in periods if self.moments.issued_on < period.due_on < self.moments.today]
        for period in over:
            pattern = story.LAST_PERIOD if period is over[-1] else story.EARLIER_PERIODS
            at_work = UnitLine.objects.filter(cycle=cycle, rhythm=Rhythm.QUARTERLY, state=LineState.IN_PROGRESS)
            for number, line in enumerate(at_work.select_related("unit").order_by("id")):
                self._report_line(line, period, pattern[number % len(pattern)], number)

    def _report_line(self, line: UnitLine, period: ReportPeriod, how: str, number: int) -> None:
        if how == "none":
            return
        days_early = -4 if how == "late" else 2 + number % 3
        earliest = max(self.calendar.plus(period.supporting_due_on, -days_early), period.opens_on)
        day = self.calendar.moved_past_rest(earliest)
        written = self.moments.at(day, 9, number % 60)
        report = report_drafts.write(
            line,
            _words(number, Standing.BEHIND if how == "behind" else Standing.ON_SCHEDULE),
            kind=ReportKind.PERIODIC,
            period=period,
            by=self.by(Role.LIAISON, written, line.unit_id),
            at=written,
        )
        self._hand_in(report, written)
        if how == "submitted":
            return
        self._review(report, self.moments.at(self.calendar.plus(period.due_on, 3), 15, number % 60), how)

    def _hand_in(self, report: ProgressReport, written: datetime) -> None:
        unit = report.line.unit_id
        reports.send(report, by=self.by(Role.LIAISON, written, unit), at=written)
        approved = min(written + timedelta(hours=3), self.moments.now)
        reports.approve(report, by=self.by(Role.UNIT_REVIEWER, approved, unit), at=approved)

    def _review(self, report: ProgressReport, at: datetime, how: str) -> None:
        reviewer = self.by(Role.OFFICE_CLERK, at)
        if not checks.can(reviewer, Verb.REVIEW_REPORT, report):
            reviewer = self.by(Role.GROUP_LEADER, at)
        if how == "sent_back":
            reports.send_back(
                report, reason=story.REASON_BACK, redo_by=None, calendar=self.calendar, by=reviewer, at=at
            )
        else:
            reports.accept(report, by=reviewer, at=at)

    # --- closing reports

    def _close(self, cycle: Cycle) -> None:
        for milestone in story.MILESTONES:
            held = UnitLine.objects.filter(
                cycle=cycle, work_item__year_plan__task__number=milestone.task, state=LineState.IN_PROGRESS
            )
            for number, line in enumerate(held.select_related("unit").order_by("order")):
                self._close_line(line, milestone.ends[number % len(milestone.ends)], number)

    def _close_line(self, line: UnitLine, how: str, number: int) -> None:
        if how == "none":
            return
        day = min(self.calendar.plus(line.deadline, -3), self.calendar.plus(self.moments.today, -2))
        written = self.moments.at(max(day, self._after_issue(3)), 9, number)
        author = self.by(Role.LIAISON, written, line.unit_id)
        report = report_drafts.write(
            line,
            _words(number, Standing.FINISHED),
            kind=ReportKind.CLOSING,
            period=None,
            by=author,
            at=written,
            files=evidence.take_in([SimpleUploadedFile(story.EVIDENCE_NAME, story.EVIDENCE_BYTES)]),
        )
        if how == "unit":
            reports.send(report, by=author, at=written)
            return
        self._hand_in(report, written)
        if how == "waiting":
            return
        reviewed = self.moments.at(self.calendar.plus(written.date(), 1), 16, number)
        self._review(report, reviewed, how)
        if how == "signed_off":
            lines.sign_off(line, by=self.by(Role.OFFICE_DIRECTOR, reviewed), at=reviewed + timedelta(minutes=30))


def _words(number: int, standing: Standing) -> Words:
    return Words(
        progress_text=story.PROGRESS[number % len(story.PROGRESS)],
        problems=story.PROBLEMS[2 if standing is Standing.BEHIND else number % 2],
        next_steps=story.NEXT_STEPS[number % len(story.NEXT_STEPS)],
        standing=standing,
    )
