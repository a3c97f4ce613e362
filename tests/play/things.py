"""The words of the model: people, lines and what hangs on them, and how an act is refused."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
NOT_ALLOWED, NOT_NOW, INVALID, STALE = "NotAllowed", "NotNow", "Invalid", "Stale"
UNIT_PEOPLE = ("liaison", "unit_reviewer")
OFFICE_PEOPLE = ("office_clerk", "office_director")
WITH_UNIT = ("pending_signature", "in_progress", "unit_review", "sent_back")
AT_WORK = ("in_progress", "sent_back")
DONE = ("completed", "signed_off")
ASIDE = ("suspended", "cancelled")
MAY_BE_CANCELLED = ("pending_signature", *AT_WORK, "suspended")
MAY_BE_ASKED = {"objection": ("pending_signature",), "suspension": AT_WORK, "cancellation": MAY_BE_CANCELLED}
DOWNWARDS = ("finished", "on_schedule", "behind")
CLERKS_DAYS, REDO_DAYS = 10, 3

Step = tuple[str, str]  # the kind of the subject and the act, as the timeline bears them


class No(Exception):
    """The act ought to be refused; ``kind`` is the class of the refusal."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Person:
    """Somebody in one post; ``user`` is who it is, whatever they wear."""

    name: str
    user: str
    role: str
    unit: str


@dataclass
class Line:
    """A unit's part of an item, and what the model remembers of it."""

    pk: int
    item: int
    unit: str
    part: str
    deadline: date
    original: date
    state: str = "pending_signature"
    round: int = 0
    slips: int = 0
    submitted_on: date | None = None
    ended: bool = False
    heir: str = ""  # the unit that goes on with it
    accepted_by: str = ""
    rested: bool = False  # whether the ladder ever stood still in this round
    redo_by: date | None = None
    reported: date | None = None  # the day of the last period it reported for
    inherited: date | None = None  # the same, as it came from the line it goes on with

    def __repr__(self) -> str:
        return f"line {self.pk} of {self.unit}: {self.state} until {self.deadline}{', ended' * self.ended}"


@dataclass
class Report:
    """A progress report. ``period`` is its order in the year, 0 of a closing."""

    pk: int
    line: Line
    period: int
    author: str
    standing: str
    has_file: bool
    explains: bool
    state: str = "draft"
    writers: frozenset[str] = frozenset()  # who saved words of it since it was handed in last
    approver: str = ""
    submitted: int = 0  # a number that grows: which was handed in last
    is_late: bool = False
    looked: bool = False
    round: int = 0
    redo_by: date | None = None
    in_part: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing in the words, or in the file of a closing."""
        return bool(self.standing) and (self.period > 0 or (self.standing == "finished" and self.has_file))


@dataclass
class Asked:
    """A request for more time."""

    pk: int
    line: Line
    asker: str
    until: date
    in_time: bool
    state: str = "asked"


@dataclass
class Case:
    """An objection, a suspension or a cancellation."""

    pk: int
    line: Line
    kind: str
    asker: str
    by_office: bool
    rests: bool
    state: str = "asked"
    consented: bool = False
    days_left: int = 0


@dataclass(frozen=True)
class Said:
    """What somebody brings to an act; every act takes of it what it asks for."""

    is_filled: bool = True
    standing: str = "on_schedule"
    has_file: bool = True
    explains: bool = True
    days: int = 5
    period: int = 1
    heir: str = ""


@dataclass(frozen=True)
class Period:
    """When a period may be written, and by which days it is due."""

    order: int
    rhythm: str
    opens_on: date
    supporting_due_on: date
    due_on: date


def bring(condition: object, kind: str) -> None:
    """What has to hold, or the act is refused in this way."""
    if not condition:
        raise No(kind)
