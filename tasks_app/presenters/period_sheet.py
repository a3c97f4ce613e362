"""A unit's sheet of a period in words: each line with its state and form, and what may be done with the whole."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.dashboards.period_sheet import PeriodSheet, SheetCount, SheetLine
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.period_sheets import Cell
from tasks_app.domain.report_states import HANDED_IN, ReportState
from tasks_app.forms.period_sheet import Fault, LineForm, PeriodSheetForm
from tasks_app.models import ProgressReport, ReportPeriod
from tasks_app.models.counting import in_words
from tasks_app.permissions.authors import writers_of
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.links import line_url, name_of, report_url
from tasks_app.presenters.reports import Words, words_of

CELL_WORDS = {
    Cell.SIGN: "待签收，签收后再填报",
    Cell.CLOSING: "办结申请正在审核，不必另报进展",
    Cell.WRITE: "未填报",
}


@dataclass(frozen=True)
class SheetRow:
    """One line of the sheet. ``form`` where it is written here; ``typed`` where it was, and somebody was faster."""

    anchor: str
    number: int
    plan: str
    title: str
    url: str
    part: str
    deadline: date
    due_on: date
    is_over: bool
    state_code: str
    state_label: str
    hint: str
    report_url: str
    pk: int | None
    version: int | None
    who: str
    is_own: bool
    is_waiting: bool
    is_folded: bool
    is_late: bool
    standing: str
    percent: int | None
    words: tuple[Words, ...]
    carried_from: str
    reason: str
    redo_by: date | None
    form: LineForm | None
    typed: tuple[Words, ...]
    stored: tuple[Words, ...]


@dataclass(frozen=True)
class SheetPage:
    """The whole page; the figures say what each button is about."""

    title: str
    unit: str
    sentence: str
    rows: tuple[SheetRow, ...]
    is_cut: bool
    faults: tuple[Fault, ...]
    first_fault: str
    may_write: bool
    may_approve: bool
    may_register: bool
    to_approve: tuple[SheetRow, ...]
    own_waiting: tuple[SheetRow, ...]
    to_sign: int
    crumbs: tuple[Crumb, ...]


def sheet_page(sheet: PeriodSheet, actor: Actor, form: PeriodSheetForm | None, names: PlanNames) -> SheetPage:
    """The page; without a form the sheet is only read. Of several plans a row says whose it is."""
    approves = bool(rights_of(actor.role, Verb.APPROVE_REPORT))
    own = _own_reports(sheet, actor) if approves else frozenset()
    rows = tuple(_row(entry, actor, form, names, own) for entry in sheet.lines)
    faults = tuple(form.faults()) if form else ()
    waiting = [row for row in rows if row.is_waiting]
    return SheetPage(
        title=title_of(sheet.period),
        unit=sheet.lines[0].line.unit_name if sheet.lines else "",
        sentence=_sentence(sheet),
        rows=rows,
        is_cut=sheet.is_cut,
        faults=faults,
        first_fault=next((row.anchor for row in rows if row.form and row.form.errors), ""),
        may_write=form is not None and any(row.form for row in rows),
        may_approve=approves and bool(waiting),
        may_register=bool(rights_of(actor.role, Verb.REGISTER_UNIT_SHEET)) and bool(sheet.of(Cell.WRITE, Cell.WAIT)),
        to_approve=tuple(row for row in waiting if not row.is_own) if approves else (),
        own_waiting=tuple(row for row in waiting if row.is_own) if approves else (),
        to_sign=len(sheet.of(Cell.SIGN)),
        crumbs=crumbs_of(sheet.period),
    )


def title_of(period: ReportPeriod) -> str:
    """What the sheet is called."""
    return f"{period.cycle.year}年{period.name}一表报送"


def crumbs_of(period: ReportPeriod, *, here: str = "") -> tuple[Crumb, ...]:
    """The way back to the desk, or to the sheet from a page behind it."""
    name = f"{period.name}一表报送"
    if not here:
        return trail(("工作台", reverse("desk")), here=name)
    return trail(("工作台", reverse("desk")), (name, reverse("period_sheet", args=[period.pk])), here=here)


def _sentence(sheet: PeriodSheet) -> str:
    """How far the unit is: 共 12 件：9 件待填报，3 件已报送。"""
    states = (
        (len(sheet.of(Cell.SIGN)), "待签收"),
        (len(sheet.of(Cell.WRITE)), "待填报或未送审"),
        (len(sheet.of(Cell.WAIT)), "待本单位审核"),
        (len(sheet.of(Cell.CLOSING)), "办结申请审核中"),
        (len(sheet.of(Cell.READ)), "已报送"),
    )
    told = "，".join(f"{count} 件{words}" for count, words in states if count)
    return f"共 {len(sheet.lines)} 件：{told}。"


def _own_reports(sheet: PeriodSheet, actor: Actor) -> frozenset[int]:
    """Ids of those that wait and that the actor wrote into: somebody else approves them."""
    user = actor.user.pk if actor.user else 0
    writers = writers_of(entry.report for entry in sheet.of(Cell.WAIT) if entry.report)
    return frozenset(pk for pk, users in writers.items() if user in users)


def _row(
    entry: SheetLine, actor: Actor, sheet: PeriodSheetForm | None, names: PlanNames, own: frozenset[int]
) -> SheetRow:
    line, report = entry.line, entry.report
    form = sheet.by_line.get(line.pk) if sheet else None
    is_writing = entry.cell is Cell.WRITE
    overtaken = form is not None and form.is_overtaken
    return SheetRow(
        anchor=f"line-{line.pk}",
        number=line.work_item.year_plan.task.number,
        plan=names.get(line.work_item.year_plan.task.plan_id, ""),
        title=line.work_item.title,
        url=line_url(line),
        part=line.get_part_display(),
        deadline=line.deadline,
        due_on=entry.due_on,
        is_over=entry.due_on < actor.on and not (report and report.state in HANDED_IN),
        state_code=report.state if report else line.state,
        state_label=report.get_state_display() if report else line.get_state_display(),
        hint="" if report else CELL_WORDS.get(entry.cell, ""),
        report_url=report_url(report) if report else "",
        pk=report.pk if report else None,
        version=report.version if report else None,
        who=_who(report) if report else "",
        is_own=report is not None and report.pk in own,
        is_waiting=entry.cell is Cell.WAIT,
        is_folded=entry.cell is Cell.READ,
        is_late=report is not None and report.is_late and report.state in HANDED_IN,
        standing=report.get_standing_display() if report else "",
        percent=report.percent if report else None,
        words=words_of(report) if report else (),
        carried_from=name_of(entry.last) if entry.last else "",
        reason=report.reason if report and report.state == ReportState.SENT_BACK else "",
        redo_by=report.redo_by if report and report.state == ReportState.SENT_BACK else None,
        form=form if is_writing else None,
        typed=_typed(form) if form and not is_writing else (),
        stored=words_of(report) if report and overtaken and is_writing else (),
    )


def _who(report: ProgressReport) -> str:
    return f"{report.author.user.full_name} {timezone.localtime(report.drafted_at):%m月%d日 %H:%M} 填报"


def _typed(form: LineForm) -> tuple[Words, ...]:
    """What was typed for a line that somebody else has sent meanwhile."""
    fields = ("progress_text", "problems", "next_steps")
    told = (Words(str(form.fields[name].label), form.data.get(form.add_prefix(name), "")) for name in fields)
    return tuple(part for part in told if part.text)


@dataclass(frozen=True)
class SheetLink:
    """The way from the desk to the sheet: 一表报送：第一季度 12 件，已填 3 件。"""

    label: str
    url: str
    told: str


def link_to(count: SheetCount) -> SheetLink:
    """The link of a period that is open."""
    handed_in = f"，已报送 {in_words(count.handed_in)} 件" if count.handed_in else ""
    return SheetLink(
        label=f"一表报送（{count.period.name}）",
        url=reverse("period_sheet", args=[count.period.pk]),
        told=f"本期 {in_words(count.lines)} 件，已填 {in_words(count.begun)} 件{handed_in}",
    )
