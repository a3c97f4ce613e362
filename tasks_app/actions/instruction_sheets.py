"""What a leader signed about an instruction (批示件): the instruction itself, or that an answer suffices."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import evidence
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.reports import SHEET_INCOMPLETE, SIGNED_IN_FUTURE, Sheet
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned
from tasks_app.models import Instruction, InstructionReply, InstructionSheet
from tasks_app.permissions.signers import Signature, fault_of


@dataclass(frozen=True)
class Signed:
    """A sheet on which nothing is missing, signed by somebody who may."""

    signer: str
    signer_title: str
    words: str
    on: date
    scan: StoredFile


def checked(sheet: Sheet, verb: Verb, thing: object, *, at: datetime) -> Signed:
    """The sheet with its words in order. Raises Invalid where something is missing, or the signer may not."""
    signer, title, words = cleaned(sheet.signer), cleaned(sheet.signer_title), cleaned(sheet.words)
    if not (signer and title and words and sheet.signed_on):
        raise Invalid({"signer": SHEET_INCOMPLETE})
    if sheet.signed_on > timezone.localdate(at):
        raise Invalid({"signed_on": SIGNED_IN_FUTURE})
    fault = fault_of(Signature(signer, sheet.signed_on), (verb,), thing)
    if fault:
        raise Invalid({"signer": fault})
    if sheet.scan is None:
        raise Invalid({"scan": evidence.SCAN_NEEDED})
    return Signed(signer, title, words, sheet.signed_on, sheet.scan)


def keep(
    signed: Signed, row: Instruction, act: str, *, by: Actor, at: datetime, reply: InstructionReply | None = None
) -> None:
    """Keeps the sheet with its scan; with ``reply`` it is about one addressee's answer."""
    InstructionSheet.objects.create(
        instruction=row,
        reply=reply,
        act=act,
        signer=signed.signer,
        signer_title=signed.signer_title,
        words=signed.words,
        signed_on=signed.on,
        registered_by=by.own_post,
        registered_at=at,
        scan=evidence.blob_of(signed.scan),
        scan_name=signed.scan.name,
    )
