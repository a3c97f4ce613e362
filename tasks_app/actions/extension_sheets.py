"""What was signed about a request for more time (延期线下签批): a decision, or a leader's consent."""

from datetime import date, datetime
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.reports import Sheet
from tasks_app.actions.signed_paper import columns_of
from tasks_app.domain.access import Verb
from tasks_app.domain.extension_states import RANK_OF_ROLE, Rank
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import Invalid
from tasks_app.models import Extension, ExtensionSheet
from tasks_app.permissions.signers import Signature, fault_of, roles_of

CONSENT = "consent"
# What of the fields of a consent is told beside those of the decision that is registered with it.
OF_LEADER = "leader_"
DIRECTOR_SIGNS = "{name}是经办人；线下签批的延期须由办公室负责人（涉及办公室及其归口单位的，由领导小组领导）签批。"


def register(sheet: Sheet, request: Extension, act: str, *, by: Actor, at: datetime, fields: str = "") -> None:
    """Keeps what was signed, with its scan. Raises Invalid naming what is missing; ``fields`` begins their names."""
    is_decision, first = act.endswith(ON_PAPER), first_day_of(request)
    try:
        signed = columns_of(
            sheet,
            by=by,
            at=at,
            fault_of=partial(_fault_of_signer, request=request) if is_decision else None,
            not_before=(first, "提出延期申请") if is_decision and first else None,
        )
    except Invalid as refusal:
        raise Invalid({f"{fields}{field}": said for field, said in refusal.faults.items()}) from refusal
    ExtensionSheet.objects.create(extension=request, act=act, **signed)


def first_day_of(request: Extension) -> date | None:
    """Before which day nobody can have signed; None where the clerk entered what the unit had sent before (代录)."""
    return None if request.on_behalf_source else timezone.localdate(request.asked_at)


def _fault_of_signer(signature: Signature, request: Extension) -> str:
    """A sheet counts where the signer's click would have, that day; what a clerk may grant, a clerk clicks."""
    fault = fault_of(signature, (Verb.DECIDE_EXTENSION,), request)
    ranks = [RANK_OF_ROLE[role] for role in roles_of(signature) if role in RANK_OF_ROLE]
    is_too_low = max(ranks, default=Rank.LEADER) < Rank.DIRECTOR
    return fault or (DIRECTOR_SIGNS.format(name=signature.name) if is_too_low else "")
