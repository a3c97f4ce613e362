"""Deciding what the clock proposed (处理建议): 暂缓至 a day, or 不予发出, each with a reason. 拟稿 comes with papers.

Both say how often the proposal had been put aside on their page (``version``): every decision that leaves it open
counts one up, so nobody overwrites a colleague's unasked.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.clock_steps import note_clock_step
from tasks_app.actions.transition import WORDS_ARE_KEPT, ask_clock_again, locked
from tasks_app.domain.access import Verb
from tasks_app.domain.deferrals import MOST_WORKING_DAYS, latest_day
from tasks_app.domain.policy import Deed
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.domain.texts import cleaned
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Obligation, ObligationState, UnitLine
from tasks_app.permissions import checks

ALREADY_DECIDED = "该建议已经处理，请刷新页面查看结果。"
NO_LONGER_NEEDED = "该事项已报送办结或已完成，建议已无必要，无需处理。"
PUT_ASIDE_MEANWHILE = f"同事刚刚将该建议暂缓至 {{until}}（{{reason}}）；{WORDS_ARE_KEPT}"
REASON_NEEDED = "请写明理由；不予发出后，本次时限内不再提出同样的建议。"
WHY_LATER = "请写明暂缓的理由。"
LATER_NEEDED = "暂缓日期须晚于今天，请重新选择。"
TOO_LATE = "暂缓最长 {days} 个工作日，请选择 {latest} 或更早的日期。"


@transaction.atomic
def defer(
    proposal: Obligation,
    *,
    until: date,
    reason: str,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Obligation:
    """Puts a proposal aside until a day (暂缓至); it stays open, and the clock counts anew from that day."""
    proposal = _open_one(proposal, by, version)
    faults = _faults(until, reason, timezone.localdate(at), calendar)
    if faults:
        raise Invalid(faults)
    proposal.deferred_until, proposal.reason = until, cleaned(reason)
    proposal.deferrals += 1
    proposal.save(update_fields=["deferred_until", "deferrals", "reason"])
    note_clock_step(proposal, "defer", f"暂缓至 {until:%Y-%m-%d}", by=by, at=at, why=proposal.reason)
    ask_clock_again(proposal.the_line, at=at)
    return proposal


@transaction.atomic
def refuse(proposal: Obligation, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Obligation:
    """Decides that no paper goes out (不予发出): that rung never returns for this deadline."""
    proposal = _open_one(proposal, by, version)
    if not cleaned(reason):
        raise Invalid({"reason": REASON_NEEDED})
    proposal.state, proposal.reason = ObligationState.REFUSED, cleaned(reason)
    proposal.decided_at, proposal.decided_by = at, by.own_post
    proposal.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    note_clock_step(proposal, "refuse", "不予发出", by=by, at=at, why=proposal.reason)
    ask_clock_again(proposal.the_line, at=at)
    return proposal


def _faults(until: date, reason: str, today: date, calendar: Calendar) -> dict[str, str]:
    faults, latest = {}, latest_day(today, calendar)
    if until <= today:
        faults["until"] = LATER_NEEDED
    elif until > latest:
        faults["until"] = TOO_LATE.format(days=MOST_WORKING_DAYS, latest=f"{latest:%Y-%m-%d}")
    if not cleaned(reason):
        faults["reason"] = WHY_LATER
    return faults


def _open_one(proposal: Obligation, by: Actor, version: int | None) -> Obligation:
    checks.require(by, Verb.DECIDE_PROPOSAL, proposal.the_line)
    locked(UnitLine, proposal.the_line_id)  # before its row of the ledger, as a sweep does
    proposal = locked(Obligation, proposal.pk)
    if proposal.state == ObligationState.MOOT:
        raise NotNow(NO_LONGER_NEEDED)
    if proposal.deed != Deed.PROPOSE or proposal.state != ObligationState.FIRED or proposal.decided_at:
        raise NotNow(ALREADY_DECIDED)
    require_shown(proposal, version)
    return proposal


def require_shown(proposal: Obligation, version: int | None) -> None:
    """Raises Stale where a colleague put the proposal aside since the page was made, saying until when and why."""
    if version is not None and version != proposal.deferrals:
        raise Stale(PUT_ASIDE_MEANWHILE.format(until=f"{proposal.deferred_until:%Y-%m-%d}", reason=proposal.reason))
