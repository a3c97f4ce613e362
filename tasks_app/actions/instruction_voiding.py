"""An instruction given by mistake is voided (撤销批示): it stays, struck, and nobody owes an answer."""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions.instruction_sheets import checked, keep
from tasks_app.actions.instructions import moved, readers_of
from tasks_app.actions.reports import Sheet
from tasks_app.actions.transition import REASON_NEEDED, for_update, locked, move, require_version
from tasks_app.domain.access import Role, Verb
from tasks_app.domain.instruction_states import OPEN_INSTRUCTION, ORDER_MACHINE
from tasks_app.domain.reach import guarded_word_in
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.talking import NOT_FOR_THEM
from tasks_app.domain.texts import cleaned
from tasks_app.domain.topics import WHOLE_UNIT, About
from tasks_app.models import Instruction, InstructionReply
from tasks_app.notifications.talk_notices import on_item, tell_back
from tasks_app.notifications.topics import Topic, tell_unit, withdraw_all
from tasks_app.permissions import checks

VOIDED = "批示已撤销。"


@transaction.atomic
def void(
    order: Instruction,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    sheet: Sheet | None = None,
) -> Instruction:
    """Its leader takes it back; with ``sheet`` the director registers what a leader signed about it.

    What is not closed ends with it; every addressee is told. Raises NotAllowed, Stale, NotNow, or Invalid by field.
    """
    act = "void_on_paper" if sheet else "void"
    order = locked(Instruction, order.pk)
    checks.require(by, ORDER_MACHINE[act].verb, order)
    require_version(order, version, ORDER_MACHINE.subject, by=by)
    ORDER_MACHINE.step(act, order.state)
    replies = list(for_update(order.replies.order_by("pk")))
    why = cleaned(reason)
    kinds = {party.kind for reply in replies for party in readers_of(reply)}
    word = next(filter(None, (guarded_word_in(why, kind) for kind in sorted(kinds))), "")
    if not why or word:
        raise Invalid({"reason": NOT_FOR_THEM.format(word=word) if word else REASON_NEEDED})
    if sheet:
        keep(checked(sheet, Verb.INSTRUCT, order.work_item, by=by, at=at), order, act)
    order.voided_by, order.voided_at, order.voided_why = by.own_post, at, why
    move(order, act, machine=ORDER_MACHINE, by=by, at=at, why=why, checked=True)
    for reply in replies:
        if reply.state in OPEN_INSTRUCTION:
            moved(reply, "lapse", by=by, at=at, why=why)
        _tell(reply, at=at)
    if order.entered_by.role != Role.GROUP_LEADER:
        tell_back(order.entered_by, _told(order, replies[0]), at=at)
    return order


def _tell(reply: InstructionReply, *, at: datetime) -> None:
    """What was asked is asked no more: its notices are taken back, and one says so."""
    withdraw_all(f"{About.INSTRUCTION}:{reply.pk}/", why=VOIDED, at=at)
    tell_unit(reply.answering_unit, _told(reply.instruction, reply), at=at, audience=WHOLE_UNIT)


def _told(order: Instruction, reply: InstructionReply) -> Topic:
    return on_item(
        About.INSTRUCTION,
        f"{reply.pk}/void",
        order.work_item,
        "批示已撤销",
        "该批示已撤销，不需要再答复。",
        "因为该批示曾由本单位答复。",
        anchor=f"instruction-{reply.pk}",
    )
