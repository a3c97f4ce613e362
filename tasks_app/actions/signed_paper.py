"""What all sheets have in common (线下签批): nothing is missing, whoever signed may, and the scan is kept with it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import evidence
from tasks_app.actions.paper_sheets import SIGNED_TOO_EARLY
from tasks_app.actions.reports import SHEET_INCOMPLETE, SIGNED_IN_FUTURE, Sheet
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.permissions.signers import Signature


def signature_on(sheet: Sheet) -> Signature:
    """Who signed and when, by the account where one was chosen. Raises Invalid where something is missing."""
    name = sheet.signer_user.full_name if sheet.signer_user else on_one_line(sheet.signer)
    if not (name and on_one_line(sheet.signer_title) and cleaned(sheet.words) and sheet.signed_on):
        raise Invalid({"signer": SHEET_INCOMPLETE})
    return Signature(name, sheet.signed_on, sheet.signer_user)


def columns_of(
    sheet: Sheet,
    *,
    by: Actor,
    at: datetime,
    fault_of: Callable[[Signature], str] | None = None,
    not_before: tuple[date, str] | None = None,
) -> dict[str, Any]:
    """The columns of ``SignedOnPaper`` for this sheet, with its scan.

    ``fault_of`` says why the signer may not; ``not_before`` is the first possible day, and of what. Raises Invalid.
    """
    signature = signature_on(sheet)
    if signature.on > timezone.localdate(at):
        raise Invalid({"signed_on": SIGNED_IN_FUTURE})
    if not_before and signature.on < not_before[0]:
        raise Invalid({"signed_on": SIGNED_TOO_EARLY.format(what=not_before[1], day=not_before[0])})
    fault = fault_of(signature) if fault_of else ""
    if fault:
        raise Invalid({"signer_account" if sheet.signer_user else "signer": fault})
    if sheet.scan is None:
        raise Invalid({"scan": evidence.SCAN_NEEDED})
    return {
        "signer": signature.name,
        "signer_title": on_one_line(sheet.signer_title),
        "words": cleaned(sheet.words),
        "signed_on": signature.on,
        "registered_by": by.own_post,
        "registered_at": at,
        "scan": evidence.blob_of(sheet.scan),
        "scan_name": sheet.scan.name,
    }
