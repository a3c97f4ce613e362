"""The case of an interview (约谈): held, minuted, commitments with days, rectification, check, 办结.

What the check found may have been signed on paper: with its ``sheet`` the clerk registers it (登记线下签批).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import paper_drafts, paper_files, paper_sheets, recording
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.interview_meetings import Meeting, call_off, faults_of, require_unopposed, title_of
from tasks_app.actions.paper_drafts import Wanted
from tasks_app.actions.paper_steps import locked_interview, note, step
from tasks_app.actions.reports import Sheet
from tasks_app.actions.transition import ask_clock_again, locked, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_doors import EXCUSE_ON_PAPER, ON_PAPER
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import INTERVIEW_MACHINE, InterviewState, PaperState
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import Commitment, Interview, Paper, PaperFile, PaperService, UnitLine
from tasks_app.permissions import checks

NOT_ISSUED = "约谈公文尚未印发，不能登记约谈情况。"
VOID_INSTEAD = "约谈公文尚未印发；不再约谈的，请作废该公文，约谈随之取消。"
COMMITMENT_NEEDED = "请至少登记一项整改承诺，并写明完成时限。"
COMMITMENT_DAY = "“{text}”的完成时限应晚于约谈之日。"
NOT_RECTIFYING = "现在的状态是“{state}”，不能登记承诺完成；“整改中、待核查”时才可以，请刷新页面查看最新情况。"
FULFILLED = "该项承诺已登记完成或免予完成，不必重复登记。"
EXCUSE_NEEDED = "请填写免予完成的理由。"
COMMITMENTS_OPEN = "下列整改承诺尚未完成，请先登记完成，或写明理由免予完成，再行办结：{left}。"
BAD_DONE_DAY = "完成日期不应早于约谈之日，也不应晚于今天，请核对。"
RECTIFICATION_NEEDED = "请填写整改情况。"
SOURCE_NEEDED = "请写明来源，例如：2026年12月28日来函，附整改报告。"
MINUTED = "已经起草过本次约谈的纪要。"
NOT_HELD = "尚未登记约谈，不能起草纪要。"
# Excusing a commitment by a click, and by the sheet that was signed: who may, the act, and its name.
EXCUSING = (Verb.CHECK_RECTIFICATION, "excuse", "承诺免予完成")
EXCUSING_ON_PAPER = (Verb.REGISTER_PAPER_SHEET, EXCUSE_ON_PAPER, "登记线下签批（承诺免予完成）")
# What asks for a notice that left the house, and what to do while it did not.
BEFORE_IT_IS_HELD = {"hold": NOT_ISSUED, "cancel": VOID_INSTEAD, f"cancel{ON_PAPER}": VOID_INSTEAD}


@dataclass(frozen=True)
class Promise:
    """A commitment (整改承诺): what, and by when."""

    text: str
    due_on: date | None


@dataclass(frozen=True)
class Rectified:
    """What was done about it, with files. ``source`` where the office enters it."""

    text: str
    files: Iterable[StoredFile] = field(default_factory=tuple)
    source: str = ""


@transaction.atomic
def hold(case: Interview, meeting: Meeting, *, by: Actor, at: datetime, version: int | None = None) -> Interview:
    """Notes that the interview took place (登记约谈).

    Raises Invalid naming what is missing, NotNow while an objection to its notice is open or where it was accepted.
    """
    case = _asked(case, "hold", by=by, version=version)
    require_unopposed(case)
    faults = faults_of(meeting, case, at=at)
    if faults:
        raise Invalid(faults)
    case.held_at, case.held_by = meeting.held_at, by.own_post
    case.place, case.presided_by_name = on_one_line(meeting.place), on_one_line(meeting.presided_by)
    case.presided_by_title = title_of(meeting, case)
    case.attendance = cleaned(meeting.attendance)
    return _done(case, "hold", by=by, at=at, why=on_one_line(meeting.delegation))


@transaction.atomic
def commit(
    case: Interview, promises: Sequence[Promise], *, by: Actor, at: datetime, version: int | None = None
) -> Interview:
    """Keeps what the unit committed itself to, each with a day (登记整改承诺)."""
    case = _asked(case, "commit", by=by, version=version)
    rows = _rows_of(promises, case)
    if not rows:
        raise Invalid({"commitments": COMMITMENT_NEEDED})
    recording.create_many(rows, by=by, at=at, why="登记整改承诺")
    return _done(case, "commit", by=by, at=at)


@transaction.atomic
def fulfil(
    commitment: Commitment, *, on: date | None, by: Actor, at: datetime, version: int | None = None
) -> Commitment:
    """Notes that one commitment was kept (承诺完成), while the case is open."""
    case, commitment = _open_commitment(commitment, Verb.KEEP_INTERVIEW, by=by, version=version)
    if on is None or not timezone.localdate(case.held_at) <= on <= timezone.localdate(at):
        raise Invalid({"on": BAD_DONE_DAY})
    commitment.done_on = on
    recording.save(commitment, by=by, at=at, why="整改承诺完成")
    note(case, "fulfil", "登记承诺完成", by=by, at=at, why=f"{commitment.text}（{on:%Y-%m-%d}）")
    _ask_clock(case, at=at)
    return commitment


@transaction.atomic
def excuse(
    commitment: Commitment,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    sheet: Sheet | None = None,
) -> Commitment:
    """Whoever checks finds that one commitment need not be kept any more, and says why (免予完成)."""
    verb, act, label = EXCUSING_ON_PAPER if sheet else EXCUSING
    case, commitment = _open_commitment(commitment, verb, by=by, version=version)
    if sheet:
        paper_sheets.register(sheet, case, act, by=by, at=at)
    commitment.excuse, commitment.excused_on = on_one_line(reason), timezone.localdate(at)
    if not commitment.excuse:
        raise Invalid({"reason": EXCUSE_NEEDED})
    recording.save(commitment, by=by, at=at, why="整改承诺免予完成")
    note(case, act, label, by=by, at=at, why=f"{commitment.text}：{commitment.excuse}")
    _ask_clock(case, at=at)
    return commitment


def require_open(commitment: Commitment, case: Interview) -> None:
    """Raises NotNow where the case is not under rectification, or the commitment was settled."""
    if case.state not in (InterviewState.RECTIFYING, InterviewState.CHECKING):
        raise NotNow(NOT_RECTIFYING.format(state=case.get_state_display()))
    if commitment.is_settled:
        raise NotNow(FULFILLED)


@transaction.atomic
def rectify(case: Interview, done: Rectified, *, by: Actor, at: datetime, version: int | None = None) -> Interview:
    """The unit reports in writing what it did (报告整改情况)."""
    return _rectified(case, "rectify", done, by=by, at=at, version=version)


@transaction.atomic
def rectify_on_behalf(
    case: Interview, done: Rectified, *, by: Actor, at: datetime, version: int | None = None
) -> Interview:
    """The clerk enters a report that came on paper (代录整改情况)."""
    return _rectified(case, "rectify_on_behalf", done, by=by, at=at, version=version)


@transaction.atomic
def send_back(
    case: Interview, *, reason: str, by: Actor, at: datetime, version: int | None = None, sheet: Sheet | None = None
) -> Interview:
    """The check found it wanting (退回整改)."""
    case, act = _decided(case, "send_back", sheet, by=by, at=at, version=version)
    case.round += 1
    return _done(case, act, by=by, at=at, why=reason)


@transaction.atomic
def close(
    case: Interview, *, verdict: str, by: Actor, at: datetime, version: int | None = None, sheet: Sheet | None = None
) -> Interview:
    """The check found it done; the case is closed (核查通过并办结). Raises NotNow while a commitment is open."""
    case, act = _decided(case, "close", sheet, by=by, at=at, version=version)
    left = list(case.commitments.open())
    if left:
        raise NotNow(COMMITMENTS_OPEN.format(left="；".join(f"{one.order}. {one.text}" for one in left)))
    case.verdict, case.closed_on = cleaned(verdict), timezone.localdate(at)
    return _done(case, act, by=by, at=at, why=verdict)


@transaction.atomic
def cancel(
    case: Interview, *, reason: str, by: Actor, at: datetime, version: int | None = None, sheet: Sheet | None = None
) -> Interview:
    """The interview is not held: the matter was settled, or the objection holds (取消约谈). Its notice is closed."""
    checks.require(by, INTERVIEW_MACHINE[_act("cancel", sheet)].verb, case)
    if case.state in INTERVIEW_MACHINE["cancel"].sources and case.notice.state == PaperState.ISSUED:
        call_off(case, by=by, at=at, why=reason)
    case, act = _decided(case, "cancel", sheet, by=by, at=at, version=version)
    return _done(case, act, by=by, at=at, why=reason)


@transaction.atomic
def draft_minutes(case: Interview, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """A draft of the minutes (约谈纪要), addressed to the unit that was interviewed."""
    case = locked_interview(case.pk)
    checks.require(by, Verb.KEEP_INTERVIEW, case)
    require_version(case, version, "interview", by=by)
    if case.held_at is None:
        raise NotNow(NOT_HELD)
    if case.minutes is not None and case.minutes.state != PaperState.VOID:
        raise NotNow(MINUTED)
    wanted = Wanted(PaperKind.INTERVIEW_MINUTES, case.notice.cycle, units=(case.unit,), case=case)
    case.minutes = paper_drafts.draft(wanted, by=by, at=at)
    note(case, "minutes", "起草纪要", by=by, at=at, why="")
    return case.minutes


def _rows_of(promises: Sequence[Promise], case: Interview) -> list[Commitment]:
    """The commitments in their order, empty ones passed over. Raises Invalid for one without a day to come."""
    rows: list[Commitment] = []
    held_on = timezone.localdate(case.held_at)
    for promise in promises:
        text, due_on = on_one_line(promise.text), promise.due_on
        if text and (due_on is None or due_on <= held_on):
            raise Invalid({"commitments": COMMITMENT_DAY.format(text=text)})
        if text and due_on:
            rows.append(Commitment(interview=case, order=len(rows) + 1, text=text, due_on=due_on))
    return rows


def _asked(case: Interview, act: str, *, by: Actor, version: int | None) -> Interview:
    case = locked_interview(case.pk)
    checks.require(by, INTERVIEW_MACHINE[act].verb, case)
    require_version(case, version, "interview", by=by)
    INTERVIEW_MACHINE.step(act, case.state)
    if act in BEFORE_IT_IS_HELD and case.notice.state != PaperState.ISSUED:
        raise NotNow(BEFORE_IT_IS_HELD[act])
    return case


def _decided(
    case: Interview, act: str, sheet: Sheet | None, *, by: Actor, at: datetime, version: int | None
) -> tuple[Interview, str]:
    """The same for a decision of the office: by a click, or the act by which its signed sheet is registered."""
    act = _act(act, sheet)
    case = _asked(case, act, by=by, version=version)
    if sheet:
        paper_sheets.register(sheet, case, act, by=by, at=at)
    return case, act


def _act(act: str, sheet: Sheet | None) -> str:
    return f"{act}{ON_PAPER}" if sheet else act


def _open_commitment(
    commitment: Commitment, verb: Verb, *, by: Actor, version: int | None
) -> tuple[Interview, Commitment]:
    """The case and one of its commitments, locked; who may and which version were asked. Raises NotNow."""
    case = locked_interview(commitment.interview_id)
    checks.require(by, verb, case)
    require_version(case, version, "interview", by=by)
    commitment = locked(Commitment, commitment.pk)
    require_open(commitment, case)
    return case, commitment


def _done(case: Interview, act: str, *, by: Actor, at: datetime, why: str = "") -> Interview:
    step(case, act, by=by, at=at, why=why)
    _ask_clock(case, at=at)
    return case


def _ask_clock(case: Interview, *, at: datetime) -> None:
    line_id = PaperService.objects.filter(paper=case.notice_id).values_list("line_id", flat=True).first()
    if line_id:
        ask_clock_again(locked(UnitLine, line_id), at=at)


def _rectified(
    case: Interview, act: str, done: Rectified, *, by: Actor, at: datetime, version: int | None
) -> Interview:
    case = _asked(case, act, by=by, version=version)
    case.rectification = cleaned(done.text)
    if not case.rectification:
        raise Invalid({"text": RECTIFICATION_NEEDED})
    if act == "rectify_on_behalf" and not on_one_line(done.source):
        raise Invalid({"source": SOURCE_NEEDED})
    case.rectified_on = timezone.localdate(at)
    service = PaperService.objects.filter(paper=case.notice_id, unit=case.unit_id).first()
    paper_files.keep(done.files, case.notice, PaperFile.Kind.RECTIFICATION, by=by, at=at, service=service)
    return _done(case, act, by=by, at=at, why=done.source)
