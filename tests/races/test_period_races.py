"""Two at a whole sheet: exactly one wins, the other is told on which line, and no sheet waits for another for ever."""

from functools import partial

import pytest

from tasks_app.actions import period_reviews, period_sheets, reports
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport, StateChange
from tests.factories import LATER
from tests.races.conftest import Field, Two

pytestmark = pytest.mark.django_db(transaction=True)


def shown(of: list[ProgressReport]) -> dict[int, int]:
    return {report.pk: report.version for report in of}


def states() -> set[str]:
    return set(ProgressReport.objects.values_list("state", flat=True))


def test_two_reviewers_decide_about_one_sheet(field: Field, two: Two) -> None:
    waiting, period = field.reports(ReportState.UNIT_REVIEW), field.house.period()
    approve = partial(period_sheets.approve, shown(waiting), period=period, by=field.staff.reviewer, at=LATER)
    give_back = partial(
        period_sheets.return_to_author,
        shown(waiting),
        chosen=(),
        reason="请补充。",
        period=period,
        by=field.others.reviewer,
        at=LATER,
    )
    won = two.winner(approve, give_back)
    assert states() == {(ReportState.SUBMITTED, ReportState.SENT_BACK)[won]}


def test_the_reviewer_approves_what_the_liaison_withdraws(field: Field, two: Two) -> None:
    waiting, period = field.reports(ReportState.UNIT_REVIEW), field.house.period()
    approve = partial(period_sheets.approve, shown(waiting), period=period, by=field.staff.reviewer, at=LATER)
    last = waiting[-1]
    withdraw = partial(reports.withdraw, last, by=field.staff.liaison, at=LATER, version=last.version)
    if two.winner(approve, withdraw) == 0:
        assert states() == {ReportState.SUBMITTED}
    else:
        assert states() == {ReportState.UNIT_REVIEW, ReportState.DRAFT}
        assert not StateChange.objects.filter(kind="report", act="approve").exists()


def test_two_clerks_accept_sheets_that_overlap(field: Field, two: Two) -> None:
    waiting, period = field.reports(ReportState.SUBMITTED), field.house.period()
    most = partial(period_reviews.accept, shown(waiting[5:]), period=period, by=field.house.office.clerk, at=LATER)
    others = partial(
        period_reviews.accept, shown(waiting[:-5][::-1]), period=period, by=field.house.office.second_clerk, at=LATER
    )
    two.winner(most, others)
    assert ProgressReport.objects.filter(state=ReportState.ACCEPTED).count() == len(waiting) - 5
