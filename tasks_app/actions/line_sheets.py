"""What the director signed about a finished line (销号), registered by the clerk with its scan (登记线下签批)."""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions.follow_ups import require_in_force
from tasks_app.actions.lines import locked_line
from tasks_app.actions.reports import Sheet, register_sheet
from tasks_app.actions.transition import keep_item_state, move, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.texts import on_one_line
from tasks_app.models import ProgressReport, UnitLine
from tasks_app.permissions import checks
from tasks_app.permissions.signers import Signature, fault_of

ACT = "sign_off_on_paper"


@transaction.atomic
def sign_off_on_paper(line: UnitLine, sheet: Sheet, *, by: Actor, at: datetime, version: int | None = None) -> UnitLine:
    """Takes an accepted line off the list as the director signed; the sheet hangs on the report that closed it.

    Raises Invalid for a sheet that is not whole, or signed by somebody who may not sign the line off.
    """
    item, line = locked_line(line.pk)
    checks.require(by, LINE_MACHINE[ACT].verb, line)
    require_version(line, version, "line", by=by)
    require_in_force(line)
    LINE_MACHINE.step(ACT, line.state)
    closings = ProgressReport.objects.filter(line=line, kind=ReportKind.CLOSING, state=ReportState.ACCEPTED)
    register_sheet(sheet, closings.latest("reviewed_at", "id"), ACT, by=by, at=at)
    _require_signer(sheet, line)
    move(line, ACT, machine=LINE_MACHINE, by=by, at=at, line=line, checked=True)
    keep_item_state(item, by=by, at=at)
    return line


def _require_signer(sheet: Sheet, line: UnitLine) -> None:
    assert sheet.signed_on is not None, "a registered sheet has its day"
    signature = Signature(on_one_line(sheet.signer), sheet.signed_on, sheet.signer_user)
    fault = fault_of(signature, (Verb.SIGN_OFF,), line)
    if fault:
        raise Invalid({"signer_account" if sheet.signer_user else "signer": fault})
