"""Writing a report (填报): the unit's draft, and what the office records for a unit that phoned (代录)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import evidence, recording
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.lines import locked_line
from tasks_app.actions.transition import locked, move, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import ASIDE, AT_WORK, OPEN, LineState
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.report_states import REPORT_MACHINE, WITH_AUTHOR, ReportKind, ReportState, Standing
from tasks_app.domain.texts import cleaned
from tasks_app.models import ProgressReport, ReportPeriod, UnitLine
from tasks_app.permissions import checks

SIGN_FIRST = "请先签收本事项，再填报进展。"
NOTHING_TO_REPORT = "本事项已经办结，不需要再填报。"
ASIDE_NOW = "本事项现在是“{state}”，不需要填报。"
CLOSING_UNDER_WAY = "本事项的办结申请正在审核，请等待审核结果或先撤回。"
CLOSING_BEGUN = "本事项已有一份办结申请，请打开那一份继续办理。"
REPORTED_ALREADY = "本事项的{period}已有一份进展反馈，请打开那一份继续办理。"
PERIOD_NEEDED = "请选择本事项本年度的调度期。"
TOO_EARLY = "{period}从 {day:%Y-%m-%d} 起填报，请届时再填。"
NO_STANDING = "请选择“达到序时进度”“滞后”或“已完成”。"
NO_PERCENT = "完成率应为 0 至 100 的整数。"
NOT_A_DRAFT = "本件已送审，不能再修改；如需修改请先撤回。"
SOURCE_NEEDED = "请选择来源并填写来电来函人，以便核对。"
HUNDRED = 100


@dataclass(frozen=True)
class Words:
    """What a report says. ``percent`` only where a deliverable can be counted.

    The last three only where they are asked for: why progress fell, what became of the office's remark, and why a
    lead asks for closing while supporting units are missing.
    """

    progress_text: str = ""
    problems: str = ""
    next_steps: str = ""
    standing: str = ""
    percent: int | None = None
    fall_reason: str = ""
    taken_up: str = ""
    without_reason: str = ""

    @classmethod
    def of(cls, report: ProgressReport) -> "Words":
        """What a stored one says."""
        return cls(**{field.name: getattr(report, field.name) for field in fields(cls)})


@dataclass(frozen=True)
class Caller:
    """Where the words of a recorded report came from: phone, letter …, and who said them."""

    source: str
    name: str


@transaction.atomic
def write(
    line: UnitLine,
    words: Words,
    *,
    kind: str,
    period: ReportPeriod | None,
    by: Actor,
    at: datetime,
    files: Iterable[StoredFile] = (),
) -> ProgressReport:
    """Starts a report of a line as a draft: one a period, one open closing. Raises NotAllowed, NotNow or Invalid."""
    checks.require(by, Verb.WRITE_REPORT, line)
    _, line = locked_line(line.pk)
    require_room(line, kind, period, on=timezone.localdate(at))
    report = ProgressReport(
        line=line, unit_id=line.unit_id, kind=kind, period=period, author=by.own_post, drafted_at=at
    )
    say(report, words)
    recording.save(report, by=by, at=at, why="填报草稿")
    evidence.attach(files, report, by=by, at=at)
    return report


@transaction.atomic
def rewrite(
    report: ProgressReport,
    words: Words,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    files: Iterable[StoredFile] = (),
    removed: Collection[int] = (),
) -> ProgressReport:
    """Saves other words into a draft; one that was sent back becomes a draft again. Whoever writes is the author.

    What the unit rewrites is its own word: it is no longer marked 代录, and nobody outside reads it before it is
    handed in again. ``removed``: files to take off it, by their ids.
    """
    _, line = locked_line(report.line_id)
    report = locked(ProgressReport, report.pk)
    report.line = line
    checks.require(by, Verb.WRITE_REPORT, report)
    require_version(report, version, "report", by=by)
    if report.state not in WITH_AUTHOR:
        raise NotNow(NOT_A_DRAFT)
    say(report, words)
    report.author, report.drafted_at = by.own_post, at
    report.on_behalf_source = report.on_behalf_of = ""
    if report.state == ReportState.SENT_BACK:
        report.submitted_at = None
        move(report, "revise", machine=REPORT_MACHINE, by=by, at=at, line=line)
    else:
        raise_version(report)
        recording.save(report, by=by, at=at, why="修改草稿")
    evidence.remove(removed, report, by=by, at=at)
    evidence.attach(files, report, by=by, at=at)
    return report


def require_room(line: UnitLine, kind: str, period: ReportPeriod | None, *, on: date) -> None:
    """Raises NotNow or Invalid unless a report of this kind may be started on the locked line on the day ``on``."""
    if line.state == LineState.PENDING_SIGNATURE:
        raise NotNow(SIGN_FIRST)
    if line.state in ASIDE:
        raise NotNow(ASIDE_NOW.format(state=line.get_state_display()))
    if line.state not in OPEN:
        raise NotNow(NOTHING_TO_REPORT)
    if kind == ReportKind.CLOSING:
        _require_room_to_close(line)
    else:
        _require_room_in(period, line, on)


def _require_room_to_close(line: UnitLine) -> None:
    if line.state not in AT_WORK:
        raise NotNow(CLOSING_UNDER_WAY)
    if ProgressReport.objects.filter(line=line, kind=ReportKind.CLOSING).open().exists():
        raise NotNow(CLOSING_BEGUN)


def _require_room_in(period: ReportPeriod | None, line: UnitLine, on: date) -> None:
    """The period is one of this line's year and rhythm, has begun, and has no report yet.

    A report of a quarter to come would pass for all the quarters before it.
    """
    if period is None or (period.cycle_id, period.rhythm) != (line.cycle_id, line.rhythm):
        raise Invalid({"period": PERIOD_NEEDED})
    if on < period.opens_on:
        raise NotNow(TOO_EARLY.format(period=period.name, day=period.opens_on))
    if ProgressReport.objects.filter(line=line, period=period).exists():
        raise NotNow(REPORTED_ALREADY.format(period=period.name))


def say(report: ProgressReport, words: Words) -> None:
    """Puts the words into the report, without what nobody can see. Raises Invalid for what is no answer."""
    faults = {}
    if words.standing and words.standing not in Standing.values:
        faults["standing"] = NO_STANDING
    if words.percent is not None and not 0 <= words.percent <= HUNDRED:
        faults["percent"] = NO_PERCENT
    if faults:
        raise Invalid(faults)
    report.progress_text = cleaned(words.progress_text)
    report.problems = cleaned(words.problems)
    report.next_steps = cleaned(words.next_steps)
    report.standing = words.standing
    report.percent = words.percent
    report.fall_reason, report.taken_up = cleaned(words.fall_reason), cleaned(words.taken_up)
    report.without_reason = cleaned(words.without_reason)


def require_caller(caller: Caller) -> None:
    """Raises Invalid unless the source of a recorded report is whole."""
    if not (cleaned(caller.source) and cleaned(caller.name)):
        raise Invalid({"on_behalf_source": SOURCE_NEEDED})
