"""The way of one report, step by step, as tests walk it again and again."""

from datetime import date, datetime, timedelta

from tasks_app.actions import report_drafts, reports
from tasks_app.models import ProgressReport, UnitLine
from tests import factories
from tests.factories import LATER, REPORTED_AT, WORDS, House

DAY = timedelta(days=1)


def sent(house: House, words: report_drafts.Words = WORDS, *, at: datetime = REPORTED_AT) -> ProgressReport:
    """The first quarter's report of 市商务局, waiting for its reviewer."""
    line = factories.signed_line(house)
    draft = factories.periodic_draft(line, house.commerce, house.period(), words=words, at=at)
    return reports.send(draft, by=house.commerce.liaison, at=at)


def send_back(
    report: ProgressReport, house: House, redo_by: date | None = None, at: datetime = LATER
) -> ProgressReport:
    """The clerk sends it back."""
    return reports.send_back(
        report,
        reason="请补充数据。",
        redo_by=redo_by,
        calendar=factories.published_calendar(),
        by=house.office.clerk,
        at=at,
    )


def line_of(report: ProgressReport) -> UnitLine:
    return UnitLine.objects.get(pk=report.line_id)


def resend(report: ProgressReport, house: House, *, at: datetime) -> ProgressReport:
    """The unit redoes what came back, and its reviewer approves."""
    redone = report_drafts.rewrite(report, WORDS, by=house.commerce.liaison, at=at)
    reports.send(redone, by=house.commerce.liaison, at=at)
    return reports.approve(redone, by=house.commerce.reviewer, at=at)
