"""A proposal of the clock becomes a paper (拟稿), and waits again where that paper was made void."""

from datetime import datetime

from accounts.actor import Actor
from tasks_app.actions.clock_steps import note_clock_step
from tasks_app.actions.proposals import ALREADY_DECIDED
from tasks_app.actions.transition import ask_clock_again, locked
from tasks_app.domain.policy import Deed
from tasks_app.domain.refusals import NotNow
from tasks_app.models import Obligation, ObligationState, Paper, UnitLine

DRAFTED = "已拟稿"


def take_up(proposal: Obligation, *, by: Actor, at: datetime) -> None:
    """Decides an open proposal by drafting its paper. Raises NotNow where somebody decided it before."""
    line = locked(UnitLine, proposal.of_line_id)  # before its row of the ledger, as a sweep does
    row = locked(Obligation, proposal.pk)
    if row.deed != Deed.PROPOSE or row.state != ObligationState.FIRED or row.decided_at:
        raise NotNow(ALREADY_DECIDED)
    row.reason, row.decided_at, row.decided_by = DRAFTED, at, by.own_post
    row.save(update_fields=["reason", "decided_at", "decided_by"])
    note_clock_step(row, "draft", "拟稿", by=by, at=at)
    ask_clock_again(line, at=at)


def give_back(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Lets the proposals of a void paper wait for a person again."""
    answered = paper.grounds.filter(proposal__isnull=False).order_by("line_id")
    for line_id, proposal_id in answered.values_list("line_id", "proposal_id"):
        line = locked(UnitLine, line_id)
        row = locked(Obligation, proposal_id)
        row.reason, row.decided_at, row.decided_by = "", None, None
        row.save(update_fields=["reason", "decided_at", "decided_by"])
        note_clock_step(row, "draft_void", "公文作废，建议恢复待处理", by=by, at=at)
        ask_clock_again(line, at=at)
