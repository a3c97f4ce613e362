"""The clock (督办巡检) beside people: a deadline passes while somebody asks, hands in or is reminded of it.

The clock sends no form and waits for nobody: a line that somebody holds it leaves to its next sweep.
"""

from collections.abc import Callable
from typing import Any

from tasks_app.actions import line_cases, proposals, reports, sweeps
from tasks_app.actions.line_cases import Raised
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.reach import Level
from tasks_app.models import Obligation, ProgressReport
from tests import factories
from tests.factories import moment
from tests.races.pairs.cases import ask_for_time
from tests.races.pairs.lines import REMIND
from tests.races.pairs.pair import (
    CALENDAR,
    Ends,
    Pair,
    Thing,
    Turn,
    clerk,
    liaison,
    reviewer,
    second_clerk,
    versioned,
)
from tests.races.yard import A_MONTH_EARLIER, LAST_DAY, Yard

IN_TIME, A_DAY_LATE = moment("2026-06-15 23:50"), moment("2026-06-16 00:05")
# Of a line due on 15 May: told of it, urged after it, and a letter proposed five working days after it.
TOLD, URGED, PROPOSED, DECIDED = (moment(f"2026-05-{day}") for day in ("14", "18", "22", "25"))


def _due(yard: Yard) -> Thing:
    return yard.line_due(LAST_DAY)


def _closing(yard: Yard) -> Thing:
    """A closing with the unit's reviewer on the last day of its line."""
    draft = factories.closing_draft(_due(yard), yard.staff)
    factories.advance(draft, "unit_review", yard.house, yard.staff)
    return ProgressReport.objects.get(pk=draft.pk)


def _proposal(yard: Yard) -> Thing:
    line = yard.line_due(A_MONTH_EARLIER)
    for at in (TOLD, URGED, PROPOSED):
        sweeps.sweep(at=at)
    return Obligation.objects.get(of_line=line, level=Level.LETTER)


def _sweep(_thing: Thing, *, at: Any) -> object:
    return sweeps.sweep(at=at, listed=False)


def _defer(proposal: Thing, words: str, **who: Any) -> object:
    until = CALENDAR.plus(DECIDED.date(), 3)
    return proposals.defer(proposal, until=until, reason=words, calendar=CALENDAR, version=proposal.deferrals, **who)


def _refuse(proposal: Thing, words: str, **who: Any) -> object:
    return proposals.refuse(proposal, reason=words, version=proposal.deferrals, **who)


def _suspend(line: Thing, words: str, **who: Any) -> object:
    raised = Raised(CaseKind.SUSPENSION, words, CALENDAR.plus(LAST_DAY, 20))
    return line_cases.ask(line, raised, version=line.version, **who)


SWEEP = Turn("", None, _sweep, at=A_DAY_LATE)
ASK = Turn("ask", liaison, ask_for_time, True, IN_TIME)


def _passes(name: str, stand: Callable[[Yard], Thing], turn: Turn) -> Pair:
    return Pair(f"{name} × the deadline passes", stand, turn, SWEEP, Ends.BOTH, clocked=True)


# The letter stands first: of the days on end that it needs nothing else is due then.
CLOCK = [
    Pair(
        "proposal put aside × refused",
        _proposal,
        Turn("defer", clerk, _defer, True, DECIDED),
        Turn("refuse", second_clerk, _refuse, True, DECIDED),
        clocked=True,
    ),
    _passes("more time asked", _due, ASK),
    _passes("suspension asked", _due, Turn("ask", liaison, _suspend, True, IN_TIME)),
    _passes("closing handed in", _closing, Turn("approve", reviewer, versioned(reports.approve), at=IN_TIME)),
    _passes("reminded of", _due, REMIND),
    _passes("another sweep", _due, SWEEP),
]
