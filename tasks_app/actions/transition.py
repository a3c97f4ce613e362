"""The one door through which states change.

Who may (permissions), when (the table of the machine), then the change, its history row and its StateChange, all
in the transaction of the calling action, on a row that the action has locked.
"""

from datetime import datetime
from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitGroup, UnitName, UnitSuccession
from tasks_app.actions import recording
from tasks_app.actions.moot_proposals import settle_proposals
from tasks_app.domain.extension_states import EXTENSION_MACHINE
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE, MAY_BE_ASKED
from tasks_app.domain.line_states import ASIDE, OPEN, WITH_UNIT, LineState
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.refusals import Invalid, Stale
from tasks_app.domain.texts import cleaned
from tasks_app.domain.year_states import item_state
from tasks_app.models import (
    Comment,
    Commitment,
    Cycle,
    Extension,
    Instruction,
    InstructionReply,
    Interview,
    LineCase,
    Mandate,
    Mention,
    NumberSeries,
    Obligation,
    Opinion,
    Paper,
    PaperService,
    PlanUpload,
    ProgressReport,
    Responsibility,
    StateChange,
    Target,
    TargetReading,
    UnitLine,
    WorkItem,
)
from tasks_app.permissions import checks

REASON_NEEDED = "请填写理由，让对方知道需要怎样修改。"
# Where somebody else has taken the very step (签收, 审核通过), the page has no form any more that could keep words.
WORDS_ARE_KEPT = "仍可办理的，您填写的文字保留在下方，请核对后再办理。"
NOT_THE_LATEST = f"您看到的不是最新内容；{WORDS_ARE_KEPT}"
SOMEBODY_WAS_FASTER = f"本件刚刚有更新，{NOT_THE_LATEST}"

# Whoever locks rows of more than one of these locks them in this order, and rows of one table by their id: two who go
# opposite ways wait for each other until the database ends one of them. tests/architecture/lock_order.py watches.
LOCK_ORDER: tuple[type[Model], ...] = (
    *(PlanUpload, UnitSuccession, Unit, UnitName, UnitGroup),
    *(Cycle, Paper, PaperService, Interview, Commitment, NumberSeries, Mandate),
    *(WorkItem, UnitLine, ProgressReport, LineCase, Responsibility, Extension, Target, TargetReading, Obligation),
    *(Comment, Mention, Instruction, InstructionReply, Opinion),
)


class Versioned(Protocol):
    """A row that bears a version."""

    pk: int
    version: int


class Stateful(Versioned, Protocol):
    """A row that bears a state and a version."""

    state: str


Subject = TypeVar("Subject", bound=Model)


def locked(model: type[Subject], pk: int) -> Subject:
    """The row, locked until the transaction ends, in the order of ``LOCK_ORDER``."""
    row: Subject = for_update(model._default_manager.all()).get(pk=pk)
    return row


def for_update(rows: QuerySet[Subject]) -> QuerySet[Subject]:
    """These rows, locked against whoever changes them, and not against whoever only refers to them.

    A step on a timeline refers to its line and its item without having locked either; were the keys locked too,
    it would wait for one while it keeps the other from somebody who locks both.
    """
    return rows.select_for_update(of=("self",), no_key=True)


def require_version(subject: Versioned, version: int | None, kind: str, *, by: Actor | None = None) -> None:
    """Raises Stale, naming who was faster and what they did, unless the page showed the stored version.

    Not every new version is a step (a draft is saved in other words): then whoever saved it is named to the people of
    their own unit (``by``), rather than the one who took the step before. To others neither is named, nor anybody
    whose step is a unit's inner one.
    """
    if version is None or version == subject.version:
        return
    told = Q(internal=False) | Q(post__unit=by.unit_id if by else None)
    last = StateChange.objects.filter(told, kind=kind, object_id=subject.pk, version=subject.version).last()
    if last is None:
        raise Stale(_saved_by_a_colleague(subject, by) or SOMEBODY_WAS_FASTER)
    moment = timezone.localtime(last.at)
    raise Stale(f"{last.actor_name}已于{moment:%m月%d日 %H:%M}将本件“{last.label}”，{NOT_THE_LATEST}")


def _saved_by_a_colleague(subject: Versioned, by: Actor | None) -> str:
    """Who of the reader's own unit brought the row to its version, and when; empty where it was somebody else."""
    history = getattr(subject, "history", None)
    if history is None or by is None or by.unit_id is None:
        return ""
    saved = history.filter(version=subject.version).select_related("history_user").order_by("history_id").first()
    who = saved.history_user if saved else None
    if who is None or not who.posts.filter(unit=by.unit_id).exists():
        return ""
    moment = timezone.localtime(saved.history_date)
    return f"{who.full_name}已于{moment:%m月%d日 %H:%M}改写本件，{NOT_THE_LATEST}"


def raise_version(subject: Versioned) -> None:
    """Makes every page that shows this row stale: its words changed, though not its state."""
    subject.version += 1


def set_state(subject: Stateful, state: str) -> None:
    """Sets a state that follows from a step taken elsewhere (an item's from its lines); not stored yet."""
    subject.state = state
    raise_version(subject)


def move(
    subject: Stateful,
    act: str,
    *,
    machine: Machine,
    by: Actor,
    at: datetime,
    why: str = "",
    line: UnitLine | None = None,
    version: int | None = None,
    checked: bool = False,
) -> StateChange:
    """Moves a locked subject by one transition of its machine; the caller has set the other fields.

    Who comes before when: a person without the right learns neither the state nor who changed it last. ``version``
    is what the page showed. ``checked``: the action has asked both already (or this is the other half of such a
    move: a closing report moves its line). Raises NotAllowed, Stale, NotNow, or Invalid without a reason.
    """
    if not checked:
        checks.require(by, machine[act].verb, subject)
        require_version(subject, version, machine.subject, by=by)
    transition = machine.step(act, subject.state)
    why = cleaned(why)
    if transition.needs_reason and not why:
        raise Invalid({"reason": REASON_NEEDED})
    step = enter(subject, transition, machine=machine, by=by, at=at, why=why, line=line)
    if line is not None:
        ask_clock_again(line, at=at)
    if isinstance(subject, UnitLine):
        drop_case(subject, by=by, at=at)
    if isinstance(subject, UnitLine) and (step.from_state in WITH_UNIT) != (subject.state in WITH_UNIT):
        drop_request(subject, by=by, at=at)
        settle_proposals(subject, at=at)
    recording.save(subject, by=by, at=at, why=sentence_of(transition, why))  # type: ignore[type-var]
    step.save(force_insert=True)
    return step


def drop_request(line: UnitLine, *, by: Actor, at: datetime) -> None:
    """Whoever hands in a closing asks for no more time: the open request (延期申请) of the line is over with it.

    So it is where the line is suspended, cancelled or given to another unit.

    One query where there is none.
    """
    if line.state in WITH_UNIT:
        return
    act = "overtake" if line.state in ASIDE else "lapse"
    for request in for_update(Extension.objects.waiting().filter(line=line)):
        request.decided_by, request.decided_at = by.own_post, at
        move(request, act, machine=EXTENSION_MACHINE, by=by, at=at, line=line, checked=True)


def drop_case(line: UnitLine, *, by: Actor, at: datetime) -> None:
    """Whoever signs objects no more, whoever hands in a closing asks for no suspension: the open case is over with it.

    One query where there is none.
    """
    for case in for_update(LineCase.objects.waiting().filter(line=line)):
        if line.state not in MAY_BE_ASKED[case.kind]:
            case.decided_by, case.decided_at = by.own_post, at
            move(case, "lapse", machine=LINE_CASE_MACHINE, by=by, at=at, line=line, checked=True)


def ask_clock_again(line: UnitLine, *, at: datetime) -> None:
    """Whatever happened to a line, the next sweep looks at it: ``next_step_on`` is the clock's cache, not history."""
    line.next_step_on = timezone.localdate(at)
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=line.next_step_on)


def ask_all_again(*, at: datetime, unit: Unit | None = None) -> int:
    """The rules or the calendar changed: the next sweep looks at every line it has still to do with.

    With a ``unit`` only at its lines: it became another kind, and another reach holds.

    Those are the open ones, and finished ones about which something waits (a report of theirs nobody reviewed).
    """
    waiting = Q(state__in=(*OPEN, LineState.SUSPENDED)) | Q(next_step_on__isnull=False)
    if unit:
        waiting &= Q(unit=unit)
    return UnitLine.objects.filter(waiting, ended_on__isnull=True).update(next_step_on=timezone.localdate(at))


def enter(
    subject: Stateful,
    transition: Transition,
    *,
    machine: Machine,
    by: Actor,
    at: datetime,
    why: str = "",
    line: UnitLine | None = None,
) -> StateChange:
    """Sets state and version and returns the StateChange.

    Neither is stored yet: acts on many rows at once store them in bulk, all others go through :func:`move`.
    """
    came_from = subject.state
    set_state(subject, transition.target)
    step = step_by(by, kind=machine.subject, subject=subject, act=transition.act, label=transition.label, at=at)
    step.line, step.work_item_id = line, line.work_item_id if line else None
    step.from_state, step.to_state = came_from, transition.target
    step.why, step.internal = why, transition.is_internal(came_from)
    return step


def step_by(by: Actor, *, kind: str, subject: Versioned, act: str, label: str, at: datetime) -> StateChange:
    """What the timeline says of an act, with the person as of now copied into it; not stored yet."""
    return StateChange(
        kind=kind,
        object_id=subject.pk,
        act=act,
        label=label,
        at=at,
        user=by.user,
        post=by.post,
        actor_name=by.name,
        actor_unit=by.post.unit.name if by.post else "",
        actor_role=by.role,
        acting_for=by.acting_for.full_name if by.acting_for else "",
        version=subject.version,
    )


def keep_item_state(item: WorkItem, *, by: Actor, at: datetime) -> None:
    """Keeps a locked item's state what its lines make of it (``domain.year_states.item_state``)."""
    states = UnitLine.objects.filter(work_item=item, ended_on__isnull=True).values_list("state", flat=True)
    state = item_state(states)
    if state != item.state:
        set_state(item, state)
        recording.save(item, by=by, at=at, why="随承办事项变动")


def sentence_of(transition: Transition, why: str) -> str:
    """The reason a history row gives for a step."""
    return f"{transition.label}：{why}" if why else transition.label
