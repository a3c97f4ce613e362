"""What may happen to a line aside from reporting (事项变更): "not ours" (交办异议), 暂缓办理 (suspension), 撤项."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import TextChoices

from tasks_app.domain.access import UNIT_ROLES, Verb
from tasks_app.domain.line_states import AT_WORK, MAY_BE_CANCELLED, LineState
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.working_days import Calendar


class CaseKind(TextChoices):
    """What is asked for. The labels are a contract for pages."""

    OBJECTION = "objection", "交办异议"
    SUSPENSION = "suspension", "暂缓办理"
    CANCELLATION = "cancellation", "撤项"


class CaseState(TextChoices):
    """Where a case stands. The labels are a contract for pages."""

    ASKED = "asked", "待办理"
    UPHELD = "upheld", "成立"
    UNFOUNDED = "unfounded", "不成立"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "撤回"
    ENDED = "ended", "已了结"


_WAITING = (CaseState.ASKED,)
# In which states of its line each may be asked for; where the line leaves them, what was asked is over.
MAY_BE_ASKED: dict[str, tuple[LineState, ...]] = {
    CaseKind.OBJECTION: (LineState.PENDING_SIGNATURE,),
    CaseKind.SUSPENSION: AT_WORK,
    CaseKind.CANCELLATION: MAY_BE_CANCELLED,
}
# Who of the two sides asks by which right; "not ours" only the unit can say.
ASKED_BY: dict[str, Verb] = {
    CaseKind.OBJECTION: Verb.OBJECT_LINE,
    CaseKind.SUSPENSION: Verb.RAISE_CASE,
    CaseKind.CANCELLATION: Verb.RAISE_CASE,
}
# The acts that decide each kind: yes, and no.
DECIDED_BY: dict[str, tuple[str, str]] = {
    CaseKind.OBJECTION: ("uphold", "turn_down"),
    CaseKind.SUSPENSION: ("grant", "refuse"),
    CaseKind.CANCELLATION: ("grant", "refuse"),
}
# Whoever could decide by a click may also have signed a sheet (线下签批).
SIGNED_BY: dict[str, Verb] = {
    "uphold": Verb.ANSWER_CASE,
    "turn_down": Verb.ANSWER_CASE,
    "grant": Verb.DECIDE_CASE,
    "refuse": Verb.DECIDE_CASE,
    "consent": Verb.CONSENT_CASE,
}
# What a decision told of, other than a withdrawal.
ANSWERED = (CaseState.UPHELD, CaseState.UNFOUNDED, CaseState.GRANTED, CaseState.REFUSED, CaseState.ENDED)


def _two_doors(act: str, label: str, target: str, verb: Verb, *, needs_reason: bool = False) -> Iterable[Transition]:
    """An approval by a click, and by a sheet that was signed (登记线下签批)."""
    yield Transition(act, label, _WAITING, target, verb, needs_reason=needs_reason)
    on_paper = f"登记线下签批：{label}"
    yield Transition(
        f"{act}_on_paper", on_paper, _WAITING, target, Verb.REGISTER_OFFICE_SHEET, needs_reason=needs_reason
    )


LINE_CASE_MACHINE = Machine(
    subject="line_case",
    title="事项变更",
    labels=dict(CaseState.choices),
    transitions=(
        Transition("withdraw", "撤回", _WAITING, CaseState.WITHDRAWN, Verb.RAISE_CASE),
        # Not a button: the line went on, so that nothing is left to decide.
        Transition("lapse", "随事项办理终止", _WAITING, CaseState.WITHDRAWN, Verb.RAISE_CASE),
        *_two_doors("uphold", "异议成立", CaseState.UPHELD, Verb.ANSWER_CASE, needs_reason=True),
        *_two_doors("turn_down", "异议不成立", CaseState.UNFOUNDED, Verb.ANSWER_CASE, needs_reason=True),
        *_two_doors("consent", "领导同意", CaseState.ASKED, Verb.CONSENT_CASE),
        *_two_doors("grant", "同意", CaseState.GRANTED, Verb.DECIDE_CASE),
        *_two_doors("refuse", "不同意", CaseState.REFUSED, Verb.DECIDE_CASE, needs_reason=True),
        Transition("resume", "恢复办理", (CaseState.GRANTED,), CaseState.ENDED, Verb.RESUME_LINE),
        Transition("end", "随撤项了结", (CaseState.GRANTED,), CaseState.ENDED, Verb.DECIDE_CASE),
    ),
)


def rests_ladder(kind: str, role: str, *, in_time: bool) -> bool:
    """Whether the ladder of the line rests while a case waits.

    An objection rests it whenever it is open. What a unit asks for rests it, as more time does, where it was asked by
    the end of the deadline day; what the office proposes rests nothing.
    """
    return kind == CaseKind.OBJECTION or (role in UNIT_ROLES and in_time)


def days_left(suspended_on: date, deadline: date, calendar: Calendar) -> int:
    """How many working days were left on the day of the suspension; none of a line that was late."""
    return max(0, calendar.between(suspended_on, deadline))


def deadline_after(resumed_on: date, left: int, calendar: Calendar) -> date:
    """The new deadline: so many working days after the day of resumption; without any left, that working day itself."""
    return calendar.plus(resumed_on, left) if left else calendar.plus(resumed_on - timedelta(days=1), 1)
