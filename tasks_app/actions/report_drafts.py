"""Writing a report (填报): the unit's draft, and what the office records for a unit that phoned (代录)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import evidence, recording
from tasks_app.actions.transition import locked, move, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import AT_WORK, OPEN, LineState
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.report_states import REPORT_MACHINE, WITH_AUTHOR, ReportKind, ReportState
from tasks_app.models import ProgressReport, ReportPeriod, UnitLine
from tasks_app.permissions import checks

SIGN_FIRST = "请先签收本事项，再填报进展。"
NOTHING_TO_REPORT = "本事项已经办结，不需要再填报。"
CLOSING_UNDER_WAY = "本事项的办结申请正在审核，请等待审核结果或先撤回。"
CLOSING_BEGUN = "本事项已有一份办结申请，请打开那一份继续办理。"
REPORTED_ALREADY = "本事项的{period}已有一份进展反馈，请打开那一份继续办理。"
NOT_A_DRAFT = "本件已送审，不能再修改；如需修改请先撤回。"
SOURCE_NEEDED = "请选择来源并填写来电来函人，以便核对。"


@dataclass(frozen=True)
class Words:
    """What a report says. ``percent`` only where a deliverable can be counted."""

    progress_text: str = ""
    problems: str = ""
    next_steps: str = ""
    standing: str = ""
    percent: int | None = None


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
    files: Iterable[UploadedFile] = (),
) -> ProgressReport:
    """Starts a report of a line as a draft: one a period, one open closing. Raises NotAllowed, NotNow or Invalid."""
    checks.require(by, Verb.WRITE_REPORT, line)
    line = locked(UnitLine, line.pk)
    require_room(line, kind, period)
    report = ProgressReport(line=line, kind=kind, period=period, author=by.post, drafted_at=at)
    _say(report, words)
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
    files: Iterable[UploadedFile] = (),
) -> ProgressReport:
    """Saves other words into a draft; one that was sent back becomes a draft again. Whoever writes is the author."""
    report = locked(ProgressReport, report.pk)
    checks.require(by, Verb.WRITE_REPORT, report)
    require_version(report, version, "report")
    if report.state not in WITH_AUTHOR:
        raise NotNow(NOT_A_DRAFT)
    _say(report, words)
    report.author, report.drafted_at = by.post, at
    if report.state == ReportState.SENT_BACK:
        move(report, "revise", machine=REPORT_MACHINE, by=by, at=at, line=report.line)
    else:
        report.version += 1
        recording.save(report, by=by, at=at, why="修改草稿")
    evidence.attach(files, report, by=by, at=at)
    return report


def require_room(line: UnitLine, kind: str, period: ReportPeriod | None) -> None:
    """Raises NotNow unless a report of this kind may be started on the locked line; the database says so too."""
    if line.state == LineState.PENDING_SIGNATURE:
        raise NotNow(SIGN_FIRST)
    if line.state not in OPEN:
        raise NotNow(NOTHING_TO_REPORT)
    known = ProgressReport.objects.filter(line=line)
    if kind == ReportKind.CLOSING:
        if line.state not in AT_WORK:
            raise NotNow(CLOSING_UNDER_WAY)
        if known.open().filter(kind=kind).exists():
            raise NotNow(CLOSING_BEGUN)
    elif known.filter(period=period).exists():
        raise NotNow(REPORTED_ALREADY.format(period=period.name if period else ""))


def _say(report: ProgressReport, words: Words) -> None:
    report.progress_text = words.progress_text
    report.problems = words.problems
    report.next_steps = words.next_steps
    report.standing = words.standing
    report.percent = words.percent


def require_caller(caller: Caller) -> None:
    """Raises Invalid unless the source of a recorded report is whole."""
    if not (caller.source.strip() and caller.name.strip()):
        raise Invalid({"on_behalf_source": SOURCE_NEEDED})
