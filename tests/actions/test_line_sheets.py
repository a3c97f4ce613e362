"""销号 as the director signed it on paper: the signer is asked as of a click; the sheet hangs on the closing."""

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import line_sheets, reports
from tasks_app.actions.reports import Sheet
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import SignedSheet, UnitLine
from tests import factories
from tests.factories import LATER, House, pdf, stored

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def signed(by: Actor, *, by_account: bool = True) -> Sheet:
    scan = stored(pdf("销号签批件.pdf"))
    return Sheet(by.name, "主任", "同意销号。", LATER.date(), *scan, signer_user=by.user if by_account else None)


def test_the_sheet_hangs_on_the_report_that_closed_the_line(house: House) -> None:
    line, clerk = factories.line_in(LineState.COMPLETED, house), house.office.clerk
    line = line_sheets.sign_off_on_paper(line, signed(house.office.director), by=clerk, at=LATER)
    assert line.state == LineState.SIGNED_OFF
    sheet = SignedSheet.objects.get()
    assert (sheet.act, sheet.signer, sheet.registered_by) == (line_sheets.ACT, house.office.director.name, clerk.post)
    assert (sheet.report.line, sheet.report.kind, sheet.scan.name) == (line, ReportKind.CLOSING, "销号签批件.pdf")


@pytest.mark.parametrize("by_account", [True, False], ids=["account", "name"])
def test_who_accepted_the_closing_signs_it_off_on_no_sheet(house: House, by_account: bool) -> None:
    closing = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    reports.accept(closing, by=house.office.director, at=LATER)
    line = UnitLine.objects.get(pk=closing.line_id)
    sheet = signed(house.office.director, by_account=by_account)
    with pytest.raises(Invalid, match="经办了前一环节"):
        line_sheets.sign_off_on_paper(line, sheet, by=house.office.clerk, at=LATER)
    assert not SignedSheet.objects.exists()
    other = factories.working(Role.OFFICE_DIRECTOR, house.office.unit)
    assert line_sheets.sign_off_on_paper(line, signed(other), by=house.office.clerk, at=LATER).state == "signed_off"


def test_only_a_director_s_signature_and_only_a_clerk_s_hand(house: House) -> None:
    line = factories.line_in(LineState.COMPLETED, house)
    with pytest.raises(Invalid, match="不担任可以签批本件的职务"):
        line_sheets.sign_off_on_paper(line, signed(house.office.second_clerk), by=house.office.clerk, at=LATER)
    with pytest.raises(NotAllowed, match="经办人可以登记"):
        line_sheets.sign_off_on_paper(line, signed(house.office.director), by=house.office.director, at=LATER)
