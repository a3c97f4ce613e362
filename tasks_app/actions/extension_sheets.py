"""What a leader signed about a request for more time (延期线下签批): a decision, or consent to move a plan date."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import evidence
from tasks_app.actions.reports import SHEET_INCOMPLETE, SIGNED_IN_FUTURE, Sheet
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned
from tasks_app.models import Extension, ExtensionSheet
from tasks_app.permissions.signers import Signature, fault_of


def register(sheet: Sheet, request: Extension, act: str, *, by: Actor, at: datetime) -> None:
    """Keeps what a group leader signed, with its scan. Raises Invalid naming what is missing."""
    sheet = replace(sheet, signer=cleaned(sheet.signer), signer_title=cleaned(sheet.signer_title))
    if not (sheet.signer and sheet.signer_title and cleaned(sheet.words) and sheet.signed_on):
        raise Invalid({"signer": SHEET_INCOMPLETE})
    if sheet.signed_on > timezone.localdate(at):
        raise Invalid({"signed_on": SIGNED_IN_FUTURE})
    signature = Signature(sheet.signer, sheet.signed_on)
    fault = fault_of(signature, (Verb.DECIDE_EXTENSION,), request) if act.endswith(ON_PAPER) else ""
    if fault:
        raise Invalid({"signer": fault})
    if sheet.scan is None:
        raise Invalid({"scan": evidence.SCAN_NEEDED})
    ExtensionSheet.objects.create(
        extension=request,
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
