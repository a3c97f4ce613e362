"""Deadlines move only as a case (延期申请): asked with reason, progress and a new day, then granted or refused."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.extension_sheets import CONSENT, OF_LEADER, register
from tasks_app.actions.lines import locked_line
from tasks_app.actions.moot_proposals import settle_proposals
from tasks_app.actions.report_drafts import Caller, require_caller
from tasks_app.actions.reports import SHEET_INCOMPLETE, Sheet
from tasks_app.actions.transition import (
    ask_clock_again,
    locked,
    move,
    raise_version,
    require_version,
    step_by,
)
from tasks_app.domain.access import Role, Verb
from tasks_app.domain.extension_states import (
    EXTENSION_MACHINE,
    RANK_OF_ROLE,
    Bounds,
    ExtensionState,
    Rank,
    rank_needed,
)
from tasks_app.domain.line_states import AT_WORK
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.texts import cleaned
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Extension, LineCase, UnitLine
from tasks_app.notifications.decision_notices import put_decision_notices
from tasks_app.permissions import checks
from tasks_app.permissions.kin import is_kin_of_office

REASON_NEEDED = "请填写延期理由，写明为什么不能按期完成。"
PROGRESS_NEEDED = "请填写目前进展，写明已完成和未完成的部分。"
DAY_NEEDED = "请选择新的完成时限。"
NOT_AT_WORK = "现在的状态是“{state}”，不能申请延期；“办理中、退回续办”时才可以。"
ASKED_ALREADY = "本事项已有一件延期申请等待审批，不能重复申请；如需更改请先撤回。"
YEAR_IS_OVER = "本年度没有更晚的日期可选，不能再延期；未完成的事项请在下一年度安排。"
WORDS_NEEDED = "请填写不同意的理由，让申请单位知道需要怎样办理。"
DIRECTORS = (
    "经办人只能审批首次延期，且不超过 {days} 个工作日，方案规定的时限除外；本件（第 {nth} 次，{asked} 个工作日）"
    "请由办公室负责人审批。"
)
CONSENT_NEEDED = "该时限由方案规定，延期须有领导小组领导的书面同意：请填写签批人、职务、意见和日期，并上传签批件。"
PROPOSAL_OVER = "已同意延期"


@dataclass(frozen=True)
class Wish:
    """What a unit asks for: until when, why, and how far the work has come."""

    until: date | None
    reason: str
    progress: str


@dataclass(frozen=True)
class Grant:
    """What is granted: until when, in which words, and the signed sheet where one is needed.

    That of a click is a leader's consent; of what was granted on paper the decision, and beside it the ``consent``.
    """

    until: date | None
    words: str = ""
    sheet: Sheet | None = None
    consent: Sheet | None = None


@transaction.atomic
def ask(
    line: UnitLine,
    wish: Wish,
    *,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
    caller: Caller | None = None,
) -> Extension:
    """The unit asks for more time; with ``caller`` the clerk enters what it phoned or wrote (代录).

    Asked by the end of the deadline day, the line's ladder rests until it is decided. Raises NotAllowed, Stale, NotNow,
    or Invalid naming every field.
    """
    checks.require(by, Verb.RECORD_ON_BEHALF if caller else Verb.ASK_EXTENSION, line)
    if caller:
        require_caller(caller)
    _, line = locked_line(line.pk)
    require_version(line, version, "line", by=by)
    require_room(line, today=timezone.localdate(at))
    faults = _faults_of(wish, bounds_of(line, timezone.localdate(at)), calendar)
    if faults or wish.until is None:
        raise Invalid(faults)
    request = Extension(
        line=line,
        deadline_was=line.deadline,
        wished_until=wish.until,
        reason=cleaned(wish.reason),
        progress=cleaned(wish.progress),
        in_time=timezone.localdate(at) <= line.deadline,
        asked_by=by.own_post,
        asked_at=at,
        on_behalf_source=cleaned(caller.source) if caller else "",
        on_behalf_of=cleaned(caller.name) if caller else "",
    )
    label = ("代录延期申请" if caller else "申请延期") + ("" if request.in_time else "（逾期后提出）")
    recording.save(request, by=by, at=at, why=label)
    step = step_by(by, kind="extension", subject=request, act="ask_on_behalf" if caller else "ask", label=label, at=at)
    step.line, step.work_item_id, step.to_state = line, line.work_item_id, request.state
    step.why = f"{caller.source}，{caller.name}" if caller else f"申请延期至 {wish.until:%Y-%m-%d}：{request.reason}"
    step.save(force_insert=True)
    ask_clock_again(line, at=at)
    return request


def require_room(line: UnitLine, *, today: date) -> None:
    """Raises NotNow where nothing can be asked for: the line is not at work, a request waits, the year is over."""
    if line.state not in AT_WORK:
        raise NotNow(NOT_AT_WORK.format(state=line.get_state_display()))
    if Extension.objects.waiting().filter(line=line).exists():
        raise NotNow(ASKED_ALREADY)
    if not bounds_of(line, today).is_open:
        raise NotNow(YEAR_IS_OVER)


def bounds_of(line: UnitLine, today: date) -> Bounds:
    """Between which days the new deadline of a line may lie."""
    return Bounds(line.deadline, today, line.cycle.cut_off_on)


@transaction.atomic
def withdraw(request: Extension, *, by: Actor, at: datetime, version: int | None = None) -> Extension:
    """The unit takes its request back; the ladder goes on where it stood."""
    request, _ = _asked(request, "withdraw", by=by, version=version)
    return _ended(request, "withdraw", by=by, at=at)


def grant(
    request: Extension, granted: Grant, *, calendar: Calendar, by: Actor, at: datetime, version: int | None = None
) -> Extension:
    """Moves the deadline (同意延期): the only act that does. The original date stays, and a new round begins.

    Raises NotAllowed also for a clerk who meets what only the director grants.
    """
    return _granted(request, "grant", granted, calendar=calendar, by=by, at=at, version=version)


def grant_on_paper(
    request: Extension, granted: Grant, *, calendar: Calendar, by: Actor, at: datetime, version: int | None = None
) -> Extension:
    """The clerk registers that the director granted it on paper; about the office's own house, that a leader did."""
    return _granted(request, "grant_on_paper", granted, calendar=calendar, by=by, at=at, version=version)


@transaction.atomic
def refuse(
    request: Extension, *, reason: str, calendar: Calendar, by: Actor, at: datetime, version: int | None = None
) -> Extension:
    """Refuses with a reason (不同意延期); the ladder goes on where it stood."""
    request, _ = _asked(request, "refuse", by=by, version=version)
    _require_rank(request, request.wished_until, calendar, by)
    if not cleaned(reason):
        raise Invalid({"reason": WORDS_NEEDED})
    request.words = cleaned(reason)
    return _ended(request, "refuse", by=by, at=at, why=reason)


@transaction.atomic
def refuse_on_paper(
    request: Extension, sheet: Sheet, *, by: Actor, at: datetime, version: int | None = None
) -> Extension:
    """The clerk registers that it was refused on paper; the signer's words are the reason."""
    request, _ = _asked(request, "refuse_on_paper", by=by, version=version)
    register(sheet, request, "refuse_on_paper", by=by, at=at)
    request.words = cleaned(sheet.words)
    return _ended(request, "refuse_on_paper", by=by, at=at, why=sheet.words)


def rank_for(request: Extension, until: date, calendar: Calendar) -> Rank:
    """Who may decide about that day."""
    return rank_needed(
        slips=slips_of(request.line),
        working_days=calendar.between(request.deadline_was, until),
        clerk_days=settings.EXTENSION_CLERK_DAYS,
        is_plan_date=request.line.work_item.is_plan_date,
    )


def slips_of(line: UnitLine) -> int:
    """How often the deadline of a line was moved: by an extension, or by taking it up again after a suspension."""
    resumed = LineCase.objects.filter(line=line, new_deadline__isnull=False)
    return Extension.objects.filter(line=line, state=ExtensionState.GRANTED).count() + resumed.count()


def needs_consent(request: Extension, *, by: Actor, on_paper: bool = False) -> bool:
    """Whether a leader's sheet has to come with the decision: a date of the plan, decided by nobody of the leaders."""
    is_leaders = is_kin_of_office(request.line.unit_id) if on_paper else by.role == Role.GROUP_LEADER
    return request.line.work_item.is_plan_date and not is_leaders


@transaction.atomic
def _granted(
    request: Extension,
    act: str,
    granted: Grant,
    *,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None,
) -> Extension:
    request, line = _asked(request, act, by=by, version=version)
    until = granted.until
    faults = _faults_of_day(until, bounds_of(line, timezone.localdate(at)), calendar)
    if faults or until is None:
        raise Invalid({"until": "".join(faults)})
    is_on_paper = act == "grant_on_paper"
    if not is_on_paper:
        _require_rank(request, until, calendar, by)
    _register(request, act, granted, by=by, at=at)
    line.deadline, line.round = until, line.round + 1
    request.granted_until, request.opened_round = until, line.round
    request.words = cleaned(granted.sheet.words if is_on_paper and granted.sheet else granted.words)
    raise_version(line)
    told = f"延期至 {until:%Y-%m-%d}"
    recording.save(line, by=by, at=at, why=f"同意{told}")
    request = _ended(request, act, by=by, at=at, why="：".join(filter(None, (told, request.words))))
    settle_proposals(line, at=at, why=PROPOSAL_OVER)
    return request


def _register(request: Extension, act: str, granted: Grant, *, by: Actor, at: datetime) -> None:
    """Keeps the sheets that a grant rests on: the decision where it was taken on paper, and a leader's consent."""
    is_on_paper = act == "grant_on_paper"
    if is_on_paper:
        if granted.sheet is None:
            raise Invalid({"signer": SHEET_INCOMPLETE})
        register(granted.sheet, request, act, by=by, at=at)
    if needs_consent(request, by=by, on_paper=is_on_paper):
        consent, fields = (granted.consent, OF_LEADER) if is_on_paper else (granted.sheet, "")
        if consent is None:
            raise Invalid({f"{fields}signer": CONSENT_NEEDED})
        register(consent, request, CONSENT, by=by, at=at, fields=fields)


def _asked(request: Extension, act: str, *, by: Actor, version: int | None) -> tuple[Extension, UnitLine]:
    """The request and its line, locked, once it is asked who may and whether it is time."""
    _, line = locked_line(request.line_id)
    request = locked(Extension, request.pk)
    request.line = line
    checks.require(by, EXTENSION_MACHINE[act].verb, request)
    require_version(request, version, "extension", by=by)
    EXTENSION_MACHINE.step(act, request.state)
    return request, line


def _ended(request: Extension, act: str, *, by: Actor, at: datetime, why: str = "") -> Extension:
    request.decided_by, request.decided_at = by.own_post, at
    move(request, act, machine=EXTENSION_MACHINE, by=by, at=at, why=why, line=request.line, checked=True)
    put_decision_notices(request, at=at)
    return request


def _require_rank(request: Extension, until: date, calendar: Calendar, by: Actor) -> None:
    if RANK_OF_ROLE[by.role] < rank_for(request, until, calendar):
        raise NotAllowed(
            DIRECTORS.format(
                days=settings.EXTENSION_CLERK_DAYS,
                nth=slips_of(request.line) + 1,
                asked=calendar.between(request.deadline_was, until),
            )
        )


def _faults_of(wish: Wish, bounds: Bounds, calendar: Calendar) -> dict[str, str]:
    faults = {}
    if not cleaned(wish.reason):
        faults["reason"] = REASON_NEEDED
    if not cleaned(wish.progress):
        faults["progress"] = PROGRESS_NEEDED
    days = _faults_of_day(wish.until, bounds, calendar)
    return faults | ({"until": "".join(days)} if days else {})


def _faults_of_day(until: date | None, bounds: Bounds, calendar: Calendar) -> list[str]:
    return [DAY_NEEDED] if until is None else list(bounds.faults_of(until, calendar))
