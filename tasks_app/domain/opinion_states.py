"""What a unit says about the draft of a year (征求意见): who writes, who approves, what the office answers."""

from datetime import date

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition


class OpinionKind(TextChoices):
    """What a unit says. The labels are a contract for pages."""

    NONE = "none", "无意见"
    CHANGE = "change", "修改意见"
    BREAKDOWN = "breakdown", "分解建议"


class OpinionState(TextChoices):
    """Where an opinion stands. Silence is no state: it is shown once the day is over (:func:`shown_as`)."""

    WANTED = "wanted", "待反馈"
    UNIT_REVIEW = "unit_review", "待本单位审核"
    RETURNED = "returned", "退回修改"
    GIVEN = "given", "已反馈"
    ADOPTED = "adopted", "采纳"
    ADOPTED_IN_PART = "adopted_in_part", "部分采纳"
    DECLINED = "declined", "不采纳"


SILENT = "逾期视为无意见"
# With the unit still: nothing of it is read outside.
INNER = (OpinionState.UNIT_REVIEW, OpinionState.RETURNED)
OPEN_OPINION = (OpinionState.WANTED, *INNER)
ANSWERED = (OpinionState.ADOPTED, OpinionState.ADOPTED_IN_PART, OpinionState.DECLINED)

_WANTED, _REVIEW = (OpinionState.WANTED,), (OpinionState.UNIT_REVIEW,)
_GIVEN = (OpinionState.GIVEN,)

OPINION_MACHINE = Machine(
    subject="opinion",
    title="征求意见反馈",
    labels=dict(OpinionState.choices),
    transitions=(
        Transition(
            "write",
            "填写意见并送审",
            (*_WANTED, OpinionState.RETURNED),
            OpinionState.UNIT_REVIEW,
            Verb.GIVE_OPINION,
            internal=True,
        ),
        Transition("record", "代录意见", _WANTED, OpinionState.GIVEN, Verb.RECORD_ON_BEHALF),
        Transition("approve", "审核通过", _REVIEW, OpinionState.GIVEN, Verb.APPROVE_OPINION),
        Transition("approve_on_paper", "登记线下签批并反馈", _REVIEW, OpinionState.GIVEN, Verb.REGISTER_OPINION_SHEET),
        Transition(
            "return",
            "退回修改",
            _REVIEW,
            OpinionState.RETURNED,
            Verb.APPROVE_OPINION,
            needs_reason=True,
            internal=True,
        ),
        Transition("adopt", "采纳", _GIVEN, OpinionState.ADOPTED, Verb.ANSWER_OPINION),
        Transition(
            "adopt_in_part",
            "部分采纳",
            _GIVEN,
            OpinionState.ADOPTED_IN_PART,
            Verb.ANSWER_OPINION,
            needs_reason=True,
        ),
        Transition("decline", "不采纳", _GIVEN, OpinionState.DECLINED, Verb.ANSWER_OPINION, needs_reason=True),
    ),
)


def waits_for_answer(state: str, kind: str) -> bool:
    """Whether the office owes an answer: to whatever was handed in and is more than 无意见."""
    return state == OpinionState.GIVEN and kind != OpinionKind.NONE


def shown_as(state: str, kind: str, *, until: date | None, today: date) -> str:
    """What a page says of an opinion; silence counts as consent once the day is over, and is nowhere written."""
    if state in OPEN_OPINION:
        return SILENT if until is not None and today > until else OpinionState(state).label
    if state == OpinionState.GIVEN:
        return OpinionKind(kind).label
    return OpinionState(state).label


def outside(state: str) -> str:
    """The state as the office sees it: what lies with the unit is still 待反馈."""
    return OpinionState.WANTED.value if state in INNER else state
