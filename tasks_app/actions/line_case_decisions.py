"""The office decides a case (事项变更): an objection is upheld or not, a suspension or 撤项 granted or not."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.line_case_sheets import fault_of_signer, register
from tasks_app.actions.line_cases import NOT_OF_THIS_KIND, faults_of_day, is_of_plan_date, opened, settled
from tasks_app.actions.line_successors import Heir, end, hand_over
from tasks_app.actions.reports import Sheet
from tasks_app.actions.transition import for_update, keep_item_state, move
from tasks_app.domain.access import Role, Verb
from tasks_app.domain.extension_states import Bounds
from tasks_app.domain.line_case_states import DECIDED_BY, LINE_CASE_MACHINE, CaseKind, days_left
from tasks_app.domain.line_states import LINE_MACHINE, LineState
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.texts import cleaned
from tasks_app.domain.working_days import Calendar
from tasks_app.models import LineCase, WorkItem
from tasks_app.permissions import checks

WORDS_NEEDED = "请填写理由，让承办单位知道依据什么、需要怎样办理。"
GROUND_NEEDED = "请写明依据：文件名称和文号，或会议纪要。"
CONSENT_NEEDED = "该时限由方案规定，须先有领导小组领导的同意：请由领导同意，或登记其线下签批。"
ONLY_DIRECTOR_MOVES = "推迟时限须由办公室负责人决定；由经办人答复的，接办单位的时限与现时限相同。"
GROUND_LENGTH = 300


@dataclass(frozen=True)
class Granted:
    """How a suspension or cancellation is granted: until when, on what ground (依据), in which words."""

    until: date | None = None
    ground: str = ""
    words: str = ""


@transaction.atomic
def uphold(
    case: LineCase,
    *,
    reason: str = "",
    heir: Heir | None = None,
    sheet: Sheet | None = None,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> LineCase:
    """The objection holds (异议成立): the unit's line ends, and its part goes to ``heir`` or to nobody.

    A later deadline is the director's to set. Raises NotNow where nobody would be left to work on the item.
    """
    item, case, why = _begun(case, "uphold", reason, sheet, by=by, at=at, version=version)
    if heir and heir.deadline and heir.deadline != case.line.deadline:
        _require_later(case, heir.deadline, sheet, calendar, by=by, today=timezone.localdate(at))
    case.words = why
    settled(case, _act("uphold", sheet), by=by, at=at, why=why)
    if heir:
        hand_over(item, case.line, heir, ground=f"交办异议成立：{why}", by=by, at=at)
    else:
        end(item, case.line, "drop", why=why, by=by, at=at)
    return case


@transaction.atomic
def turn_down(
    case: LineCase,
    *,
    reason: str = "",
    sheet: Sheet | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> LineCase:
    """The objection does not hold (异议不成立): the line waits for its signature as before, and the clock goes on."""
    return _refused(case, "turn_down", reason, sheet, by=by, at=at, version=version)


@transaction.atomic
def refuse(
    case: LineCase,
    *,
    reason: str = "",
    sheet: Sheet | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> LineCase:
    """Neither suspended nor cancelled (不同意), with a reason; the ladder goes on where it stood."""
    return _refused(case, "refuse", reason, sheet, by=by, at=at, version=version)


def _refused(
    case: LineCase, act: str, reason: str, sheet: Sheet | None, *, by: Actor, at: datetime, version: int | None
) -> LineCase:
    _, case, why = _begun(case, act, reason, sheet, by=by, at=at, version=version)
    case.words = why
    return settled(case, _act(act, sheet), by=by, at=at, why=why)


@transaction.atomic
def grant(
    case: LineCase,
    granted: Granted,
    *,
    sheet: Sheet | None = None,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> LineCase:
    """Work on the line rests (暂缓办理) or ends (撤项). Where the plan sets the date, a group leader agreed before.

    Raises NotAllowed, Stale, NotNow, or Invalid naming every field.
    """
    item, case, words = _begun(case, "grant", granted.words, sheet, by=by, at=at, version=version)
    if is_of_plan_date(case) and case.consented_at is None and by.role != Role.GROUP_LEADER:
        raise NotNow(CONSENT_NEEDED)
    case.words = words
    if case.kind == CaseKind.SUSPENSION:
        _suspend(case, granted, sheet, calendar, by=by, at=at)
    else:
        _cancel(case, granted, sheet, by=by, at=at)
    keep_item_state(item, by=by, at=at)
    return case


def _suspend(
    case: LineCase, granted: Granted, sheet: Sheet | None, calendar: Calendar, *, by: Actor, at: datetime
) -> None:
    line, today = case.line, timezone.localdate(at)
    faults = faults_of_day(granted.until, line, today)
    if faults or granted.until is None:
        raise Invalid(faults)
    case.until, case.days_left = granted.until, days_left(today, line.deadline, calendar)
    told = f"暂缓至 {granted.until:%Y-%m-%d}，剩余 {case.days_left} 个工作日"
    settled(case, _act("grant", sheet), by=by, at=at, why="：".join(filter(None, (told, case.words))))
    move(line, "suspend", machine=LINE_MACHINE, by=by, at=at, why=told, line=line, checked=True)


def _cancel(case: LineCase, granted: Granted, sheet: Sheet | None, *, by: Actor, at: datetime) -> None:
    line = case.line
    case.ground = cleaned(granted.ground)
    if not case.ground:
        raise Invalid({"ground": GROUND_NEEDED})
    told = f"依据：{case.ground}"
    settled(case, _act("grant", sheet), by=by, at=at, why="；".join(filter(None, (told, case.words))))
    if line.state == LineState.SUSPENDED:
        for suspension in for_update(LineCase.objects.suspending().filter(line=line)):
            suspension.ended_by, suspension.ended_at = by.own_post, at
            move(suspension, "end", machine=LINE_CASE_MACHINE, by=by, at=at, line=line, checked=True)
    move(line, "cancel", machine=LINE_MACHINE, by=by, at=at, why=told, line=line, checked=True)


def _begun(
    case: LineCase, act: str, reason: str, sheet: Sheet | None, *, by: Actor, at: datetime, version: int | None
) -> tuple[WorkItem, LineCase, str]:
    """The item and the case, locked, and the words of the decision: those on the sheet where one was signed."""
    item, case = opened(case, _act(act, sheet), by=by, version=version)
    if act not in DECIDED_BY[case.kind]:
        raise NotNow(NOT_OF_THIS_KIND.format(kind=case.get_kind_display()))
    if sheet:
        register(sheet, case, _act(act, sheet), by=by, at=at)
    why = cleaned(sheet.words if sheet else reason)
    if LINE_CASE_MACHINE[act].needs_reason and not why:
        raise Invalid({"reason": WORDS_NEEDED})
    return item, case, why


def _act(act: str, sheet: Sheet | None) -> str:
    return f"{act}{ON_PAPER}" if sheet else act


def _require_later(
    case: LineCase, day: date, sheet: Sheet | None, calendar: Calendar, *, by: Actor, today: date
) -> None:
    """Raises Invalid for a day that is no later deadline, NotAllowed where whoever decides may not move it."""
    faults = list(Bounds(case.line.deadline, today, case.line.cycle.cut_off_on).faults_of(day, calendar))
    if faults:
        raise Invalid({"deadline": "".join(faults)})
    may = not fault_of_signer(sheet, Verb.DECIDE_CASE, case) if sheet else checks.can(by, Verb.DECIDE_CASE, case)
    if not may:
        raise NotAllowed(ONLY_DIRECTOR_MOVES)
