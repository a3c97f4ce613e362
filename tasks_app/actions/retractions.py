"""Taking back what the clock sent in error (撤回通知), with a reason that stays visible."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actor import Actor
from tasks_app.actions.clock_steps import note_clock_step
from tasks_app.actions.transition import locked
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned
from tasks_app.models import Message, MessageState, Notification, Obligation, ObligationState, Target, UnitLine
from tasks_app.permissions import checks

REASON_NEEDED = "请写明撤回理由，收到通知的人会看到。"
NOT_FIRED = "该记录没有发出通知，或已经撤回。"


@transaction.atomic
def retract(row: Obligation, *, reason: str, by: Actor, at: datetime) -> Obligation:
    """Retracts a fired row: its notices are marked with the reason, what was not sent yet stays in the house.

    The row keeps its place in the ledger, so the rule does not fire again for that round.
    """
    checks.require(by, Verb.RETRACT_NOTICE, row.of_line or row.target)
    if row.of_line_id:
        locked(UnitLine, row.of_line_id)  # before its row of the ledger, as a sweep does
    else:
        locked(Target, row.about_target.pk)
    row = locked(Obligation, row.pk)
    words = cleaned(reason)
    if row.state != ObligationState.FIRED or row.decided_at:
        raise NotNow(NOT_FIRED)
    if not words:
        raise Invalid({"reason": REASON_NEEDED})
    row.state, row.reason = ObligationState.RETRACTED, words
    row.decided_at, row.decided_by = at, by.own_post
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    Notification.objects.filter(obligation=row).update(retracted_at=at, retracted_why=words)
    _keep_in_the_house(row)
    if row.of_line_id is None:  # a target has no timeline: its row of the ledger says who and why
        return row
    act = "retract" if _unit_was_told(row) else "retract_untold"
    note_clock_step(row, act, "撤回通知", by=by, at=at, why=words)
    return row


def _unit_was_told(row: Obligation) -> bool:
    """Whether anybody of the unit got a notice: of proposals and of the office's own clock it knows nothing."""
    return Notification.objects.filter(obligation=row, recipient__posts__unit=row.about_unit).exists()


def _keep_in_the_house(row: Obligation) -> None:
    """A message that waits, and of whose notices nothing is left, is not sent any more."""
    left = Notification.objects.filter(message=OuterRef("pk"), retracted_at__isnull=True)
    waiting = Message.objects.filter(notifications__obligation=row, state=MessageState.WAITING)
    Message.objects.filter(pk__in=waiting.values("pk"), state=MessageState.WAITING).exclude(Exists(left)).update(
        state=MessageState.RETRACTED
    )
