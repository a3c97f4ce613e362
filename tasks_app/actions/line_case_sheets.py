"""What was signed about a case (事项变更线下签批): a decision, or a leader's consent where the plan sets the date."""

from datetime import datetime

from accounts.actor import Actor
from tasks_app.actions.reports import Sheet
from tasks_app.actions.signed_paper import columns_of, signature_on
from tasks_app.domain.access import Verb
from tasks_app.domain.line_case_states import SIGNED_BY
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.models import LineCase, LineCaseSheet
from tasks_app.permissions.signers import fault_of


def register(sheet: Sheet, case: LineCase, act: str, *, by: Actor, at: datetime) -> None:
    """Keeps what was signed, with its scan. Raises Invalid naming what is missing, or who may not sign this."""
    verb = SIGNED_BY[act.removesuffix(ON_PAPER)]
    signed = columns_of(sheet, by=by, at=at, fault_of=lambda signature: fault_of(signature, (verb,), case))
    LineCaseSheet.objects.create(case=case, act=act, **signed)


def fault_of_signer(sheet: Sheet, verb: Verb, case: LineCase) -> str:
    """Why whoever signed may not do it, as a sentence; empty where they may, or on that day is known to nobody."""
    return fault_of(signature_on(sheet), (verb,), case)
