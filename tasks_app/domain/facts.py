"""What the clock knows of one subject at one moment: frozen, complete, and free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tasks_app.domain.reach import Level


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
    SERVED = "served"
    OBJECTED = "objected"
    COMMITMENT = "commitment"
    EVALUATION = "evaluation"
    ASKED = "asked"
    REPLIED = "replied"
    RECTIFIED = "rectified"
    AT_STEP = "at_step"
    READING_DUE = "reading_due"
    RAISED = "raised"
    RESUME_BY = "resume_by"
    DECIDED = "decided"
    RESUMED = "resumed"


ANCHOR_WORDS: dict[Anchor, str] = {
    Anchor.ISSUED: "交办",
    Anchor.DEADLINE: "完成时限",
    Anchor.PERIOD_DUE: "报送时限",
    Anchor.SUBMITTED: "报送",
    Anchor.REDO_BY: "重报时限",
    Anchor.PROPOSED: "提出建议",
    Anchor.RECEIVED: "签收公文",
    Anchor.REPLY_BY: "答复时限",
    Anchor.SERVED: "公文送达",
    Anchor.OBJECTED: "提出情况说明或异议",
    Anchor.COMMITMENT: "整改承诺时限",
    Anchor.EVALUATION: "年度自评报告时限",
    Anchor.ASKED: "申请延期",
    Anchor.REPLIED: "答复公文",
    Anchor.RECTIFIED: "报告整改情况",
    Anchor.AT_STEP: "公文到达本环节",
    Anchor.READING_DUE: "数据填报时限",
    Anchor.RAISED: "提出事项变更",
    Anchor.RESUME_BY: "暂缓期限",
    Anchor.DECIDED: "事项变更处理",
    Anchor.RESUMED: "恢复办理",
}


class SubjectKind(StrEnum):
    """What an obligation is about; its key in the ledger begins with it: ``line:17``, ``target:3/2025``."""

    LINE = "line"
    PERIOD = "period"
    REPORT = "report"
    PROPOSAL = "proposal"
    SERVICE = "service"
    COMMITMENT = "commitment"
    EXTENSION = "extension"
    PAPER = "paper"
    INTERVIEW = "interview"
    TARGET = "target"
    LINE_CASE = "line_case"


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
    """One subject.

    ``decided`` maps the codes of rules settled in this round to the day they were, whatever came of them: none of
    them fires again. Of those, ``superseded`` were skipped and ``undone`` were refused or retracted by a person: on
    them no level is climbed. ``refused`` holds rungs with the anchor day for which a person decided 不予发出, in
    whatever round and by whatever rule: none is proposed again for that day. ``is_covered``: a later report of the
    same line was handed in. ``holds_from``: conditions that hold only from a day on (the day after the reply window of
    a letter). ``waits``: what it waits for with the office (``domain.office_waits``).
    """

    kind: SubjectKind
    key: str
    round: int
    anchors: Mapping[Anchor, date]
    unit_kind: str
    state: str = ""
    supervised_elsewhere: bool = False
    is_reported: bool = False
    is_covered: bool = False
    report_state: str = ""
    service_state: str = ""
    is_commitment_open: bool = False
    is_request_open: bool = False
    is_case_open: bool = False
    waits: str = ""
    pauses: tuple[Span, ...] = ()
    decided: Mapping[str, date] = field(default_factory=dict)
    superseded: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()
    refused: frozenset[tuple[Level, date]] = frozenset()
    holds_from: Mapping[str, date] = field(default_factory=dict)

    def is_paused(self, day: date) -> bool:
        """Whether the ladder stands still on that day."""
        return any(span.covers(day) for span in self.pauses)

    @property
    def is_halted(self) -> bool:
        """Whether the ladder stands still until somebody acts: the office has the line, or it is closed."""
        return any(span.end is None for span in self.pauses)

    def fired_on(self, code: str) -> date | None:
        """The day a rule really fired in this round and was left standing; None for any other outcome."""
        return None if code in self.superseded or code in self.undone else self.decided.get(code)
