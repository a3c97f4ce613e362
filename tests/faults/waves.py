"""What a wave is: a unit, its two people, four lines, three papers, now and then a target.

Sixteen steps about its lines are due when it comes.
"""

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


class Sent(NamedTuple):
    """A paper about the late line as it comes: days from today to when it was served and received, its reply is due,
    and what was promised in the interview is."""

    kind: str
    state: str
    served: int
    received: int | None = None
    reply: int | None = None
    promise: int | None = None


# A letter served today: V0 fires. A letter whose window closed yesterday: AU1 fires, A1 is skipped. An interview of
# which a promise was due yesterday: CU1 fires, C5 is skipped.
PAPERS = (
    Sent("supervision_notice", "served", served=0),
    Sent("supervision_notice", "received", served=-7, received=-6, reply=-1),
    Sent("interview_notice", "closed", served=-12, received=-11, promise=-1),
)
# The unit of every fifth wave reports a target whose figure was due yesterday: TU1 fires, T15 and T5 are skipped.
WAVES_A_TARGET = 5
OWED = 4 + 3 + 2 + 2 + 1 + 2 + 2


def has_target(wave: int) -> bool:
    """Whether the unit of a wave reports a target; that of the first one does."""
    return wave % WAVES_A_TARGET == 1


def line_of(wave: int, story: int) -> int:
    """The key of a wave's line."""
    return FIRST + wave * LINES + story
