"""Proposals about a line that its unit handed in or completed (已无必要): closed by the act itself, open again with it.

The rung was reached once and is not proposed again in the same round; so where the line comes back to its unit in
that round, what was proposed stands again.
"""

from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.clock_steps import note_clock_step
from tasks_app.domain.line_states import ASIDE, WITH_UNIT
from tasks_app.models import Obligation, ObligationState, UnitLine

CLOSED, OPENED = "建议已无必要", "建议恢复"
WHY_CLOSED = "承办事项已报送办结"
WHY_ASIDE = "承办事项已暂缓、撤项或转办"
WHY_OPENED = "承办事项退回承办单位"


def settle_proposals(line: UnitLine, *, at: datetime, why: str = "") -> None:
    """Makes the undecided proposals about a line that just left its unit, or came back, what its new state says.

    So it is, with its own ``why``, where another body begins or ceases to supervise the item (our ladder ends at 提醒
    there), and where the line begins another round: what was proposed in the one before is over.

    One query where there are none.
    """
    over = WHY_ASIDE if line.state in ASIDE else WHY_CLOSED
    undecided = Obligation.objects.undecided_proposals().filter(of_line=line)
    for row in undecided.select_for_update(of=("self",)).order_by("id"):
        is_needed = line.state in WITH_UNIT and row.round == line.round and not line.work_item.supervised_by
        if is_needed and row.state == ObligationState.MOOT:
            _settle(row, line, ObligationState.FIRED, "moot_undone", OPENED, why or WHY_OPENED, at)
        elif not is_needed and row.state == ObligationState.FIRED:
            _settle(row, line, ObligationState.MOOT, "moot", CLOSED, why or over, at)


def _settle(row: Obligation, line: UnitLine, state: str, act: str, label: str, why: str, at: datetime) -> None:
    row.state, row.reason, row.of_line = state, why, line
    row.save(update_fields=["state", "reason"])
    by = Actor.clock(row.rule, str(row.policy_id), on=timezone.localdate(at))
    note_clock_step(row, act, label, by=by, at=at, why=why)
