"""A leader's instruction (批示) as each addressee has it: to answer by a day, answered, closed."""

from datetime import date

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition

ANSWER_WORKING_DAYS = 5
REDO_WORKING_DAYS = 3


class InstructionState(TextChoices):
    """Where an addressee's answer stands. The labels are a contract for pages."""

    AWAITING = "awaiting", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"


_AWAITING, _ANSWERED = (InstructionState.AWAITING,), (InstructionState.ANSWERED,)
OPEN_INSTRUCTION = (*_AWAITING, *_ANSWERED)

INSTRUCTION_MACHINE = Machine(
    subject="instruction",
    title="批示",
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
    ),
)


def is_late(state: str, due_on: date, today: date) -> bool:
    """Whether the answer is owed and its day is over."""
    return state == InstructionState.AWAITING and due_on < today
