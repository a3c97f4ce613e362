"""A leader's instruction (批示): whether it stands, and how each addressee has it: to answer, answered, closed."""

from datetime import date

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.working_days import DAY, Calendar

ANSWER_WORKING_DAYS = 5
REDO_WORKING_DAYS = 3


class InstructionState(TextChoices):
    """Where an addressee's answer stands. The labels are a contract for pages."""

    AWAITING = "awaiting", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    VOIDED = "voided", "已撤销"


class OrderState(TextChoices):
    """Whether the instruction itself stands. The labels are a contract for pages."""

    IN_FORCE = "in_force", "有效"
    VOIDED = "voided", "已撤销"


_AWAITING, _ANSWERED = (InstructionState.AWAITING,), (InstructionState.ANSWERED,)
OPEN_INSTRUCTION = (*_AWAITING, *_ANSWERED)

INSTRUCTION_MACHINE = Machine(
    subject="instruction",
    title="批示答复",
    labels=dict(InstructionState.choices),
    transitions=(
        Transition("reply", "答复批示", _AWAITING, InstructionState.ANSWERED, Verb.ANSWER_INSTRUCTION),
        Transition("reply_on_behalf", "代录批示答复", _AWAITING, InstructionState.ANSWERED, Verb.RECORD_FOR_ADDRESSEE),
        Transition(
            "ask_again",
            "退回补充批示答复",
            _ANSWERED,
            InstructionState.AWAITING,
            Verb.CLOSE_INSTRUCTION,
            needs_reason=True,
        ),
        Transition("close", "办结批示", _ANSWERED, InstructionState.CLOSED, Verb.CLOSE_INSTRUCTION),
        Transition(
            "close_on_paper",
            "登记线下签批并办结批示",
            _ANSWERED,
            InstructionState.CLOSED,
            Verb.REGISTER_LEADER_SHEET,
        ),
        # Not a button: the instruction itself is voided, and its addressees owe nothing any more.
        Transition("lapse", "随批示撤销", OPEN_INSTRUCTION, InstructionState.VOIDED, Verb.VOID_INSTRUCTION),
    ),
)
_IN_FORCE = (OrderState.IN_FORCE,)
ORDER_MACHINE = Machine(
    subject="instruction_order",
    title="批示",
    labels=dict(OrderState.choices),
    transitions=(
        Transition("void", "撤销批示", _IN_FORCE, OrderState.VOIDED, Verb.VOID_INSTRUCTION, needs_reason=True),
        # What was signed on paper is voided on paper: the director registers the leader's sheet.
        Transition(
            "void_on_paper",
            "登记线下签批并撤销批示",
            _IN_FORCE,
            OrderState.VOIDED,
            Verb.REGISTER_VOIDING,
            needs_reason=True,
        ),
    ),
)


def reminder_days(due_on: date, calendar: Calendar) -> tuple[date, date]:
    """When whoever owes an answer is reminded: on the working day before its day, and on the day after it."""
    return calendar.plus(due_on, -1), due_on + DAY


def is_late(state: str, due_on: date, today: date) -> bool:
    """Whether the answer is owed and its day is over."""
    return state == InstructionState.AWAITING and due_on < today
