"""What a wave is: one unit with its two people and four lines, of which eleven steps are due when it comes."""

from datetime import datetime
from typing import NamedTuple

from tests.faults.clock import SHANGHAI

STARTS_AT = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
# What is copied in has numbers of its own, far above those the database gives.
FIRST = 1_000_000
PEOPLE = 2


class Story(NamedTuple):
    """A line as it comes: days from today to its deadline, days since it was issued, state and rhythm."""

    due_in: int
    issued_ago: int
    state: str
    rhythm: str


# Late: U1 fires, R15 R5 R1 are skipped. Due tomorrow: R1 fires, R15 R5 are skipped. Near: R5 fires, R15 is skipped.
# Unsigned: S6 fires, S3 is skipped. Two of them also report by the quarter.
STORIES = (
    Story(-1, 20, "in_progress", "yearly"),
    Story(1, 20, "in_progress", "quarterly"),
    Story(5, 20, "in_progress", "yearly"),
    Story(30, 6, "pending_signature", "quarterly"),
)
LINES = len(STORIES)
LATE, TOMORROW, NEAR, UNSIGNED = range(LINES)
OWED = 4 + 3 + 2 + 2


def line_of(wave: int, story: int) -> int:
    """The key of a wave's line."""
    return FIRST + wave * LINES + story
