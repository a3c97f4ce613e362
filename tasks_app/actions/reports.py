"""A report's way (进展反馈): 送审, 审核, 报送, 采用 or 退回. A closing report carries its line along."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import User
from tasks_app.actions import evidence, recording
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.follow_ups import follow
from tasks_app.actions.handing_in import hand_in
from tasks_app.actions.lines import locked_line
from tasks_app.actions.report_drafts import Caller, Words, require_caller, require_room, say
from tasks_app.actions.report_effects import (
    HANDING_IN,
    IN_PART,
    ON_THE_LINE,
    REVIEWING,
    Brings,
    explained,
    prepare,
    require_other_signer,
    require_whole,
)
from tasks_app.actions.transition import REASON_NEEDED, keep_item_state, locked, move, require_version
from tasks_app.domain.access import OFFICE_ROLES, Verb
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.domain.report_states import (
    CLOSING_MOVES,
    REDO_WORKING_DAYS,
    REPORT_MACHINE,
    ReportKind,
    ReportState,
)
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.domain.verification import Verified
from tasks_app.domain.working_days import Calendar
from tasks_app.models import ProgressReport, ReportPeriod, SignedSheet, UnitLine
from tasks_app.permissions import checks
from tasks_app.permissions.signers import Signature, fault_of

SHEET_INCOMPLETE = "请填写签批人、职务、签批意见和签批日期。"
SIGNED_IN_FUTURE = "签批日期不能晚于今天，请核对。"
OFFICE_LOOKS = "只有领导小组办公室查阅才记为已查阅。"
NOTHING_MORE = Brings()


@dataclass(frozen=True)
class Sheet:
    """A decision signed on paper (线下签批): signer, title, words, day and the scan; the signer's account if any."""

    signer: str
    signer_title: str
    words: str
    signed_on: date | None
    scan: StoredFile | None
    signer_user: User | None = None


def send(report: ProgressReport, *, by: Actor, at: datetime, version: int | None = None) -> ProgressReport:
    """Hands the draft to the unit's reviewer (送审). Raises Invalid naming every missing part."""
    return _step(report, "send", by=by, at=at, version=version)


def withdraw(report: ProgressReport, *, by: Actor, at: datetime, version: int | None = None) -> ProgressReport:
    """Takes a report back while nobody in the office has looked at it (撤回)."""
    return _step(report, "withdraw", by=by, at=at, version=version)


def return_to_author(
    report: ProgressReport, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> ProgressReport:
    """The unit's reviewer returns it to the author with a reason (退回修改)."""
    return _step(report, "return", Brings(reason), by=by, at=at, version=version)


def approve(report: ProgressReport, *, by: Actor, at: datetime, version: int | None = None) -> ProgressReport:
    """The unit's reviewer approves, and the report goes to the office (审核通过、报送)."""
    return _step(report, "approve", by=by, at=at, version=version)


def approve_on_paper(
    report: ProgressReport, sheet: Sheet, *, by: Actor, at: datetime, version: int | None = None
) -> ProgressReport:
    """The unit's liaison registers a sheet its leader signed; that is the approval (登记线下签批)."""
    return _step(report, "approve_on_paper", by=by, at=at, version=version, sheet=sheet)


def accept(
    report: ProgressReport, *, by: Actor, at: datetime, version: int | None = None, verified: Verified | None = None
) -> ProgressReport:
    """The office accepts the report (采用); a closing report closes its line (同意办结).

    ``verified`` is what the office found (核实); without it the claim counts as far as a file proves it.
    """
    return _step(report, "accept", Brings(verified=verified), by=by, at=at, version=version)


def accept_on_paper(
    report: ProgressReport,
    sheet: Sheet,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    verified: Verified | None = None,
) -> ProgressReport:
    """The clerk registers a group leader's signed decision on a line the office itself may not judge."""
    return _step(report, "accept_on_paper", Brings(verified=verified), by=by, at=at, version=version, sheet=sheet)


def accept_in_part(
    report: ProgressReport,
    in_part: InPart,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    verified: Verified | None = None,
) -> ProgressReport:
    """The office takes part of it (部分采用): the rest of a closing follows, a period's is taken up next."""
    brings = Brings(reason, verified=verified, in_part=in_part)
    return _step(report, "accept_in_part", brings, by=by, at=at, version=version)


def accept_in_part_on_paper(
    report: ProgressReport,
    in_part: InPart,
    sheet: Sheet,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    verified: Verified | None = None,
) -> ProgressReport:
    """The same, decided by a group leader on paper; the leader's words are the reason."""
    brings = Brings(sheet.words, verified=verified, in_part=in_part)
    return _step(report, "accept_in_part_on_paper", brings, by=by, at=at, version=version, sheet=sheet)


def send_back_on_paper(
    report: ProgressReport,
    sheet: Sheet,
    *,
    redo_by: date | None,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ProgressReport:
    """The clerk registers that a group leader sent the report back on paper; the leader's words are the reason."""
    day = _redo_day(redo_by, calendar, at)
    return _step(report, "send_back_on_paper", Brings(sheet.words, day), by=by, at=at, version=version, sheet=sheet)


def send_back(
    report: ProgressReport,
    *,
    reason: str,
    redo_by: date | None,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ProgressReport:
    """The office refuses with a reason and a day by which to redo it, at least 3 working days away (退回)."""
    day = _redo_day(redo_by, calendar, at)
    return _step(report, "send_back", Brings(reason, day), by=by, at=at, version=version)


def _redo_day(redo_by: date | None, calendar: Calendar, at: datetime) -> date:
    earliest = calendar.plus(timezone.localdate(at), REDO_WORKING_DAYS)
    if redo_by is not None and redo_by < earliest:
        raise Invalid({"redo_by": f"重报时限至少留 {REDO_WORKING_DAYS} 个工作日，最早为 {earliest:%Y-%m-%d}。"})
    return redo_by or earliest


@transaction.atomic
def record_on_behalf(
    line: UnitLine, words: Words, *, period: ReportPeriod, caller: Caller, by: Actor, at: datetime
) -> ProgressReport:
    """The clerk records what a unit phoned or wrote (代录): marked, with its source, and never a closing."""
    checks.require(by, Verb.RECORD_ON_BEHALF, line)
    require_caller(caller)
    _, line = locked_line(line.pk)
    require_room(line, ReportKind.PERIODIC, period, on=timezone.localdate(at))
    report = ProgressReport(
        line=line,
        unit_id=line.unit_id,
        kind=ReportKind.PERIODIC,
        period=period,
        author=by.own_post,
        drafted_at=at,
        on_behalf_source=cleaned(caller.source),
        on_behalf_of=cleaned(caller.name),
    )
    say(report, words)
    require_whole(report)
    why = explained(report)
    recording.save(report, by=by, at=at, why="代录")
    hand_in(report, line, at=at)
    move(report, "record", machine=REPORT_MACHINE, by=by, at=at, why=why, line=line, checked=True)
    recording.save(line, by=by, at=at, why="代录进展")
    return report


@transaction.atomic
def mark_looked(report: ProgressReport, *, by: Actor, at: datetime) -> None:
    """Notes that the office, and nobody else, opened a submitted report; from now on it cannot be withdrawn."""
    if by.role not in OFFICE_ROLES:
        raise NotAllowed(OFFICE_LOOKS)
    report = locked(ProgressReport, report.pk)
    if report.state == ReportState.SUBMITTED and report.looked_at is None:
        report.looked_at = at
        recording.save(report, by=by, at=at, why="办公室查阅")


@transaction.atomic
def _step(
    report: ProgressReport,
    act: str,
    brings: Brings = NOTHING_MORE,
    *,
    by: Actor,
    at: datetime,
    version: int | None,
    sheet: Sheet | None = None,
) -> ProgressReport:
    """One step of a report's way: lock item, line, report; apply; move both machines."""
    item, line = locked_line(report.line_id)
    report = locked(ProgressReport, report.pk)
    report.line = line
    checks.require(by, REPORT_MACHINE[act].verb, report)
    require_version(report, version, "report", by=by)
    REPORT_MACHINE.step(act, report.state)
    if REPORT_MACHINE[act].needs_reason and not cleaned(brings.why):
        raise Invalid({"reason": REASON_NEEDED})
    why = prepare(report, line, act, brings, by=by, at=at)
    if sheet and act in HANDING_IN:
        require_other_signer(sheet.signer, report)
    move(report, act, machine=REPORT_MACHINE, by=by, at=at, why=why, line=line, checked=True)
    if sheet:
        register_sheet(sheet, report, act, by=by, at=at)
    if report.is_closing and act in CLOSING_MOVES:
        move(line, CLOSING_MOVES[act], machine=LINE_MACHINE, by=by, at=at, why=why, line=line, checked=True)
        if act in IN_PART:
            follow(line, item, brings.in_part, by=by, at=at)
        keep_item_state(item, by=by, at=at)
    elif act in ON_THE_LINE:
        recording.save(line, by=by, at=at, why=ON_THE_LINE[act])
    return report


def register_sheet(sheet: Sheet, report: ProgressReport, act: str, *, by: Actor, at: datetime) -> None:
    """Keeps what was signed about a report, or about the line it closed, with its scan. Raises Invalid."""
    if not (all(map(cleaned, (sheet.signer, sheet.signer_title, sheet.words))) and sheet.signed_on):
        raise Invalid({"signer": SHEET_INCOMPLETE})
    if sheet.signed_on > timezone.localdate(at):
        raise Invalid({"signed_on": SIGNED_IN_FUTURE})
    fault = _fault_of_signer(sheet, report, act)
    if fault:
        raise Invalid({"signer": fault})
    scan = evidence.attach_scan(sheet.scan, report, by=by, at=at)
    SignedSheet.objects.create(
        report=report,
        scan=scan,
        act=act,
        signer=sheet.signer,
        signer_title=sheet.signer_title,
        words=sheet.words,
        signed_on=sheet.signed_on,
        registered_by=by.own_post,
        registered_at=at,
    )


def _fault_of_signer(sheet: Sheet, report: ProgressReport, act: str) -> str:
    """A leader's sheet counts where the same leader's click would."""
    name = on_one_line(sheet.signer)
    if act in REVIEWING and sheet.signed_on:
        return fault_of(Signature(name, sheet.signed_on), (Verb.REVIEW_REPORT,), report)
    return ""
