"""What a leader signed about an instruction (批示件): the instruction itself, or that an answer suffices."""

from datetime import datetime
from typing import Any

from accounts.actor import Actor
from tasks_app.actions.reports import Sheet
from tasks_app.actions.signed_paper import columns_of
from tasks_app.domain.access import Verb
from tasks_app.models import Instruction, InstructionReply, InstructionSheet
from tasks_app.permissions.signers import fault_of


def checked(sheet: Sheet, verb: Verb, thing: object, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The columns of the sheet. Raises Invalid where something is missing, or the signer may not."""
    return columns_of(sheet, by=by, at=at, fault_of=lambda signature: fault_of(signature, (verb,), thing))


def keep(signed: dict[str, Any], row: Instruction, act: str, *, reply: InstructionReply | None = None) -> None:
    """Keeps the sheet with its scan; with ``reply`` it is about one addressee's answer."""
    InstructionSheet.objects.create(instruction=row, reply=reply, act=act, **signed)
