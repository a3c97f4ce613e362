"""What is missing before a line is closed (办结还缺什么): a table, in the order in which it is put right.

It refuses nothing. What an application for closing must have is refused by the machine and by its form
(``domain.report_states``); what else lies about a line is named here as well, so that nobody learns of it afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tasks_app.domain.line_states import ASIDE, LineState
from tasks_app.domain.report_states import ReportState
from tasks_app.domain.verification import Verification


class Gap(StrEnum):
    """One thing that is missing."""

    SIGN = "sign"
    REDO = "redo"
    APPLY = "apply"
    FIELDS = "fields"
    FILE = "file"
    APPROVE = "approve"
    SUPPORT = "support"
    QUESTION = "question"
    INSTRUCTION = "instruction"
    REQUEST = "request"
    CASE = "case"
    PAPER = "paper"
    VERIFY = "verify"
    JUDGE = "judge"
    SIGN_OFF = "sign_off"


@dataclass(frozen=True)
class ClosingFacts:
    """What is known of a line. ``closing`` is the state of its application on its way, empty where there is none.

    ``lacks_fields`` and ``has_file`` are about that application; ``silent_units`` are the supporting units of a lead.
    """

    state: str
    closing: str = ""
    lacks_fields: bool = False
    has_file: bool = False
    verification: str = ""
    silent_units: int = 0
    questions: int = 0
    instructions: int = 0
    requests: int = 0
    cases: int = 0
    papers: int = 0

    @property
    def is_being_written(self) -> bool:
        """Whether the application lies with whoever writes it."""
        return self.closing in (ReportState.DRAFT, ReportState.SENT_BACK)


@dataclass(frozen=True)
class GapRule:
    """A row: how many of it are missing, and what is said of them; ``{n}`` stands for the number."""

    gap: Gap
    counted: Callable[[ClosingFacts], int]
    words: str


RULES: tuple[GapRule, ...] = (
    GapRule(Gap.SIGN, lambda line: line.state == LineState.PENDING_SIGNATURE, "尚未签收"),
    GapRule(Gap.REDO, lambda line: line.closing == ReportState.SENT_BACK, "办结申请已退回，须修改后重报"),
    GapRule(
        Gap.APPLY,
        lambda line: not line.closing and line.state in (LineState.IN_PROGRESS, LineState.SENT_BACK),
        "尚未填写办结申请",
    ),
    GapRule(Gap.FIELDS, lambda line: line.is_being_written and line.lacks_fields, "办结申请的内容尚未填写完整"),
    GapRule(Gap.FILE, lambda line: line.is_being_written and not line.has_file, "办结申请尚未附佐证材料"),
    GapRule(Gap.APPROVE, lambda line: line.closing == ReportState.UNIT_REVIEW, "办结申请等待单位审核人审核"),
    GapRule(Gap.SUPPORT, lambda line: line.silent_units, "{n} 个配合单位尚未报送办结，未报齐时申请须说明理由"),
    GapRule(Gap.QUESTION, lambda line: line.questions, "{n} 件提问尚未答复"),
    GapRule(Gap.INSTRUCTION, lambda line: line.instructions, "{n} 件批示尚未答复"),
    GapRule(Gap.REQUEST, lambda line: line.requests, "{n} 件延期申请尚未审批"),
    GapRule(Gap.CASE, lambda line: line.cases, "{n} 件异议、暂缓或撤项尚未处理"),
    GapRule(Gap.PAPER, lambda line: line.papers, "{n} 件公文尚未办结"),
    GapRule(
        Gap.VERIFY,
        lambda line: line.state != LineState.PENDING_SIGNATURE and line.verification != Verification.VERIFIED,
        "进度尚未经办公室核实",
    ),
    GapRule(Gap.JUDGE, lambda line: line.closing == ReportState.SUBMITTED, "办结申请等待办公室审核"),
    GapRule(Gap.SIGN_OFF, lambda line: line.state == LineState.COMPLETED, "等待办公室负责人销号"),
)


@dataclass(frozen=True)
class Missing:
    """A gap in words."""

    gap: Gap
    words: str


def missing_to_close(line: ClosingFacts) -> tuple[Missing, ...]:
    """Everything that is missing, in the order of the table; nothing of a line that is closed or stands aside."""
    if line.state in (LineState.SIGNED_OFF, *ASIDE):
        return ()
    counted = ((rule, int(rule.counted(line))) for rule in RULES)
    return tuple(Missing(rule.gap, rule.words.format(n=number)) for rule, number in counted if number)
