"""The office looks into a report (查阅), after which its unit cannot withdraw it."""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import locked
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport

OFFICE_LOOKS = "只有领导小组办公室查阅才记为已查阅。"


@transaction.atomic
def mark_looked(report: ProgressReport, *, by: Actor, at: datetime) -> None:
    """Notes that the office opened a submitted report; from now on it cannot be withdrawn.

    Nobody else's look counts: it would take from a unit what it may still withdraw.
    """
    if by.role not in OFFICE_ROLES:
        raise NotAllowed(OFFICE_LOOKS)
    report = locked(ProgressReport, report.pk)
    if report.state == ReportState.SUBMITTED and report.looked_at is None:
        report.looked_at = at
        recording.save(report, by=by, at=at, why="办公室查阅")
