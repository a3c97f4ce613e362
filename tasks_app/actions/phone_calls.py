"""Logging phone calls (电话催办登记). A call may count as the line's served 催办, never as a served paper."""

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.lines import locked_line
from tasks_app.actions.transition import ask_clock_again
from tasks_app.domain.access import Verb
from tasks_app.domain.facts import Anchor, SubjectKind
from tasks_app.domain.line_states import WITH_UNIT
from tasks_app.domain.policy import Deed, Rule
from tasks_app.domain.reach import Level, Rung, reaches, rung_of
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import (
    Extension,
    LineCase,
    Obligation,
    ObligationState,
    PhoneUrge,
    PolicyVersion,
    StateChange,
    UnitLine,
)
from tasks_app.permissions import checks

WHO_NEEDED = "请填写接听人。"
WHAT_NEEDED = "请填写通话内容。"
NOT_YET_CALLED = "通话时间不能晚于现在。"
NOT_LATE = "本事项没有逾期，电话不能计入提醒层级；可去掉勾选后作为一般电话登记。"
COUNTED_ALREADY = "本轮{word}已有记录，电话不再重复计入；可去掉勾选后作为一般电话登记。"
BEFORE_THE_DEADLINE = "通话时间不晚于完成时限 {deadline}，不能计为{word}；请核对时间，或去掉勾选后作为一般电话登记。"


@transaction.atomic
def log(
    line: UnitLine,
    *,
    spoken_to: str,
    said: str,
    called_at: datetime,
    counts: bool,
    by: Actor,
    at: datetime,
) -> PhoneUrge:
    """Keeps a call; with ``counts`` it stands in the ledger as this round's 催办, so that none is sent beside it."""
    checks.require(by, Verb.LOG_CALL, line)
    _, line = locked_line(line.pk)
    if counts:
        checks.require(by, Verb.COUNT_CALL, line)
    faults = _faults(spoken_to, said, called_at, at)
    if faults:
        raise Invalid(faults)
    counted = _count(line, called_at, at) if counts else None
    call = PhoneUrge.objects.create(
        line=line,
        called_at=called_at,
        called_by=by.own_post,
        spoken_to=on_one_line(spoken_to),
        said=cleaned(said),
        counted_as=counted,
    )
    StateChange.objects.create(
        kind="phone_call",
        object_id=call.pk,
        work_item_id=line.work_item_id,
        line=line,
        act="phone_call",
        label="电话联系",
        from_state=line.state,
        to_state=line.state,
        at=at,
        why=f"接听人：{call.spoken_to}；{call.said}",
        user=by.user,
        post=by.post,
        actor_name=by.name,
        actor_unit=by.own_post.unit.name,
        actor_role=by.role,
    )
    ask_clock_again(line, at=at)
    return call


def offers_to_count(line: UnitLine, *, by: Actor) -> Rung | None:
    """The rung that the form of a call offers to this person; None where the call is only a call."""
    rung, rule = may_count_as(line, today=by.on), _urge(PolicyVersion.in_force(by.on))
    if rung is None or rule is None or not checks.can(by, Verb.COUNT_CALL, line):
        return None
    stands = Obligation.objects.filter(subject=_subject(line), rule=rule.code, round=line.round).exists()
    return None if stands else rung


def may_count_as(line: UnitLine, *, today: date) -> Rung | None:
    """The rung a call about this line may stand for, in the word its unit may read; None while it is not late.

    A line that waits for the office is not late by its unit's fault, however old its deadline; so it is while more
    time was asked for before it was over, or a case that rests its ladder is open.
    """
    is_late = line.state in WITH_UNIT and line.deadline < today
    if is_late and _rests(line):
        return None
    if not is_late or not reaches(line.unit.kind, Level.URGE, supervised_elsewhere=bool(line.work_item.supervised_by)):
        return None
    return rung_of(line.unit.kind, Level.URGE)


def _rests(line: UnitLine) -> bool:
    asked = Extension.objects.waiting().filter(line=line, in_time=True)
    return asked.exists() or LineCase.objects.waiting().filter(line=line, rests=True).exists()


def _faults(spoken_to: str, said: str, called_at: datetime, at: datetime) -> dict[str, str]:
    faults = {}
    if not on_one_line(spoken_to):
        faults["spoken_to"] = WHO_NEEDED
    if not cleaned(said):
        faults["said"] = WHAT_NEEDED
    if called_at > at:
        faults["called_at"] = NOT_YET_CALLED
    return faults


def _count(line: UnitLine, called_at: datetime, at: datetime) -> Obligation:
    """The ledger row a call stands for: the line's 催办 of this round.

    Refused while the line is not late, for a call made before it was, and where the row stands already.
    """
    today = timezone.localdate(at)
    version = PolicyVersion.in_force(today)
    rule, rung = _urge(version), may_count_as(line, today=today)
    if version is None or rule is None or rung is None:
        raise NotNow(NOT_LATE)
    if timezone.localdate(called_at) <= line.deadline:
        raise Invalid({"called_at": BEFORE_THE_DEADLINE.format(deadline=f"{line.deadline:%Y-%m-%d}", word=rung.word)})
    row, is_new = Obligation.objects.get_or_create(
        subject=_subject(line),
        rule=rule.code,
        round=line.round,
        defaults={
            "of_line": line,
            "line": line,
            "policy": version,
            "level": rule.level,
            "deed": rule.deed,
            "anchor": rule.anchor,
            "anchor_on": line.deadline,
            "due_on": today,
            "state": ObligationState.FIRED,
            "decided_in": uuid4(),
            "at": at,
            "reason": "已电话联系",
        },
    )
    if not is_new:
        raise NotNow(COUNTED_ALREADY.format(word=rung.word))
    return row


def _subject(line: UnitLine) -> str:
    return f"{SubjectKind.LINE}:{line.pk}"


def _urge(version: PolicyVersion | None) -> Rule | None:
    if version is None:
        return None
    rules = version.policy.about(SubjectKind.LINE)
    return next(
        (
            rule
            for rule in rules
            if rule.level is Level.URGE and rule.anchor is Anchor.DEADLINE and rule.deed is Deed.TELL
        ),
        None,
    )
