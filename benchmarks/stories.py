"""What became of a line since it was issued: its state, its reports, and the steps that led there.

The shares are chosen so that 30 % of all lines are late today and an item has about 20 steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from benchmarks.house import ISSUED_AT, NOW, SHANGHAI
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportState

DEADLINE_IS_OVER = 0.4
EARLIEST_OVERDUE = 180
LATEST_TO_COME = 120
HAS_REPORTED = 0.15
STEP = timedelta(hours=3)


@dataclass(frozen=True)
class Fate:
    """A line's state, and whether its closing report came after the deadline. ``weight`` is its share."""

    state: LineState
    weight: int
    is_late: bool = False


# Of each 100 lines whose deadline is over, 75 are late: of all lines 0.40 * 0.75 = 30 %.
WHEN_OVER = (
    Fate(LineState.PENDING_SIGNATURE, 7, is_late=True),
    Fate(LineState.IN_PROGRESS, 55, is_late=True),
    Fate(LineState.UNIT_REVIEW, 4, is_late=True),
    Fate(LineState.SENT_BACK, 5, is_late=True),
    Fate(LineState.OFFICE_REVIEW, 4, is_late=True),
    Fate(LineState.OFFICE_REVIEW, 3),
    Fate(LineState.COMPLETED, 10),
    Fate(LineState.SIGNED_OFF, 12),
)
WHEN_TO_COME = (
    Fate(LineState.PENDING_SIGNATURE, 14),
    Fate(LineState.IN_PROGRESS, 70),
    Fate(LineState.UNIT_REVIEW, 3),
    Fate(LineState.OFFICE_REVIEW, 4),
    Fate(LineState.SENT_BACK, 1),
    Fate(LineState.COMPLETED, 5),
    Fate(LineState.SIGNED_OFF, 3),
)

# The acts that led a line to its state, and those of its closing report.
LINE_ACTS: dict[LineState, tuple[str, ...]] = {
    LineState.PENDING_SIGNATURE: (),
    LineState.IN_PROGRESS: ("sign",),
    LineState.UNIT_REVIEW: ("sign", "send_closing"),
    LineState.OFFICE_REVIEW: ("sign", "send_closing", "submit_closing"),
    LineState.SENT_BACK: ("sign", "send_closing", "submit_closing", "send_back_closing"),
    LineState.COMPLETED: ("sign", "send_closing", "submit_closing", "accept_closing"),
    LineState.SIGNED_OFF: ("sign", "send_closing", "submit_closing", "accept_closing", "sign_off"),
}
CLOSING_STATES: dict[LineState, ReportState] = {
    LineState.UNIT_REVIEW: ReportState.UNIT_REVIEW,
    LineState.OFFICE_REVIEW: ReportState.SUBMITTED,
    LineState.SENT_BACK: ReportState.SENT_BACK,
    LineState.COMPLETED: ReportState.ACCEPTED,
    LineState.SIGNED_OFF: ReportState.ACCEPTED,
}
REPORT_ACTS: dict[ReportState, tuple[str, ...]] = {
    ReportState.DRAFT: (),
    ReportState.UNIT_REVIEW: ("send",),
    ReportState.SUBMITTED: ("send", "approve"),
    ReportState.SENT_BACK: ("send", "approve", "send_back"),
    ReportState.ACCEPTED: ("send", "approve", "accept"),
}
PERIODIC_STATES = (
    *(ReportState.ACCEPTED,) * 14,
    *(ReportState.SUBMITTED,) * 3,
    ReportState.UNIT_REVIEW,
    ReportState.SENT_BACK,
    ReportState.DRAFT,
)


@dataclass(frozen=True)
class Story:
    """A line's story. Moments are given for what happened and None for what did not."""

    state: LineState
    signed_at: datetime
    closed_at: datetime
    closing: ReportState | None
    periodic: ReportState | None

    @property
    def submitted_at(self) -> datetime | None:
        """When the closing report reached the office: one step after it was written."""
        return self.closed_at + STEP if self.closing not in (None, ReportState.UNIT_REVIEW) else None

    @property
    def moments(self) -> Iterator[datetime]:
        """When the line's steps were taken: it was signed for, and later closed step by step."""
        yield self.signed_at
        yield from ladder(self.closed_at)


def ladder(start: datetime) -> Iterator[datetime]:
    """Moments one step apart."""
    while True:
        yield start
        start += STEP


def deadline(chance: Random) -> date:
    """The deadline of an item: over for 40 of 100."""
    if chance.random() < DEADLINE_IS_OVER:
        return NOW.date() - timedelta(days=chance.randint(1, EARLIEST_OVERDUE))
    return NOW.date() + timedelta(days=chance.randint(0, LATEST_TO_COME))


def story(due: date, chance: Random) -> Story:
    """What became of a line with this deadline."""
    fates = WHEN_OVER if due < NOW.date() else WHEN_TO_COME
    [fate] = chance.choices(fates, [fate.weight for fate in fates])
    signed_at = ISSUED_AT + timedelta(days=chance.randint(1, 14), minutes=chance.randint(0, 200))
    has_reported = fate.state != LineState.PENDING_SIGNATURE and chance.random() < HAS_REPORTED
    return Story(
        state=fate.state,
        signed_at=signed_at,
        closed_at=_closed_at(due, fate, chance),
        closing=CLOSING_STATES.get(fate.state),
        periodic=chance.choice(PERIODIC_STATES) if has_reported else None,
    )


def _closed_at(due: date, fate: Fate, chance: Random) -> datetime:
    """A moment before today: some days before the deadline, or after it where the line is late."""
    last = NOW.date() - timedelta(days=1)
    latest = last if fate.is_late else min(last, due)
    earliest = min(due + timedelta(days=1), last) if fate.is_late else latest - timedelta(days=20)
    day = earliest + timedelta(days=chance.randint(0, (latest - earliest).days))
    return datetime.combine(day, time(9, chance.randint(0, 59)), SHANGHAI)
