"""A unit's sheet of a period (一表报送): saved, sent, approved, returned or signed on paper, all of it or nothing.

Each line goes its way through the acts on its own report; here they are one transaction. All lines are locked
first, in the order of their ids, and whatever is refused names the line it is about.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import report_drafts, reports
from tasks_app.actions.lines import locked_lines
from tasks_app.actions.naming import fault_key, named, naming
from tasks_app.actions.report_drafts import TOO_EARLY, Words
from tasks_app.actions.report_effects import to_explain, unanswered
from tasks_app.actions.reports import Sheet
from tasks_app.actions.transition import for_update, require_version
from tasks_app.dashboards.period_sheet import PeriodSheet, SheetLine, sheet_of
from tasks_app.domain.access import Bar, Verb
from tasks_app.domain.access_words import BAR_SENTENCES
from tasks_app.domain.period_sheets import Cell
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, NotVisible, Stale
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, ReportPeriod
from tasks_app.permissions import checks
from tasks_app.permissions.authors import writers_of

# The version of a report that was not there yet when the page was made.
NONE_SHOWN = -1
NOTHING_TO_SEND = "本表没有可以送审的事项；已送审或已报送的不需要再送。"
NOTHING_WAITS = "本表没有待本单位审核的填报，请刷新页面核对。"
SENT_BACK_FIRST = "已退回修改，请先改好并保存，再登记签批。"
NOT_ON_THE_PAGE = "本单位的填报有变动，不在您打开的表中；请刷新页面核对后再办理。"


@dataclass(frozen=True)
class Entry:
    """What was typed for one line. ``version`` is of the report the page showed, None where it showed none.

    ``is_begun``: something was typed that was not there before; other lines are left as they are.
    """

    line: int
    version: int | None
    words: Words
    is_begun: bool = True


@dataclass(frozen=True)
class Decided:
    """What a reviewer decided, and what was left because the same person wrote it."""

    done: tuple[ProgressReport, ...]
    own: tuple[ProgressReport, ...]


@transaction.atomic
def write(entries: Iterable[Entry], *, period: ReportPeriod, by: Actor, at: datetime) -> int:
    """Saves every line that has anything (保存草稿); returns how many. A stale one refuses the whole sheet."""
    require_begun(period, at=at)
    typed = {entry.line: entry for entry in entries}
    sheet = _locked_sheet(period, by=by)
    known = {entry.line.pk: entry for entry in sheet.lines}
    if not typed.keys() <= known.keys():
        raise NotVisible
    for pk, entry in sorted(typed.items()):
        with naming(known[pk].line):
            _save(known[pk], entry, period, by=by, at=at)
    return sum(entry.is_begun for entry in typed.values())


def _save(known: SheetLine, entry: Entry, period: ReportPeriod, *, by: Actor, at: datetime) -> None:
    report = known.report
    checks.require(by, Verb.WRITE_REPORT, known.line)
    if report is None:
        if entry.is_begun:
            report_drafts.write(known.line, entry.words, kind=ReportKind.PERIODIC, period=period, by=by, at=at)
        return
    require_version(report, NONE_SHOWN if entry.version is None else entry.version, "report", by=by)
    if entry.is_begun:
        report_drafts.rewrite(report, entry.words, by=by, at=at, version=entry.version)


@transaction.atomic
def send(*, period: ReportPeriod, by: Actor, at: datetime) -> int:
    """Hands all drafts of the sheet to the unit's reviewer (送审), or none. Raises Invalid for each line's lack."""
    require_begun(period, at=at)
    sheet = _locked_sheet(period, by=by)
    writing = sheet.of(Cell.WRITE)
    if not writing:
        raise NotNow(NOTHING_TO_SEND)
    _require_whole(writing)
    for entry in _by_line(writing):
        with naming(entry.line):
            reports.send(_report_of(entry), by=by, at=at)
    return len(writing)


@transaction.atomic
def approve(shown: Mapping[int, int], *, period: ReportPeriod, by: Actor, at: datetime) -> Decided:
    """Approves all reports that wait and were shown (审核通过、报送); what the same person wrote stays.

    ``shown`` gives the version the page showed under each report's id.
    """
    waiting, own = _to_decide(shown, period, by=by)
    for entry in waiting:
        with naming(entry.line):
            report = _report_of(entry)
            reports.approve(report, by=by, at=at, version=shown[report.pk])
    return Decided(_reports_of(waiting), _reports_of(own))


@transaction.atomic
def return_to_author(
    shown: Mapping[int, int], *, chosen: Collection[int], reason: str, period: ReportPeriod, by: Actor, at: datetime
) -> Decided:
    """Returns the chosen reports, or all where none is chosen, with one reason (退回修改)."""
    wanted = {pk: version for pk, version in shown.items() if not chosen or pk in chosen}
    waiting, own = _to_decide(wanted, period, by=by)
    for entry in waiting:
        with naming(entry.line):
            report = _report_of(entry)
            reports.return_to_author(report, reason=reason, by=by, at=at, version=shown[report.pk])
    return Decided(_reports_of(waiting), _reports_of(own))


@transaction.atomic
def approve_on_paper(
    shown: Mapping[int, int], sheet: Sheet, *, period: ReportPeriod, by: Actor, at: datetime
) -> tuple[ProgressReport, ...]:
    """Registers one signed sheet for all the unit reports for the period (登记线下签批); one scan counts for all."""
    require_begun(period, at=at)
    stored = _locked_sheet(period, by=by)
    ready = _by_line(stored.of(Cell.WRITE, Cell.WAIT))
    if not ready:
        raise NotNow(NOTHING_TO_SEND)
    _require_whole(stored.of(Cell.WRITE))
    for entry in ready:
        with naming(entry.line):
            report = _report_of(entry)
            if report.pk not in shown:
                raise Stale(NOT_ON_THE_PAGE)
            if report.state == ReportState.SENT_BACK:
                raise NotNow(SENT_BACK_FIRST)
    for entry in ready:
        _register(entry, shown, sheet, by=by, at=at)
    return _reports_of(ready)


def _register(entry: SheetLine, shown: Mapping[int, int], sheet: Sheet, *, by: Actor, at: datetime) -> None:
    """The faults of the paper itself are of no line: they stand beside the fields of its form."""
    report = _report_of(entry)
    try:
        reports.approve_on_paper(report, sheet, by=by, at=at, version=shown[report.pk])
    except (NotAllowed, NotNow, Stale) as refusal:
        raise type(refusal)(f"{named(entry.line)}：{refusal.sentence}") from refusal


def require_begun(period: ReportPeriod, *, at: datetime) -> None:
    """Raises NotNow before the day on which the period is opened."""
    if timezone.localdate(at) < period.opens_on:
        raise NotNow(TOO_EARLY.format(period=period.name, day=period.opens_on))


def _locked_sheet(period: ReportPeriod, *, by: Actor) -> PeriodSheet:
    """The sheet, read again when all its lines and then their reports are locked."""
    lines = locked_lines(entry.line.pk for entry in sheet_of(by, period).lines)
    of_lines = ProgressReport.objects.filter(line__in=lines, period=period)
    list(for_update(of_lines).order_by("line_id"))
    return sheet_of(by, period)


def _to_decide(
    shown: Mapping[int, int], period: ReportPeriod, *, by: Actor
) -> tuple[tuple[SheetLine, ...], tuple[SheetLine, ...]]:
    """The reports that were shown, without and with one's own. One that no longer waits is refused by its own act."""
    sheet = _locked_sheet(period, by=by)
    known = {entry.report.pk: entry for entry in sheet.lines if entry.report}
    if not shown.keys() <= known.keys():
        raise NotVisible
    entries = _by_line(known[pk] for pk in shown)
    if not entries:
        raise NotNow(NOTHING_WAITS)
    writers = writers_of(map(_report_of, entries))
    own = tuple(entry for entry in entries if by.user and by.user.pk in writers.get(_report_of(entry).pk, ()))
    others = tuple(entry for entry in entries if entry not in own)
    if not others:
        raise NotAllowed(BAR_SENTENCES[Bar.AUTHOR])
    return others, own


def _require_whole(entries: Iterable[SheetLine]) -> None:
    """Names everything that is missing on every line at once."""
    faults = {
        fault_key(entry.line, field): sentence
        for entry in entries
        for field, sentence in {**entry.missing(), **_unexplained(entry)}.items()
    }
    if faults:
        raise Invalid(faults)


def _unexplained(entry: SheetLine) -> dict[str, str]:
    return unanswered(entry.report, to_explain(entry.report, entry.last, [])) if entry.report else {}


def _by_line(entries: Iterable[SheetLine]) -> tuple[SheetLine, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.line.pk))


def _report_of(entry: SheetLine) -> ProgressReport:
    assert entry.report is not None, "a whole line has its report"
    return entry.report


def _reports_of(entries: Iterable[SheetLine]) -> tuple[ProgressReport, ...]:
    return tuple(_report_of(entry) for entry in entries)
