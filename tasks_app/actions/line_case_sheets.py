"""What was signed about a case (事项变更线下签批): a decision, or a leader's consent where the plan sets the date."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import evidence
from tasks_app.actions.reports import SHEET_INCOMPLETE, SIGNED_IN_FUTURE, Sheet
from tasks_app.domain.access import Verb
from tasks_app.domain.line_case_states import SIGNED_BY
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned
from tasks_app.models import LineCase, LineCaseSheet
from tasks_app.permissions.signers import Signature, fault_of


def register(sheet: Sheet, case: LineCase, act: str, *, by: Actor, at: datetime) -> None:
    """Keeps what was signed, with its scan. Raises Invalid naming what is missing, or who may not sign this."""
    sheet = replace(sheet, signer=cleaned(sheet.signer), signer_title=cleaned(sheet.signer_title))
    if not (sheet.signer and sheet.signer_title and cleaned(sheet.words) and sheet.signed_on):
        raise Invalid({"signer": SHEET_INCOMPLETE})
    if sheet.signed_on > timezone.localdate(at):
        raise Invalid({"signed_on": SIGNED_IN_FUTURE})
    fault = fault_of_signer(sheet, SIGNED_BY[act.removesuffix(ON_PAPER)], case)
    if fault:
        raise Invalid({"signer": fault})
    if sheet.scan is None:
        raise Invalid({"scan": evidence.SCAN_NEEDED})
    LineCaseSheet.objects.create(
        case=case,
        act=act,
        signer=sheet.signer,
        signer_title=sheet.signer_title,
        words=cleaned(sheet.words),
        signed_on=sheet.signed_on,
        registered_by=by.own_post,
        registered_at=at,
        scan=evidence.blob_of(sheet.scan),
        scan_name=sheet.scan.name,
    )


def fault_of_signer(sheet: Sheet, verb: Verb, case: LineCase) -> str:
    """Why whoever signed may not do it, as a sentence; empty where they may, or on that day is known to nobody."""
    if sheet.signed_on is None:
        return SHEET_INCOMPLETE
    return fault_of(Signature(cleaned(sheet.signer), sheet.signed_on, sheet.signer_user), (verb,), case)
