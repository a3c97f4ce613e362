"""What may happen to a line aside from reporting is a case (事项变更): raised with a reason, taken back, agreed to."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.actions import recording
from tasks_app.actions.evidence import StoredFile, blob_of
from tasks_app.actions.line_case_sheets import register
from tasks_app.actions.lines import locked_line
from tasks_app.actions.report_drafts import SOURCE_NEEDED, Caller
from tasks_app.actions.reports import Sheet
from tasks_app.actions.transition import ask_clock_again, keep_item_state, locked, move, require_version, step_by
from tasks_app.domain.access import OFFICE_ROLES, Verb
from tasks_app.domain.line_case_states import (
    ASKED_BY,
    LINE_CASE_MACHINE,
    MAY_BE_ASKED,
    CaseKind,
    deadline_after,
    rests_ladder,
)
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.domain.working_days import Calendar
from tasks_app.models import LineCase, UnitLine, WorkItem
from tasks_app.permissions import checks

REASON_NEEDED = "请填写理由，写明事实和依据。"
UNTIL_NEEDED = "请选择最迟何时恢复办理。"
UNTIL_BEYOND = "最迟恢复办理的日期应晚于今天、在本年度内（最晚 {last:%Y-%m-%d}）。"
NAMED_ITSELF = "请选择本单位以外的单位，不清楚的可以不填。"
NOT_IN_THIS_STATE = "现在的状态是“{state}”，不能提出{kind}；“{allowed}”时才可以。"
ASKED_ALREADY = "本事项已有一件“{kind}”等待处理，不能同时提出；如需更改请先撤回。"
SAID_ON_NEEDED = "请选择来电来函日期，应在事项印发之后，不晚于今天。"
LETTER_NEEDED = "来函的请上传扫描件（PDF、OFD 或图片）。"
LETTER = "来函"
OTHER_SIDE = "只有提出的一方可以撤回。"
NOT_OF_THIS_KIND = "“{kind}”不能这样办理。"
NO_CONSENT_NEEDED = "该时限不是方案规定的，无须领导小组领导同意。"
CONSENTED_ALREADY = "领导小组领导已经同意。"


@dataclass(frozen=True)
class Raised:
    """What is asked for and why; of a suspension until when at the latest, of an objection perhaps whose part it is."""

    kind: str
    reason: str
    until: date | None = None
    named_unit: Unit | None = None


@dataclass(frozen=True)
class Said:
    """Where the office has an objection from (代录): how and by whom it was said, on which day, and the letter."""

    caller: Caller
    on: date | None
    letter: StoredFile | None = None


@transaction.atomic
def ask(line: UnitLine, raised: Raised, *, by: Actor, at: datetime, version: int | None = None) -> LineCase:
    """The unit objects, or it or the office asks for suspension or cancellation.

    Raises NotAllowed, Stale, NotNow, or Invalid naming every field.
    """
    checks.require(by, ASKED_BY[raised.kind], line)
    return _raised(line, raised, None, by=by, at=at, version=version)


@transaction.atomic
def record(
    line: UnitLine, raised: Raised, said: Said, *, by: Actor, at: datetime, version: int | None = None
) -> LineCase:
    """The clerk enters an objection that came by phone or on paper (代录): the unit's own, with its source.

    Whoever entered it does not answer it. Raises as :func:`ask` does, and where a letter came without its scan.
    """
    checks.require(by, Verb.RECORD_ON_BEHALF, line)
    if raised.kind != CaseKind.OBJECTION:
        raise NotNow(NOT_OF_THIS_KIND.format(kind=CaseKind(raised.kind).label))
    return _raised(line, raised, said, by=by, at=at, version=version)


def _raised(
    line: UnitLine, raised: Raised, said: Said | None, *, by: Actor, at: datetime, version: int | None
) -> LineCase:
    _, line = locked_line(line.pk)
    require_version(line, version, "line", by=by)
    require_room(line, raised.kind)
    today = timezone.localdate(at)
    faults = _faults_of(raised, line, today) | (_faults_of_source(said, line, today) if said else {})
    if faults:
        raise Invalid(faults)
    case = LineCase(
        line=line,
        kind=raised.kind,
        reason=cleaned(raised.reason),
        by_office=by.role in OFFICE_ROLES and said is None,
        rests=rests_ladder(raised.kind, by.role, in_time=today <= line.deadline),
        until=raised.until if raised.kind == CaseKind.SUSPENSION else None,
        named_unit=raised.named_unit if raised.kind == CaseKind.OBJECTION else None,
        asked_by=by.own_post,
        asked_at=at,
        **(_source_of(said) if said else {}),
    )
    act, label = ("ask_on_behalf", "代录") if said else ("ask", "提出")
    label += case.get_kind_display()
    recording.save(case, by=by, at=at, why=label)
    step = step_by(by, kind=LINE_CASE_MACHINE.subject, subject=case, act=act, label=label, at=at)
    step.line, step.work_item_id, step.to_state, step.why = line, line.work_item_id, case.state, told_of(case)
    step.save(force_insert=True)
    ask_clock_again(line, at=at)
    return case


def _source_of(said: Said) -> dict[str, object]:
    return {
        "on_behalf_source": cleaned(said.caller.source),
        "on_behalf_of": on_one_line(said.caller.name),
        "said_on": said.on,
        "letter": blob_of(said.letter) if said.letter else None,
        "letter_name": said.letter.name if said.letter else "",
    }


def _faults_of_source(said: Said, line: UnitLine, today: date) -> dict[str, str]:
    faults = {}
    if not (cleaned(said.caller.source) and on_one_line(said.caller.name)):
        faults["on_behalf_source"] = SOURCE_NEEDED
    if said.on is None or not line.issued_on <= said.on <= today:
        faults["said_on"] = SAID_ON_NEEDED
    if said.caller.source == LETTER and said.letter is None:
        faults["letter"] = LETTER_NEEDED
    return faults


def told_of(case: LineCase) -> str:
    """What was asked for, in a sentence; of what was recorded, who said it when comes first."""
    until = f"最迟 {case.until:%Y-%m-%d} 恢复办理；" if case.until else ""
    named = f"认为应由{case.named_unit.name}承办；" if case.named_unit else ""
    said = f"{case.said_on:%Y-%m-%d} {case.on_behalf_source}，{case.on_behalf_of}：" if case.said_on else ""
    return f"{said}{until}{named}{case.reason}"


def require_room(line: UnitLine, kind: str) -> None:
    """Raises NotNow where it cannot be asked for: the line is in another state or given away, or a case waits."""
    allowed = MAY_BE_ASKED[kind]
    if line.state not in allowed or line.ended_on:
        states = "、".join(state.label for state in allowed)
        raise NotNow(
            NOT_IN_THIS_STATE.format(state=line.get_state_display(), kind=CaseKind(kind).label, allowed=states)
        )
    waiting = LineCase.objects.waiting().filter(line=line).first()
    if waiting:
        raise NotNow(ASKED_ALREADY.format(kind=waiting.get_kind_display()))


def _faults_of(raised: Raised, line: UnitLine, today: date) -> dict[str, str]:
    faults = {}
    if not cleaned(raised.reason):
        faults["reason"] = REASON_NEEDED
    if raised.kind == CaseKind.SUSPENSION:
        faults |= faults_of_day(raised.until, line, today)
    if raised.kind == CaseKind.OBJECTION and raised.named_unit and raised.named_unit.pk == line.unit_id:
        faults["named_unit"] = NAMED_ITSELF
    return faults


def faults_of_day(until: date | None, line: UnitLine, today: date) -> dict[str, str]:
    """Why a suspension cannot end on that day, by field."""
    if until is None:
        return {"until": UNTIL_NEEDED}
    last = line.cycle.cut_off_on
    return {} if today < until <= last else {"until": UNTIL_BEYOND.format(last=last)}


@transaction.atomic
def withdraw(case: LineCase, *, by: Actor, at: datetime, version: int | None = None) -> LineCase:
    """The side that asked takes it back; the ladder goes on where it stood."""
    if case.by_office != (by.role in OFFICE_ROLES):
        raise NotAllowed(OTHER_SIDE)
    _, case = opened(case, "withdraw", by=by, version=version)
    return settled(case, "withdraw", by=by, at=at)


@transaction.atomic
def consent(
    case: LineCase, *, words: str = "", sheet: Sheet | None = None, by: Actor, at: datetime, version: int | None = None
) -> LineCase:
    """A group leader agrees (领导同意) that work on a date of the plan rests or ends; on paper, by the clerk."""
    act = f"consent{ON_PAPER}" if sheet else "consent"
    _, case = opened(case, act, by=by, version=version)
    if not is_of_plan_date(case):
        raise NotNow(NO_CONSENT_NEEDED)
    if case.consented_at:
        raise NotNow(CONSENTED_ALREADY)
    if sheet:
        register(sheet, case, act, by=by, at=at)
    case.consented_by, case.consented_at = by.own_post, at
    why = sheet.words if sheet else words
    move(case, act, machine=LINE_CASE_MACHINE, by=by, at=at, why=why, line=case.line, checked=True)
    return case


@transaction.atomic
def resume(case: LineCase, *, calendar: Calendar, by: Actor, at: datetime, version: int | None = None) -> LineCase:
    """The office takes a suspended line up again (恢复办理): the working days that were left count from now.

    The original date stays, the slip counts, and another round of the ladder begins.
    """
    item, case = opened(case, "resume", by=by, version=version)
    if case.kind != CaseKind.SUSPENSION:
        raise NotNow(NOT_OF_THIS_KIND.format(kind=case.get_kind_display()))
    line = case.line
    line.deadline = deadline_after(timezone.localdate(at), case.days_left or 0, calendar)
    line.round += 1
    case.new_deadline, case.opened_round = line.deadline, line.round
    case.ended_by, case.ended_at = by.own_post, at
    told = f"剩余 {case.days_left} 个工作日，完成时限顺延至 {line.deadline:%Y-%m-%d}"
    move(case, "resume", machine=LINE_CASE_MACHINE, by=by, at=at, why=told, line=line, checked=True)
    move(line, "resume", machine=LINE_MACHINE, by=by, at=at, why=told, line=line, checked=True)
    keep_item_state(item, by=by, at=at)
    return case


def is_of_plan_date(case: LineCase) -> bool:
    """Whether the plan itself sets the date, so that a group leader has to agree before work rests or ends."""
    return case.kind != CaseKind.OBJECTION and case.line.work_item.is_plan_date


def opened(case: LineCase, act: str, *, by: Actor, version: int | None) -> tuple[WorkItem, LineCase]:
    """The item and the case with its line, locked, once it is asked who may and whether it is time."""
    item, line = locked_line(case.line_id)
    line.work_item = item
    case = locked(LineCase, case.pk)
    case.line = line
    checks.require(by, LINE_CASE_MACHINE[act].verb, case)
    require_version(case, version, LINE_CASE_MACHINE.subject, by=by)
    LINE_CASE_MACHINE.step(act, case.state)
    return item, case


def settled(case: LineCase, act: str, *, by: Actor, at: datetime, why: str = "") -> LineCase:
    """The case, answered or taken back."""
    case.decided_by, case.decided_at = by.own_post, at
    move(case, act, machine=LINE_CASE_MACHINE, by=by, at=at, why=why, line=case.line, checked=True)
    return case
