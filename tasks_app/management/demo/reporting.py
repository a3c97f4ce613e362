"""How the units of the demo reported, and what became of it: every way a report can go."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from tasks_app.actions import evidence, lines, report_drafts, reports
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.report_drafts import Caller, Words
from tasks_app.actions.reports import Sheet
from tasks_app.dashboards.gathering import silent_units
from tasks_app.domain.access import Role, Verb
from tasks_app.domain.line_states import LineState
from tasks_app.domain.period_review import is_worse
from tasks_app.domain.report_states import HANDED_IN, ReportKind, Standing
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import Rhythm
from tasks_app.management.demo import story
from tasks_app.management.demo.cast import Cast
from tasks_app.management.demo.moments import Moments
from tasks_app.models import Cycle, ProgressReport, ReportPeriod, UnitLine
from tasks_app.permissions import checks


@dataclass(frozen=True)
class Reporting:
    """Reports of periods and for closing, by the people of the cast."""

    moments: Moments
    calendar: Calendar
    cast: Cast

    def report(self, cycle: Cycle) -> None:
        """The periods that are over, each line in its turn."""
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
        written = self.moments.at(self.calendar.moved_past_rest(earliest), 9, number % 60)
        words = _explained(_words(number, Standing.BEHIND if how == "behind" else Standing.ON_SCHEDULE), line)
        if how == "on_behalf":
            clerk, caller = self.cast.by(Role.OFFICE_CLERK, written), Caller(*story.CALLER)
            reports.record_on_behalf(line, words, period=period, caller=caller, by=clerk, at=written)
            return
        author = self.cast.by(Role.LIAISON, written, line.unit_id)
        report = report_drafts.write(line, words, kind=ReportKind.PERIODIC, period=period, by=author, at=written)
        self._carry_on(report, how, written, self.moments.at(self.calendar.plus(period.due_on, 3), 15, number % 60))

    def close(self, cycle: Cycle) -> None:
        """The tasks with an earlier date: how each of their lines ended."""
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
        written = self.moments.at(max(day, self.moments.after_issue(3, self.calendar)), 9, number)
        report = report_drafts.write(
            line,
            _explained(_words(number, Standing.FINISHED), line),
            kind=ReportKind.CLOSING,
            period=None,
            by=self.cast.by(Role.LIAISON, written, line.unit_id),
            at=written,
            files=[_file(story.EVIDENCE_NAME)],
        )
        reviewed = self.moments.at(self.calendar.plus(written.date(), 1), 16, number)
        self._carry_on(report, how, written, reviewed)
        if how == "signed_off":
            director = self.cast.by(Role.OFFICE_DIRECTOR, reviewed)
            lines.sign_off(line, by=director, at=reviewed + timedelta(minutes=30))

    # --- what becomes of a draft

    def _carry_on(self, report: ProgressReport, how: str, written: datetime, reviewed: datetime) -> None:
        if how == "draft":
            return
        self._through_the_unit(report, how, written)
        if how not in story.NOT_REVIEWED:
            self._review(report, reviewed, how)

    def _through_the_unit(self, report: ProgressReport, how: str, written: datetime) -> None:
        unit, decided = report.line.unit_id, min(written + timedelta(hours=3), self.moments.now)
        liaison = self.cast.by(Role.LIAISON, written, unit)
        reports.send(report, by=liaison, at=written)
        reviewer = self.cast.by(Role.UNIT_REVIEWER, decided, unit)
        if how == "on_paper":
            sheet = Sheet(*story.SIGNED, signed_on=decided.date(), scan=_file(story.SHEET_NAME))
            reports.approve_on_paper(report, sheet, by=liaison, at=decided)
        elif how == "returned":
            reports.return_to_author(report, reason=story.REASON_RETURN, by=reviewer, at=decided)
        elif how != "unit":
            reports.approve(report, by=reviewer, at=decided)

    def _review(self, report: ProgressReport, at: datetime, how: str) -> None:
        reviewer = self.cast.by(Role.OFFICE_CLERK, at)
        if not checks.can(reviewer, Verb.REVIEW_REPORT, report):
            reviewer = self.cast.by(Role.GROUP_LEADER, at)
        if how == "sent_back":
            reports.send_back(
                report, reason=story.REASON_BACK, redo_by=None, calendar=self.calendar, by=reviewer, at=at
            )
        else:
            reports.accept(report, by=reviewer, at=at)


def _file(name: str) -> StoredFile:
    [stored] = evidence.take_in([SimpleUploadedFile(name, story.FILE_BYTES)])
    return stored


def _words(number: int, standing: Standing) -> Words:
    return Words(
        progress_text=story.PROGRESS[number % len(story.PROGRESS)],
        problems=story.PROBLEMS[2 if standing is Standing.BEHIND else number % 2],
        next_steps=story.NEXT_STEPS[number % len(story.NEXT_STEPS)],
        standing=standing,
    )


def _explained(words: Words, line: UnitLine) -> Words:
    """With what the report has to explain: that progress fell, or that supporting units are still missing."""
    last = line.reports.filter(state__in=HANDED_IN).order_by("-submitted_at", "-id").first()
    falls = last is not None and is_worse(words.standing, last.standing)
    is_alone = words.standing == Standing.FINISHED and bool(silent_units(line))
    return replace(
        words,
        fall_reason=story.WHY_IT_FELL if falls else "",
        without_reason=story.WHY_WITHOUT if is_alone else "",
    )
