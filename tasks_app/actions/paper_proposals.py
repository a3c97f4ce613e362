"""A proposal of the clock becomes a paper (拟稿), and waits again where that paper was made void."""

from collections.abc import Sequence
from datetime import datetime

from accounts.actor import Actor
from tasks_app.actions.clock_steps import note_clock_step
from tasks_app.actions.moot_proposals import settle_proposals
from tasks_app.actions.proposals import ALREADY_DECIDED, require_shown
from tasks_app.actions.transition import ask_clock_again, locked
from tasks_app.domain.paper_kinds import Kind
from tasks_app.domain.paper_rules import kinds_answering
from tasks_app.domain.policy import Deed
from tasks_app.domain.reach import Level
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.models import Obligation, ObligationState, Paper, UnitLine

DRAFTED = "已拟稿"
OTHER_LEVEL = "该建议应以“{kinds}”办理；“{kind}”不能代替，请改选文种，或从督办清单另行拟稿。"


def answered_by(kind: Kind, proposals: Sequence[Obligation], lines: Sequence[UnitLine]) -> list[Obligation]:
    """The proposals that a draft of this kind decides: the ones it was drafted from, and those that wait for the same.

    Raises Invalid where one was proposed at another level: it would count as decided by a paper that never went out.
    """
    for row in proposals:
        kinds = kinds_answering(row.the_line.unit.kind, Level(row.level))
        if kind not in kinds:
            usual = "、".join(one.kind.label for one in kinds)
            raise Invalid({"kind": OTHER_LEVEL.format(kinds=usual, kind=kind.kind.label)})
    known = {row.pk: row for row in proposals}
    if kind.level is not None:
        waiting = Obligation.objects.open_proposals().filter(of_line__in=lines, level=kind.level)
        known |= {row.pk: row for row in waiting if row.pk not in known}
    return sorted(known.values(), key=lambda row: (row.the_line_id, row.pk))


def take_up(proposal: Obligation, *, by: Actor, at: datetime, version: int | None = None) -> None:
    """Decides an open proposal by drafting its paper. Raises NotNow where somebody decided it before, or Stale."""
    line = locked(UnitLine, proposal.the_line_id)  # before its row of the ledger, as a sweep does
    row = locked(Obligation, proposal.pk)
    if row.deed != Deed.PROPOSE or row.state != ObligationState.FIRED or row.decided_at:
        raise NotNow(ALREADY_DECIDED)
    require_shown(row, version)
    row.reason, row.decided_at, row.decided_by = DRAFTED, at, by.own_post
    row.save(update_fields=["reason", "decided_at", "decided_by"])
    note_clock_step(row, "draft", "拟稿", by=by, at=at)
    ask_clock_again(line, at=at)


def give_back(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Lets the proposals of a void paper wait for a person again; not those whose line needs none any more."""
    answered = paper.grounds.filter(proposal__isnull=False).order_by("line_id")
    for line_id, proposal_id in answered.values_list("line_id", "proposal_id"):
        line = locked(UnitLine, line_id)
        row = locked(Obligation, proposal_id)
        row.reason, row.decided_at, row.decided_by = "", None, None
        row.save(update_fields=["reason", "decided_at", "decided_by"])
        note_clock_step(row, "draft_void", "公文作废，建议恢复待处理", by=by, at=at)
        settle_proposals(line, at=at)
        ask_clock_again(line, at=at)
