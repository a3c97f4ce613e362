"""What is asked of a unit on a line today (下一步): first match wins, in the order of ``ASK_RULES``.

The desk sorts nothing by it and no right follows from it: it only names the one next thing to do, so that a page
has one primary button and a list one link a row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tasks_app.domain.line_states import DONE, LineState
from tasks_app.domain.report_states import ReportState


class Ask(StrEnum):
    """The next thing on a line."""

    SIGN = "sign"
    REDO = "redo"
    APPROVE = "approve"
    FINISH_DRAFT = "finish_draft"
    REPORT = "report"
    CLOSE = "close"
    AWAIT_OFFICE = "await_office"
    WORK = "work"
    NOTHING = "nothing"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class AskFacts:
    """What decides: the line's state, the states of its open reports, a report owed, a deadline that presses."""

    state: str
    report_states: frozenset[str] = frozenset()
    owes_report: bool = False
    is_pressing: bool = False


ASK_RULES: tuple[tuple[Ask, Callable[[AskFacts], bool]], ...] = (
    (Ask.SIGN, lambda line: line.state == LineState.PENDING_SIGNATURE),
    (Ask.NOTHING, lambda line: line.state in DONE),
    (Ask.SUSPENDED, lambda line: line.state == LineState.SUSPENDED),
    (Ask.CANCELLED, lambda line: line.state == LineState.CANCELLED),
    (Ask.REDO, lambda line: ReportState.SENT_BACK in line.report_states),
    (Ask.APPROVE, lambda line: ReportState.UNIT_REVIEW in line.report_states),
    (Ask.FINISH_DRAFT, lambda line: ReportState.DRAFT in line.report_states),
    (Ask.AWAIT_OFFICE, lambda line: line.state == LineState.OFFICE_REVIEW),
    (Ask.REPORT, lambda line: line.owes_report),
    (Ask.CLOSE, lambda line: line.is_pressing),
    (Ask.WORK, lambda line: True),
)

# The state of the report an ask is about.
REPORT_OF_ASK: dict[Ask, str] = {
    Ask.REDO: ReportState.SENT_BACK,
    Ask.APPROVE: ReportState.UNIT_REVIEW,
    Ask.FINISH_DRAFT: ReportState.DRAFT,
}


def ask(line: AskFacts) -> Ask:
    """The next thing on a line."""
    return next(asked for asked, holds in ASK_RULES if holds(line))
