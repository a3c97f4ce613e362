"""Deciding what the clock proposed (处理建议): 暂缓至 a day, or 不予发出 with a reason. Drafting the paper follows."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.clock_steps import note_clock_step
from tasks_app.actions.transition import ask_clock_again, locked
from tasks_app.domain.access import Verb
from tasks_app.domain.policy import Deed
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned
from tasks_app.models import Obligation, ObligationState, UnitLine
from tasks_app.permissions import checks

ALREADY_DECIDED = "该建议已经处理，请刷新页面查看结果。"
REASON_NEEDED = "请写明理由；不予发出后，本次时限内不再提出同样的建议。"
LATER_NEEDED = "暂缓日期须晚于今天，请重新选择。"


@transaction.atomic
def defer(proposal: Obligation, *, until: date, by: Actor, at: datetime) -> Obligation:
    """Puts a proposal aside until a day (暂缓至); it stays open, and the clock counts anew from that day."""
    proposal = _open_one(proposal, by)
    if until <= timezone.localdate(at):
        raise Invalid({"until": LATER_NEEDED})
    proposal.deferred_until = until
    proposal.deferrals += 1
    proposal.save(update_fields=["deferred_until", "deferrals"])
    note_clock_step(proposal, "defer", f"暂缓至 {until:%Y-%m-%d}", by=by, at=at)
    ask_clock_again(proposal.of_line, at=at)
    return proposal


@transaction.atomic
def refuse(proposal: Obligation, *, reason: str, by: Actor, at: datetime) -> Obligation:
    """Decides that no paper goes out (不予发出): that rung never returns for this deadline."""
    proposal = _open_one(proposal, by)
    if not cleaned(reason):
        raise Invalid({"reason": REASON_NEEDED})
    proposal.state, proposal.reason = ObligationState.REFUSED, cleaned(reason)
    proposal.decided_at, proposal.decided_by = at, by.own_post
    proposal.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    note_clock_step(proposal, "refuse", "不予发出", by=by, at=at, why=proposal.reason)
    ask_clock_again(proposal.of_line, at=at)
    return proposal


def _open_one(proposal: Obligation, by: Actor) -> Obligation:
    checks.require(by, Verb.DECIDE_PROPOSAL, proposal.of_line)
    locked(UnitLine, proposal.of_line_id)  # before its row of the ledger, as a sweep does
    proposal = locked(Obligation, proposal.pk)
    if proposal.deed != Deed.PROPOSE or proposal.state != ObligationState.FIRED or proposal.decided_at:
        raise NotNow(ALREADY_DECIDED)
    return proposal
