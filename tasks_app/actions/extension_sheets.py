"""What was signed about a request for more time (延期线下签批): a decision, or a leader's consent."""

from datetime import date, datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import evidence
from tasks_app.actions.paper_sheets import SIGNED_TOO_EARLY
from tasks_app.actions.reports import SHEET_INCOMPLETE, SIGNED_IN_FUTURE, Sheet
from tasks_app.domain.access import Verb
from tasks_app.domain.extension_states import RANK_OF_ROLE, Rank
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import Extension, ExtensionSheet
from tasks_app.permissions.signers import Signature, fault_of, roles_of

CONSENT = "consent"
# What of the fields of a consent is told beside those of the decision that is registered with it.
OF_LEADER = "leader_"
DIRECTOR_SIGNS = "{name}是经办人；线下签批的延期须由办公室负责人（涉及办公室及其归口单位的，由领导小组领导）签批。"


def register(sheet: Sheet, request: Extension, act: str, *, by: Actor, at: datetime, fields: str = "") -> None:
    """Keeps what was signed, with its scan. Raises Invalid naming what is missing; ``fields`` begins their names."""
    fault = _fault_of(sheet, request, act, at)
    if fault:
        raise Invalid({f"{fields}{field}": sentence for field, sentence in fault.items()})
    assert sheet.scan is not None, "a registered sheet has its scan"
    assert sheet.signed_on is not None, "a registered sheet has its day"
    ExtensionSheet.objects.create(
        extension=request,
        act=act,
        signer=_name_on(sheet),
        signer_title=on_one_line(sheet.signer_title),
        words=cleaned(sheet.words),
        signed_on=sheet.signed_on,
        registered_by=by.own_post,
        registered_at=at,
        scan=evidence.blob_of(sheet.scan),
        scan_name=sheet.scan.name,
    )


def first_day_of(request: Extension) -> date | None:
    """Before which day nobody can have signed; None where the clerk entered what the unit had sent before (代录)."""
    return None if request.on_behalf_source else timezone.localdate(request.asked_at)


def _name_on(sheet: Sheet) -> str:
    return sheet.signer_user.full_name if sheet.signer_user else on_one_line(sheet.signer)


def _fault_of(sheet: Sheet, request: Extension, act: str, at: datetime) -> dict[str, str]:
    signer = _name_on(sheet)
    if not (signer and on_one_line(sheet.signer_title) and cleaned(sheet.words) and sheet.signed_on):
        return {"signer": SHEET_INCOMPLETE}
    if sheet.signed_on > timezone.localdate(at):
        return {"signed_on": SIGNED_IN_FUTURE}
    if act.endswith(ON_PAPER):
        first = first_day_of(request)
        if first and sheet.signed_on < first:
            return {"signed_on": SIGNED_TOO_EARLY.format(what="提出延期申请", day=first)}
        fault = _fault_of_signer(Signature(signer, sheet.signed_on, sheet.signer_user), request)
        if fault:
            return {"signer_account" if sheet.signer_user else "signer": fault}
    return {} if sheet.scan else {"scan": evidence.SCAN_NEEDED}


def _fault_of_signer(signature: Signature, request: Extension) -> str:
    """A sheet counts where the signer's click would have, that day; what a clerk may grant, a clerk clicks."""
    fault = fault_of(signature, (Verb.DECIDE_EXTENSION,), request)
    ranks = [RANK_OF_ROLE[role] for role in roles_of(signature) if role in RANK_OF_ROLE]
    is_too_low = max(ranks, default=Rank.LEADER) < Rank.DIRECTOR
    return fault or (DIRECTOR_SIGNS.format(name=signature.name) if is_too_low else "")
