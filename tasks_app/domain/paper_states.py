"""How an official paper (公文) moves from draft to 印发, and what each addressee does with it from then on."""

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.paper_doors import ON_PAPER, with_paper_doors


class PaperState(TextChoices):
    """Where a paper stands before it leaves the house. The labels are a contract for pages."""

    DRAFT = "draft", "拟稿"
    CHECKING = "checking", "核稿"
    PRESENTED = "presented", "呈批"
    SIGNED = "signed", "已签发"
    NUMBERED = "numbered", "已编号"
    SEALED = "sealed", "已用印"
    ISSUED = "issued", "已印发"
    VOID = "void", "作废"


BEFORE_ISSUE = tuple(state for state in PaperState if state not in (PaperState.ISSUED, PaperState.VOID))
# From here on the words are frozen, and a void number stays in the series.
FROZEN = (PaperState.NUMBERED, PaperState.SEALED, PaperState.ISSUED)
# On its way: it left the author's desk, and not yet the house.
ON_ITS_WAY = tuple(state for state in BEFORE_ISSUE if state != PaperState.DRAFT)
# Somebody is asked to find it in order or to let it out: nobody who wrote its words.
UNDER_APPROVAL = (PaperState.CHECKING, PaperState.PRESENTED)
# What the history says of every saving of words (``actions.paper_drafts.revise``).
REVISED = "修改拟稿"
# What a group leader sees: all but drafts.
BEYOND_DRAFT = tuple(state for state in PaperState if state not in (PaperState.DRAFT, PaperState.CHECKING))

_PAPER_BY_CLICK = Machine(
    subject="paper",
    title="公文",
    labels=dict(PaperState.choices),
    transitions=(
        Transition("submit", "送核", (PaperState.DRAFT,), PaperState.CHECKING, Verb.DRAFT_PAPER),
        Transition("recall", "撤回", (PaperState.CHECKING,), PaperState.DRAFT, Verb.DRAFT_PAPER),
        Transition("check", "核稿通过并呈批", (PaperState.CHECKING,), PaperState.PRESENTED, Verb.CHECK_PAPER),
        Transition(
            "return_checked", "退回修改", (PaperState.CHECKING,), PaperState.DRAFT, Verb.CHECK_PAPER, needs_reason=True
        ),
        Transition("agree", "同意约谈", (PaperState.PRESENTED,), PaperState.PRESENTED, Verb.AGREE_INTERVIEW),
        Transition(
            "agree_on_paper",
            "登记线下签批（同意约谈）",
            (PaperState.PRESENTED,),
            PaperState.PRESENTED,
            Verb.REGISTER_PAPER_SHEET,
        ),
        Transition(
            "decline",
            "不同意约谈",
            (PaperState.PRESENTED,),
            PaperState.DRAFT,
            Verb.AGREE_INTERVIEW,
            needs_reason=True,
        ),
        Transition("sign", "签发", (PaperState.PRESENTED,), PaperState.SIGNED, Verb.SIGN_PAPER),
        Transition("instruct", "批示", (PaperState.PRESENTED,), PaperState.SIGNED, Verb.INSTRUCT, needs_reason=True),
        Transition(
            "sign_on_paper",
            "登记线下签批并签发",
            (PaperState.PRESENTED,),
            PaperState.SIGNED,
            Verb.REGISTER_PAPER_SHEET,
        ),
        Transition(
            "send_back", "退回修改", (PaperState.PRESENTED,), PaperState.DRAFT, Verb.SIGN_PAPER, needs_reason=True
        ),
        Transition(
            "send_back_on_paper",
            "登记线下签批并退回",
            (PaperState.PRESENTED,),
            PaperState.DRAFT,
            Verb.REGISTER_PAPER_SHEET,
            needs_reason=True,
        ),
        Transition("number", "编号", (PaperState.SIGNED,), PaperState.NUMBERED, Verb.NUMBER_PAPER),
        Transition("seal", "登记用印", (PaperState.NUMBERED,), PaperState.SEALED, Verb.NUMBER_PAPER),
        Transition("issue", "登记印发", (PaperState.SEALED,), PaperState.ISSUED, Verb.ISSUE_PAPER),
        Transition("void", "作废", BEFORE_ISSUE, PaperState.VOID, Verb.VOID_PAPER, needs_reason=True),
    ),
)
PAPER_MACHINE = with_paper_doors(_PAPER_BY_CLICK, "check", "return_checked")


class ServiceState(TextChoices):
    """Where one addressee stands with a paper."""

    PLANNED = "planned", "拟送"
    SERVED = "served", "待签收"
    RECEIVED = "received", "已签收"
    REPLIED = "replied", "已答复"
    OBJECTED = "objected", "异议办理中"
    CLOSED = "closed", "已办结"


SERVED = tuple(state for state in ServiceState if state != ServiceState.PLANNED)
# Where somebody, the addressee or the office, has still to do something.
WITH_EITHER = (ServiceState.SERVED, ServiceState.RECEIVED, ServiceState.REPLIED, ServiceState.OBJECTED)
# An interview that is not held takes its notice along, whatever was said to it meanwhile.
CALL_OFF = "call_off"
# What ends an objection, and what of it says that the objection holds.
LIFTING = ("lift", f"lift{ON_PAPER}")
ANSWERING = ("uphold", f"uphold{ON_PAPER}", *LIFTING, CALL_OFF)

_SERVICE_BY_CLICK = Machine(
    subject="service",
    title="公文送达与答复",
    labels=dict(ServiceState.choices),
    transitions=(
        Transition("serve", "送达", (ServiceState.PLANNED,), ServiceState.SERVED, Verb.ISSUE_PAPER),
        Transition("receive", "签收", (ServiceState.SERVED,), ServiceState.RECEIVED, Verb.RECEIVE_PAPER),
        Transition(
            "receive_on_behalf",
            "登记送达回执",
            (ServiceState.SERVED,),
            ServiceState.RECEIVED,
            Verb.RECORD_FOR_ADDRESSEE,
            needs_reason=True,
        ),
        Transition("reply", "答复", (ServiceState.RECEIVED,), ServiceState.REPLIED, Verb.REPLY_PAPER),
        Transition(
            "reply_on_behalf",
            "代录答复",
            (ServiceState.RECEIVED,),
            ServiceState.REPLIED,
            Verb.RECORD_FOR_ADDRESSEE,
            needs_reason=True,
        ),
        Transition(
            "object",
            "提出情况说明或异议",
            (ServiceState.SERVED, ServiceState.RECEIVED),
            ServiceState.OBJECTED,
            Verb.REPLY_PAPER,
        ),
        Transition(
            "object_on_behalf",
            "代录情况说明或异议",
            (ServiceState.SERVED, ServiceState.RECEIVED),
            ServiceState.OBJECTED,
            Verb.RECORD_FOR_ADDRESSEE,
            needs_reason=True,
        ),
        Transition(
            "uphold",
            "答复异议：维持",
            (ServiceState.OBJECTED,),
            ServiceState.RECEIVED,
            Verb.ANSWER_OBJECTION,
            needs_reason=True,
        ),
        Transition(
            "lift",
            "答复异议：采纳",
            (ServiceState.OBJECTED,),
            ServiceState.CLOSED,
            Verb.ANSWER_OBJECTION,
            needs_reason=True,
        ),
        Transition(
            "ask_again",
            "退回补充",
            (ServiceState.REPLIED,),
            ServiceState.RECEIVED,
            Verb.CLOSE_SERVICE,
            needs_reason=True,
        ),
        Transition(
            "close", "办结", (ServiceState.RECEIVED, ServiceState.REPLIED), ServiceState.CLOSED, Verb.CLOSE_SERVICE
        ),
        Transition(
            CALL_OFF, "随约谈取消办结", WITH_EITHER, ServiceState.CLOSED, Verb.CHECK_RECTIFICATION, needs_reason=True
        ),
    ),
)
SERVICE_MACHINE = with_paper_doors(_SERVICE_BY_CLICK, "uphold", "lift", "ask_again", "close")


class InterviewState(TextChoices):
    """Where the case of an interview (约谈) stands."""

    PENDING = "pending", "待约谈"
    HELD = "held", "已约谈"
    RECTIFYING = "rectifying", "整改中"
    CHECKING = "checking", "待核查"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"


_INTERVIEW_BY_CLICK = Machine(
    subject="interview",
    title="约谈",
    labels=dict(InterviewState.choices),
    transitions=(
        Transition("hold", "登记约谈", (InterviewState.PENDING,), InterviewState.HELD, Verb.KEEP_INTERVIEW),
        Transition("commit", "登记整改承诺", (InterviewState.HELD,), InterviewState.RECTIFYING, Verb.KEEP_INTERVIEW),
        Transition(
            "rectify", "报告整改情况", (InterviewState.RECTIFYING,), InterviewState.CHECKING, Verb.REPORT_RECTIFICATION
        ),
        Transition(
            "rectify_on_behalf",
            "代录整改情况",
            (InterviewState.RECTIFYING,),
            InterviewState.CHECKING,
            Verb.KEEP_INTERVIEW,
            needs_reason=True,
        ),
        Transition(
            "send_back",
            "退回整改",
            (InterviewState.CHECKING,),
            InterviewState.RECTIFYING,
            Verb.CHECK_RECTIFICATION,
            needs_reason=True,
        ),
        Transition(
            "close",
            "核查通过并办结",
            (InterviewState.CHECKING,),
            InterviewState.CLOSED,
            Verb.CHECK_RECTIFICATION,
            needs_reason=True,
        ),
        Transition(
            "cancel",
            "取消约谈",
            (InterviewState.PENDING,),
            InterviewState.CANCELLED,
            Verb.CHECK_RECTIFICATION,
            needs_reason=True,
        ),
    ),
)
INTERVIEW_MACHINE = with_paper_doors(_INTERVIEW_BY_CLICK, "send_back", "close", "cancel")

ON_BEHALF = "_on_behalf"
# What a unit says of a paper or in a case, in the app or entered for it (代录).
SAID_BY_UNIT = tuple(f"{act}{how}" for act in ("receive", "reply", "object", "rectify") for how in ("", ON_BEHALF))
