"""Writing a report: 填报, 修改, 代录. Whatever was typed comes back with a refusal."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import report_drafts, reports
from tasks_app.dashboards.line_today import CycleToday, cycle_today
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import OPEN, LineState
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.report_states import OPEN_REPORT, WITH_AUTHOR, ReportKind, Standing
from tasks_app.forms.reports import OnBehalfForm, ReportForm, initial_of
from tasks_app.models import ProgressReport, ReportPeriod, UnitLine
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.views.acting import version_of
from tasks_app.views.drafting import Writing, save_draft, show_draft
from tasks_app.views.reports import visible_report

NO_PERIOD = "本事项目前没有可以填报的调度期；工作已经完成的，请申请办结。"
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """Begins a report: ``?kind=periodic`` for an open period not yet reported, ``?kind=closing`` to ask for closing."""
    actor: Actor = request.actor
    line = _visible_line(request, pk)
    checks.require(actor, Verb.WRITE_REPORT, line)
    kind = ReportKind.CLOSING if request.GET.get("kind") == ReportKind.CLOSING else ReportKind.PERIODIC
    year, known = cycle_today(line.cycle, actor.on), list(line.reports.all())
    if request.method != "POST":
        begun = _begun(known, kind, year, line)
        if begun:
            return redirect("report_edit" if begun.state in WITH_AUTHOR else "report", begun.pk)
        periods = _choices(known, kind, year, line)
        _require_room(line, kind, periods, actor)
        standing = Standing.FINISHED if kind == ReportKind.CLOSING else ""
        form = ReportForm(kind=kind, periods=periods, initial={"standing": standing})
        return show_draft(request, Writing(line, kind, year, form))
    # All open periods: a form sent twice names one that its first half has just reported.
    form = ReportForm(request.POST, request.FILES, kind=kind, periods=_choices((), kind, year, line))
    return save_draft(
        request,
        Writing(line, kind, year, form),
        lambda files: report_drafts.write(
            line,
            form.words(),
            kind=kind,
            period=form.chosen_period(),
            by=actor,
            at=request.now,
            files=files,
        ),
    )


@GET_OR_POST
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """Other words for a draft, or for what was sent back."""
    actor: Actor = request.actor
    report = visible_report(request, pk)
    checks.require(actor, Verb.WRITE_REPORT, report)
    line, year = report.line, cycle_today(report.line.cycle, actor.on)
    if request.method != "POST":
        if report.state not in WITH_AUTHOR:
            return redirect("report", pk)
        form = ReportForm(kind=report.kind, initial=initial_of(report))
        return show_draft(request, Writing(line, report.kind, year, form, report))
    form = ReportForm(request.POST, request.FILES, kind=report.kind)
    return save_draft(
        request,
        Writing(line, report.kind, year, form, report),
        lambda files: report_drafts.rewrite(
            report,
            form.words(),
            by=actor,
            at=request.now,
            version=version_of(request),
            files=files,
            removed=form.removed(),
        ),
    )


@GET_OR_POST
def on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """代录: what a unit phoned, wrote or said. It is handed in at once, and never asks for closing."""
    actor: Actor = request.actor
    line = _visible_line(request, pk)
    checks.require(actor, Verb.RECORD_ON_BEHALF, line)
    kind, year = ReportKind.PERIODIC, cycle_today(line.cycle, actor.on)
    if request.method != "POST":
        periods = _choices(list(line.reports.all()), kind, year, line)
        _require_room(line, kind, periods, actor)
        return show_draft(request, Writing(line, kind, year, OnBehalfForm(periods=periods)))
    form = OnBehalfForm(request.POST, periods=_choices((), kind, year, line))
    return save_draft(
        request,
        Writing(line, kind, year, form),
        lambda _: reports.record_on_behalf(
            line,
            form.words(),
            period=form.chosen_period(),
            caller=form.caller(),
            by=actor,
            at=request.now,
        ),
    )


def _visible_line(request: HouseRequest, pk: int) -> UnitLine:
    lines = UnitLine.objects.visible_to(request.actor)
    return found(lines.select_related("work_item__year_plan__task", "cycle", "unit"), pk)


def _begun(known: list[ProgressReport], kind: str, year: CycleToday, line: UnitLine) -> ProgressReport | None:
    """The report somebody began already: the open closing one, or (where nothing else is left) the latest period's."""
    if kind == ReportKind.CLOSING:
        return next((report for report in known if report.is_closing and report.state in OPEN_REPORT), None)
    if _choices(known, kind, year, line):
        return None
    latest = next(iter(year.opened_for(line)), None)
    return next((report for report in known if latest and report.period_id == latest.pk), None)


def _require_room(line: UnitLine, kind: str, periods: list[ReportPeriod], actor: Actor) -> None:
    """Refuses before anything was typed where nothing could be saved."""
    is_working = line.state in OPEN and line.state != LineState.PENDING_SIGNATURE
    if kind == ReportKind.PERIODIC and is_working and not periods:
        raise NotNow(NO_PERIOD)
    report_drafts.require_room(line, kind, next(iter(periods), None), on=actor.on)


def _choices(
    known: list[ProgressReport] | tuple[()], kind: str, year: CycleToday, line: UnitLine
) -> list[ReportPeriod]:
    """The open periods of the line that are not among the known reports, the latest first."""
    if kind == ReportKind.CLOSING:
        return []
    reported = {report.period_id for report in known}
    return [period for period in year.opened_for(line) if period.pk not in reported]
