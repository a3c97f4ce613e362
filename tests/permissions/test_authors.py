"""Whoever wrote into a report since it was last handed in approves it no more, whoever saved last."""

import pytest

from accounts.models import Role
from tasks_app.actions import opinions, report_drafts, reports
from tasks_app.actions.reports import Sheet
from tasks_app.dashboards.period_sheet import sheet_of
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport
from tasks_app.permissions import checks
from tasks_app.permissions.authors import writers_of
from tasks_app.presenters.period_sheet import sheet_page
from tests import factories, year_factories
from tests.factories import LATER, REPORTED_AT, WORDS, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def touched(house: House) -> ProgressReport:
    """Written by the reviewer, saved once more and sent by the liaison."""
    staff = house.commerce
    report = report_drafts.write(
        factories.signed_line(house), WORDS, kind="periodic", period=house.period(), by=staff.reviewer, at=REPORTED_AT
    )
    report_drafts.rewrite(report, WORDS, by=staff.liaison, at=REPORTED_AT)
    return reports.send(report, by=staff.liaison, at=REPORTED_AT)


def test_a_reviewer_never_approves_what_the_liaison_only_touched(house: House) -> None:
    report, staff = touched(house), house.commerce
    second = factories.working(Role.UNIT_REVIEWER, staff.unit)
    assert writers_of([report]) == {report.pk: {staff.reviewer.user.pk, staff.liaison.user.pk}}
    with pytest.raises(NotAllowed):
        reports.approve(report, by=staff.reviewer, at=REPORTED_AT)
    page = sheet_page(sheet_of(staff.reviewer, house.period()), staff.reviewer, None, {})
    assert ([row.pk for row in page.own_waiting], page.to_approve) == ([report.pk], ())
    sheet = Sheet(staff.reviewer.user.full_name, "分管副局长", "同意。", LATER.date(), factories.sheet().scan)
    with pytest.raises(Invalid):
        reports.approve_on_paper(report, sheet, by=staff.liaison, at=LATER)
    assert reports.approve(report, by=second, at=REPORTED_AT).state == ReportState.SUBMITTED


def test_what_was_handed_in_is_the_units_and_rewriting_begins_anew(house: House) -> None:
    report, staff, office = touched(house), house.commerce, house.office
    reports.approve(report, by=factories.working(Role.UNIT_REVIEWER, staff.unit), at=REPORTED_AT)
    report.refresh_from_db()
    assert writers_of([report]) == {}
    calendar = factories.published_calendar()
    reports.send_back(report, reason="请补充。", redo_by=None, calendar=calendar, by=office.clerk, at=LATER)
    report_drafts.rewrite(report, WORDS, by=staff.liaison, at=LATER)
    reports.send(report, by=staff.liaison, at=LATER)
    assert checks.can(staff.reviewer, Verb.APPROVE_REPORT, ProgressReport.objects.get(pk=report.pk))


def test_an_opinion_has_all_its_writers_too(house: House) -> None:
    staff = house.commerce
    coming = year_factories.sent_out(house, year=2027)
    opinion = year_factories.asked(staff, coming)
    opinion = opinions.write(opinion, year_factories.CHANGE, by=staff.reviewer, at=factories.ISSUED_AT)
    other = factories.working(Role.UNIT_REVIEWER, staff.unit)
    opinion = opinions.send_back(opinion, reason="请补充。", by=other, at=factories.ISSUED_AT)
    opinion = opinions.write(opinion, year_factories.CHANGE, by=staff.liaison, at=factories.ISSUED_AT)
    with pytest.raises(NotAllowed):
        opinions.approve(opinion, by=staff.reviewer, at=factories.ISSUED_AT)
    assert opinions.approve(opinion, by=other, at=factories.ISSUED_AT).state == "given"
