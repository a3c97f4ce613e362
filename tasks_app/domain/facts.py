"""What the clock knows of one subject at one moment: frozen, complete, and free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Anchor(StrEnum):
    """The day a rule counts from."""

    ISSUED = "issued"
    DEADLINE = "deadline"
    PERIOD_DUE = "period_due"
    SUBMITTED = "submitted"
    REDO_BY = "redo_by"
    PROPOSED = "proposed"
    RECEIVED = "received"
    REPLY_BY = "reply_by"
    EVALUATION = "evaluation"


ANCHOR_WORDS: dict[Anchor, str] = {
    Anchor.ISSUED: "交办",
    Anchor.DEADLINE: "完成时限",
    Anchor.PERIOD_DUE: "报送时限",
    Anchor.SUBMITTED: "报送",
    Anchor.REDO_BY: "重报时限",
    Anchor.PROPOSED: "提出建议",
    Anchor.RECEIVED: "签收公文",
    Anchor.REPLY_BY: "答复时限",
    Anchor.EVALUATION: "年度自评报告时限",
}


class SubjectKind(StrEnum):
    """What an obligation is about. The key in the ledger begins with it: ``line:17``, ``period:4/17``."""

    LINE = "line"
    PERIOD = "period"
    REPORT = "report"
    PROPOSAL = "proposal"


@dataclass(frozen=True)
class Span:
    """Days on which the ladder of a line stood still, both included; an open end means it still does."""

    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the ladder stood still on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Facts:
    """One subject. ``decided`` maps the codes of rules already settled in this round to the day they were."""

    kind: SubjectKind
    key: str
    round: int
    anchors: Mapping[Anchor, date]
    unit_kind: str
    state: str = ""
    supervised_elsewhere: bool = False
    is_reported: bool = False
    report_state: str = ""
    is_proposal_open: bool = False
    letter_window_is_over: bool = False
    pauses: tuple[Span, ...] = ()
    decided: Mapping[str, date] = field(default_factory=dict)

    def is_paused(self, day: date) -> bool:
        """Whether the ladder stands still on that day."""
        return any(span.covers(day) for span in self.pauses)
