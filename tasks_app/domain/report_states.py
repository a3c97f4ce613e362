"""The states of a progress report (进展反馈), what it must hold, and how closing moves the line."""

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.texts import cleaned

REDO_WORKING_DAYS = 3


class ReportKind(TextChoices):
    """A periodic report (调度) never moves the line; a closing report (报办结) is the line's transition."""

    PERIODIC = "periodic", "进展报送"
    CLOSING = "closing", "办结申请"


class Standing(TextChoices):
    """What the unit says of itself (自报)."""

    ON_SCHEDULE = "on_schedule", "达到序时进度"
    BEHIND = "behind", "滞后"
    FINISHED = "finished", "已完成"


def standing_words(standing: str, per_cent: int | None) -> str:
    """What the unit says of itself, on pages and in files alike: 滞后 40%. Empty where it never said anything."""
    words = Standing(standing).label if standing else ""
    return f"{words} {per_cent}%".strip() if per_cent is not None else words


class ReportState(TextChoices):
    """Where a report stands. The labels are a contract for pages."""

    DRAFT = "draft", "草稿"
    UNIT_REVIEW = "unit_review", "待本单位审核"
    SUBMITTED = "submitted", "已报送"
    ACCEPTED = "accepted", "已采用"
    SENT_BACK = "sent_back", "退回修改"


WITH_AUTHOR = (ReportState.DRAFT, ReportState.SENT_BACK)
# Still with the unit: not reported, whoever in the unit has it on the desk.
UNFINISHED = (*WITH_AUTHOR, ReportState.UNIT_REVIEW)
OPEN_REPORT = (*UNFINISHED, ReportState.SUBMITTED)
HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED)
# What others than the unit itself may read, once it was submitted at least once.
OUTSIDE = (*HANDED_IN, ReportState.SENT_BACK)

REPORT_MACHINE = Machine(
    subject="report",
    title="进展反馈",
    labels=dict(ReportState.choices),
    transitions=(
        Transition(
            "send",
            "送审",
            (ReportState.DRAFT,),
            ReportState.UNIT_REVIEW,
            Verb.WRITE_REPORT,
            internal=True,
        ),
        Transition(
            "revise",
            "修改",
            (ReportState.SENT_BACK,),
            ReportState.DRAFT,
            Verb.WRITE_REPORT,
            internal=True,
        ),
        Transition(
            "withdraw",
            "撤回",
            (ReportState.UNIT_REVIEW, ReportState.SUBMITTED),
            ReportState.DRAFT,
            Verb.WRITE_REPORT,
            internal_from=(ReportState.UNIT_REVIEW,),
        ),
        Transition(
            "return",
            "退回修改",
            (ReportState.UNIT_REVIEW,),
            ReportState.SENT_BACK,
            Verb.APPROVE_REPORT,
            needs_reason=True,
            internal=True,
        ),
        Transition("approve", "审核通过", (ReportState.UNIT_REVIEW,), ReportState.SUBMITTED, Verb.APPROVE_REPORT),
        Transition(
            "approve_on_paper",
            "登记线下签批",
            (ReportState.DRAFT, ReportState.UNIT_REVIEW),
            ReportState.SUBMITTED,
            Verb.REGISTER_UNIT_SHEET,
        ),
        Transition(
            "record",
            "代录报送",
            (ReportState.DRAFT,),
            ReportState.SUBMITTED,
            Verb.RECORD_ON_BEHALF,
        ),
        Transition("accept", "采用", (ReportState.SUBMITTED,), ReportState.ACCEPTED, Verb.REVIEW_REPORT),
        Transition(
            "accept_on_paper",
            "登记线下签批并采用",
            (ReportState.SUBMITTED,),
            ReportState.ACCEPTED,
            Verb.REGISTER_LEADER_SHEET,
        ),
        Transition(
            "send_back",
            "退回修改",
            (ReportState.SUBMITTED,),
            ReportState.SENT_BACK,
            Verb.REVIEW_REPORT,
            needs_reason=True,
        ),
        Transition(
            "send_back_on_paper",
            "登记线下签批并退回",
            (ReportState.SUBMITTED,),
            ReportState.SENT_BACK,
            Verb.REGISTER_LEADER_SHEET,
            needs_reason=True,
        ),
        Transition(
            "accept_in_part",
            "部分采用",
            (ReportState.SUBMITTED,),
            ReportState.ACCEPTED,
            Verb.REVIEW_REPORT,
            needs_reason=True,
        ),
        Transition(
            "accept_in_part_on_paper",
            "登记线下签批并部分采用",
            (ReportState.SUBMITTED,),
            ReportState.ACCEPTED,
            Verb.REGISTER_LEADER_SHEET,
            needs_reason=True,
        ),
    ),
)

# A closing report is the line's transition: this act of the report is that act of the line.
CLOSING_MOVES: dict[str, str] = {
    "send": "send_closing",
    "withdraw": "recall_closing",
    "return": "return_closing",
    "approve": "submit_closing",
    "approve_on_paper": "submit_closing_on_paper",
    "accept": "accept_closing",
    "accept_on_paper": "accept_closing_on_paper",
    "send_back": "send_back_closing",
    "send_back_on_paper": "send_back_closing_on_paper",
    "accept_in_part": "accept_closing_in_part",
    "accept_in_part_on_paper": "accept_closing_in_part_on_paper",
}


def missing_words(*, progress: str, problems: str, next_steps: str, standing: str) -> dict[str, str]:
    """What a report still lacks before it can be sent: field name to sentence; empty when it is whole."""
    required = {
        "progress_text": (progress, "请填写“本期进展”。"),
        "problems": (problems, "请填写“存在问题”；没有问题请写“无”。"),
        "next_steps": (next_steps, "请填写“下一步安排”；没有后续安排请写“无”。"),
        "standing": (standing, "请选择“达到序时进度”“滞后”或“已完成”。"),
    }
    return {field: sentence for field, (value, sentence) in required.items() if not cleaned(value)}
