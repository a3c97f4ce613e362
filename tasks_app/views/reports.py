"""A report's page and its way: 送审, 撤回, 审核, 退回, 采用."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import report_looks, reports
from tasks_app.dashboards.report import FOR_PAGE, has_material, report_sheet
from tasks_app.domain.parts import Part
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.domain.report_states import REDO_WORKING_DAYS, REPORT_MACHINE, ReportState
from tasks_app.domain.verification import Verified
from tasks_app.forms.decisions import InPartForm, SendBackForm, VerifiedForm
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.lines import ReasonForm
from tasks_app.models import ProgressReport
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.frame import is_office
from tasks_app.presenters.links import name_of
from tasks_app.presenters.report_acts import acts_of, label_of
from tasks_app.presenters.reports import ReportPage, report_page, reuse_notes
from tasks_app.views.acting import acting, new_form_key, version_of


class Step(Protocol):
    """An action of ``actions.reports``, already holding what was typed."""

    def __call__(self, report: ProgressReport, /, *, by: Actor, at: datetime, version: int) -> ProgressReport: ...


def visible_report(request: HouseRequest, pk: int) -> ProgressReport:
    """The report with its line, period and people. Raises NotVisible."""
    visible = ProgressReport.objects.visible_to(request.actor)
    return found(visible.select_related(*FOR_PAGE), pk)


@require_safe
def report(request: HouseRequest, pk: int) -> HttpResponse:
    """The page. Once it was shown to somebody of the office, the unit can no longer withdraw the report.

    The one page that notes who looked: a HEAD and a browser's reading ahead show nobody anything, and note nothing.
    """
    thing, actor = visible_report(request, pk), request.actor
    is_new = thing.state == ReportState.SUBMITTED and thing.looked_at is None
    if is_new and is_office(actor) and _is_shown(request):
        report_looks.mark_looked(thing, by=actor, at=request.now)
        thing = visible_report(request, pk)
    return _show(request, thing)


def _is_shown(request: HouseRequest) -> bool:
    """Whether a person will see the page."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


@dataclass(frozen=True)
class _Refused:
    """A step that was refused, with what was typed into its form."""

    act: str
    form: Form
    refusal: Refusal

    @property
    def typed(self) -> Typed:
        """For an act of one field: what was written, and why it was refused."""
        return Typed(self.act, self.form.data.get("reason", ""), self.refusal.sentence)


def _show(request: HouseRequest, thing: ProgressReport, refused: _Refused | None = None) -> HttpResponse:
    actor: Actor = request.actor
    sheet = report_sheet(thing, actor)
    acts = acts_of(thing, actor, is_own=sheet.is_own, typed=refused.typed if refused else None)
    notes = reuse_notes(thing, sheet.files, actor)
    page = report_page(
        thing,
        files=sheet.files,
        sheets=sheet.sheets,
        steps=sheet.steps,
        today=actor.on,
        notes=notes,
        parts=sheet.parts,
    )
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "report": thing,
        "acts": acts,
        "send_back_form": _send_back_form(actor, refused) if acts.may_send_back else None,
        "verified_form": _verified_form(page, refused) if acts.may_verify else None,
        "in_part_form": _in_part_form(thing, page, refused) if acts.may_accept_in_part else None,
        "may_gather": sheet.is_own and thing.state == ReportState.DRAFT and thing.line.part == Part.LEAD,
        "form_key": new_form_key(),
        "refusal": refused.refusal if refused else None,
    }
    return render(request, "reports/report.html", context, status=refused.refusal.status if refused else 200)


def _send_back_form(actor: Actor, refused: _Refused | None) -> Form:
    """The form that was refused, or a new one with the earliest day by which the unit may be asked to redo it."""
    if refused and refused.act == "send_back":
        return refused.form
    return SendBackForm(initial={"redo_by": earliest_redo_day(actor)})


def _verified_form(page: ReportPage, refused: _Refused | None) -> Form:
    """The claim is proposed as far as a file proves it; else the field stands empty (无证据)."""
    if refused and refused.act == "accept":
        return refused.form
    return VerifiedForm(initial={"verified": page.percent if page.files else None})


def _in_part_form(thing: ProgressReport, page: ReportPage, refused: _Refused | None) -> Form:
    if refused and refused.act == "accept_in_part":
        return refused.form
    initial = {"verified": page.percent if page.files and not thing.is_closing else None}
    return InPartForm(is_closing=thing.is_closing, initial=initial, auto_id="id_part_%s")


def earliest_redo_day(actor: Actor) -> date:
    """The first day that may be set for redoing a report."""
    return working_calendar().plus(actor.on, REDO_WORKING_DAYS)


# What is asked for in a step; the others ask for nothing.
FORMS: dict[str, type[Form]] = {"return": ReasonForm, "send_back": SendBackForm}


@require_POST
def send(request: HouseRequest, pk: int) -> HttpResponse:
    """送审."""
    return _act(request, pk, "send", reports.send)


@require_POST
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """撤回."""
    return _act(request, pk, "withdraw", reports.withdraw)


@require_POST
def approve(request: HouseRequest, pk: int) -> HttpResponse:
    """审核通过."""
    return _act(request, pk, "approve", reports.approve)


@require_POST
def accept(request: HouseRequest, pk: int) -> HttpResponse:
    """采用 with what the office found (核实), or 同意办结."""
    form = VerifiedForm(request.POST)
    return _act(
        request, pk, "accept", lambda thing, **told: reports.accept(thing, verified=_found(form, thing), **told), form
    )


@require_POST
def accept_in_part(request: HouseRequest, pk: int) -> HttpResponse:
    """部分采用: a closing's rest follows, a period's remark is taken up in the next report."""
    thing = visible_report(request, pk)
    form = InPartForm(request.POST, is_closing=thing.is_closing, auto_id="id_part_%s")

    def perform(thing: ProgressReport, **told: Any) -> ProgressReport:
        reason = form.cleaned_data["reason"]
        return reports.accept_in_part(thing, form.in_part(), reason=reason, verified=_found(form, thing), **told)

    return _act(request, pk, "accept_in_part", perform, form)


def _found(form: VerifiedForm, thing: ProgressReport) -> Verified | None:
    """What the office typed of its finding, if it was asked."""
    return form.finding(thing, has_file=has_material(thing))


@require_POST
def return_to_author(request: HouseRequest, pk: int) -> HttpResponse:
    """退回修改 within the unit."""
    return _act(request, pk, "return", reports.return_to_author)


@require_POST
def send_back(request: HouseRequest, pk: int) -> HttpResponse:
    """退回修改 or 退回续办 by the office."""
    return _act(request, pk, "send_back", partial(reports.send_back, calendar=working_calendar()))


def _act(
    request: HouseRequest, pk: int, act: str, perform: Callable[..., ProgressReport], chosen: Form | None = None
) -> HttpResponse:
    """One step of a visible report; refused for what was typed or for the moment, the page keeps the words.

    Who may is asked before anything else: whoever may not is not told what is missing, or what is the matter.
    """
    thing = visible_report(request, pk)
    checks.require(request.actor, REPORT_MACHINE[act].verb, thing)
    form = chosen or FORMS.get(act, Form)(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                perform_step(request, thing, act, perform if chosen else partial(perform, **form.cleaned_data))
                submission.outcome = reverse("report", args=[pk])
    except (Invalid, NotNow, Stale) as refusal:
        if isinstance(refusal, Invalid) and form.is_valid():
            add_faults(form, refusal.faults)
        return _show(request, visible_report(request, pk), _Refused(act, form, refusal))
    return redirect(submission.outcome)


def perform_step(request: HouseRequest, thing: ProgressReport, act: str, perform: Step) -> None:
    """The action itself, and the sentence that says what happened."""
    actor, at = request.actor, request.now
    perform(thing, by=actor, at=at, version=version_of(request))
    messages.success(request, f"已{label_of(thing, act)}：{thing.line.unit_name}的{name_of(thing)}。")
