"""What is asked of a unit on a line: a table, tried as a table."""

import pytest

from tasks_app.domain.asks import Ask, AskFacts, ask
from tasks_app.domain.line_states import DONE, LineState
from tasks_app.domain.report_states import ReportState

IN_PROGRESS, OFFICE_REVIEW = LineState.IN_PROGRESS, LineState.OFFICE_REVIEW
NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("state", "reports", "owes", "presses", "asked"),
    [
        (LineState.PENDING_SIGNATURE, NONE, True, True, Ask.SIGN),
        (IN_PROGRESS, {ReportState.SENT_BACK, ReportState.DRAFT}, True, True, Ask.REDO),
        (IN_PROGRESS, {ReportState.UNIT_REVIEW, ReportState.DRAFT}, True, True, Ask.APPROVE),
        (IN_PROGRESS, {ReportState.DRAFT}, True, True, Ask.FINISH_DRAFT),
        (IN_PROGRESS, NONE, True, True, Ask.REPORT),
        (IN_PROGRESS, {ReportState.SUBMITTED}, False, True, Ask.CLOSE),
        (IN_PROGRESS, NONE, False, False, Ask.WORK),
        (OFFICE_REVIEW, {ReportState.SUBMITTED}, False, True, Ask.AWAIT_OFFICE),
        (OFFICE_REVIEW, {ReportState.SUBMITTED, ReportState.SENT_BACK}, False, False, Ask.REDO),
    ],
)
def test_first_match_wins(state: str, reports: frozenset[str], owes: bool, presses: bool, asked: Ask) -> None:
    assert ask(AskFacts(state, frozenset(reports), owes, presses)) is asked


@pytest.mark.parametrize("state", DONE)
def test_nothing_is_asked_of_what_is_done(state: str) -> None:
    assert ask(AskFacts(state, frozenset({ReportState.SENT_BACK}), True, True)) is Ask.NOTHING
