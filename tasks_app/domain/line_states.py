"""The states of a line (承办事项) and how they follow one another."""

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition


class LineState(TextChoices):
    """Where a unit's part stands. The labels are a contract for pages."""

    PENDING_SIGNATURE = "pending_signature", "待签收"
    IN_PROGRESS = "in_progress", "办理中"
    UNIT_REVIEW = "unit_review", "待本单位审核"
    OFFICE_REVIEW = "office_review", "待办公室审核"
    SENT_BACK = "sent_back", "退回续办"
    COMPLETED = "completed", "已完成"
    SIGNED_OFF = "signed_off", "已销号"
    SUSPENDED = "suspended", "暂缓办理"
    CANCELLED = "cancelled", "已撤项"


# Groups of states that badges, filters and queries share.
WITH_UNIT = (LineState.PENDING_SIGNATURE, LineState.IN_PROGRESS, LineState.UNIT_REVIEW, LineState.SENT_BACK)
AT_WORK = (LineState.IN_PROGRESS, LineState.SENT_BACK)
DONE = (LineState.COMPLETED, LineState.SIGNED_OFF)
OPEN = (*WITH_UNIT, LineState.OFFICE_REVIEW)
# Aside: nothing is asked of anybody, and it is neither late nor fine.
ASIDE = (LineState.SUSPENDED, LineState.CANCELLED)
# Neither done nor cancelled, and no closing on its way.
MAY_BE_CANCELLED = (LineState.PENDING_SIGNATURE, *AT_WORK, LineState.SUSPENDED)
# Who follows by law takes a line as it stands, a closing on its way with it.
GOES_ON_WITH_HEIR = (*OPEN, LineState.SUSPENDED)

LINE_MACHINE = Machine(
    subject="line",
    title="承办事项",
    labels=dict(LineState.choices),
    transitions=(
        Transition("sign", "签收", (LineState.PENDING_SIGNATURE,), LineState.IN_PROGRESS, Verb.SIGN_LINE),
        Transition(
            "sign_on_behalf",
            "代录签收",
            (LineState.PENDING_SIGNATURE,),
            LineState.IN_PROGRESS,
            Verb.RECORD_ON_BEHALF,
            needs_reason=True,
        ),
        Transition("send_closing", "申请办结", AT_WORK, LineState.UNIT_REVIEW, Verb.WRITE_REPORT),
        Transition(
            "recall_closing",
            "撤回办结申请",
            (LineState.UNIT_REVIEW, LineState.OFFICE_REVIEW),
            LineState.IN_PROGRESS,
            Verb.WRITE_REPORT,
        ),
        Transition(
            "return_closing",
            "退回修改",
            (LineState.UNIT_REVIEW,),
            LineState.IN_PROGRESS,
            Verb.APPROVE_REPORT,
            needs_reason=True,
            internal=True,
        ),
        Transition(
            "submit_closing",
            "报送办结",
            (LineState.UNIT_REVIEW,),
            LineState.OFFICE_REVIEW,
            Verb.APPROVE_REPORT,
        ),
        Transition(
            "submit_closing_on_paper",
            "登记线下签批并报送办结",
            (*AT_WORK, LineState.UNIT_REVIEW),
            LineState.OFFICE_REVIEW,
            Verb.REGISTER_UNIT_SHEET,
        ),
        Transition("accept_closing", "同意办结", (LineState.OFFICE_REVIEW,), LineState.COMPLETED, Verb.REVIEW_REPORT),
        Transition(
            "accept_closing_on_paper",
            "登记线下签批并同意办结",
            (LineState.OFFICE_REVIEW,),
            LineState.COMPLETED,
            Verb.REGISTER_LEADER_SHEET,
        ),
        Transition(
            "send_back_closing",
            "退回续办",
            (LineState.OFFICE_REVIEW,),
            LineState.SENT_BACK,
            Verb.REVIEW_REPORT,
            needs_reason=True,
        ),
        Transition(
            "send_back_closing_on_paper",
            "登记线下签批并退回续办",
            (LineState.OFFICE_REVIEW,),
            LineState.SENT_BACK,
            Verb.REGISTER_LEADER_SHEET,
            needs_reason=True,
        ),
        Transition(
            "accept_closing_in_part",
            "部分采用，其余续办",
            (LineState.OFFICE_REVIEW,),
            LineState.COMPLETED,
            Verb.REVIEW_REPORT,
            needs_reason=True,
        ),
        Transition(
            "accept_closing_in_part_on_paper",
            "登记线下签批并部分采用",
            (LineState.OFFICE_REVIEW,),
            LineState.COMPLETED,
            Verb.REGISTER_LEADER_SHEET,
            needs_reason=True,
        ),
        Transition("sign_off", "销号", (LineState.COMPLETED,), LineState.SIGNED_OFF, Verb.SIGN_OFF),
        Transition(
            "sign_off_on_paper",
            "登记线下签批并销号",
            (LineState.COMPLETED,),
            LineState.SIGNED_OFF,
            Verb.REGISTER_OFFICE_SHEET,
        ),
        Transition(
            "reopen",
            "重新打开",
            (*DONE, LineState.CANCELLED),
            LineState.IN_PROGRESS,
            Verb.REOPEN_LINE,
            needs_reason=True,
        ),
        # The other half of what is decided about a case (domain/line_case_states.py); none of them is a button.
        Transition("suspend", "暂缓办理", AT_WORK, LineState.SUSPENDED, Verb.DECIDE_CASE),
        Transition("resume", "恢复办理", (LineState.SUSPENDED,), LineState.IN_PROGRESS, Verb.RESUME_LINE),
        Transition("cancel", "撤项", MAY_BE_CANCELLED, LineState.CANCELLED, Verb.DECIDE_CASE, needs_reason=True),
        Transition("hand_over", "转办", GOES_ON_WITH_HEIR, LineState.CANCELLED, Verb.ANSWER_CASE),
        Transition(
            "drop",
            "异议成立，不再承办",
            (LineState.PENDING_SIGNATURE,),
            LineState.CANCELLED,
            Verb.ANSWER_CASE,
        ),
    ),
)
