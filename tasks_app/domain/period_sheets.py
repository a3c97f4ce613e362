"""One sheet for a unit and a period (一表报送): where each line stands on it, and what became of last time's words.

Last words are a place to start from, never a report: a sheet is not sent while one of its lines still says what it
said last time. Who has nothing new says so by a tick, and then the last words stand behind that sentence.
"""

from collections.abc import Callable
from enum import StrEnum

from tasks_app.domain.line_states import ASIDE, AT_WORK, DONE, LineState
from tasks_app.domain.report_states import HANDED_IN, ReportState, missing_words
from tasks_app.domain.texts import LONGEST, cleaned

NO_NEWS = "本期无新进展。"
CARRIED = "上期填报："
STILL_LAST_WORDS = "“本期进展”仍是上期填报的文字，请改写，或勾选“无新进展”。"
BOTH_ANSWERS = "既填写了新的进展，又勾选了“无新进展”，请只保留一项。"


class Cell(StrEnum):
    """What a line is on the sheet."""

    READ = "read"
    WAIT = "wait"
    SIGN = "sign"
    CLOSED = "closed"
    CLOSING = "closing"
    WRITE = "write"


# First match wins: the state of the line, and of its report for the period (empty where there is none).
CELL_RULES: tuple[tuple[Cell, Callable[[str, str], bool]], ...] = (
    (Cell.READ, lambda line, report: report in HANDED_IN),
    (Cell.WAIT, lambda line, report: report == ReportState.UNIT_REVIEW),
    (Cell.SIGN, lambda line, report: line == LineState.PENDING_SIGNATURE),
    (Cell.CLOSED, lambda line, report: line in (*DONE, *ASIDE)),
    (Cell.CLOSING, lambda line, report: not report and line not in AT_WORK),
    (Cell.WRITE, lambda line, report: True),
)


def cell_of(line: str, report: str) -> Cell:
    """What a line in this state, with a report in that state, is on the sheet."""
    return next(cell for cell, holds in CELL_RULES if holds(line, report))


def last_words(progress: str) -> str:
    """What was last told as progress; a sentence that there was nothing new is passed over."""
    return cleaned(progress).removeprefix(NO_NEWS).removeprefix(CARRIED)


def no_news(last: str) -> str:
    """What a line says that has nothing new (无新进展): that, and the last words, marked as such."""
    words = last_words(last)
    carried = f"{NO_NEWS}{CARRIED}{words}" if words else NO_NEWS
    return carried[:LONGEST]


def is_no_news(progress: str, last: str) -> bool:
    """Whether this is just what the tick would say."""
    return cleaned(progress) == no_news(last)


def is_carried_over(progress: str, last: str) -> bool:
    """Whether this is what was said last time, word for word."""
    words = last_words(last)
    return bool(words) and cleaned(progress) == words


def contradicts(typed: str, last: str) -> bool:
    """Whether somebody who ticked 无新进展 also wrote something new."""
    return bool(cleaned(typed)) and not is_carried_over(typed, last) and not is_no_news(typed, last)


def missing_on_sheet(*, progress: str, problems: str, next_steps: str, standing: str, last: str) -> dict[str, str]:
    """What a line of the sheet still lacks before the sheet can be sent: field name to sentence."""
    faults = missing_words(progress=progress, problems=problems, next_steps=next_steps, standing=standing)
    if is_carried_over(progress, last):
        return {"progress_text": STILL_LAST_WORDS, **faults}
    return faults
