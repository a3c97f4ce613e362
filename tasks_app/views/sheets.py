"""登记线下签批: what a leader decided on paper, registered with the scan of the signed sheet."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import reports
from tasks_app.dashboards.report import has_material
from tasks_app.domain.refusals import Invalid, NotNow, NotVisible, Refusal, Stale
from tasks_app.domain.report_states import REPORT_MACHINE
from tasks_app.forms.decisions import SheetBackForm, SheetForm, SheetInPartForm
from tasks_app.forms.faults import add_faults, ask_for_files_again
from tasks_app.models import ProgressReport
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.report_acts import label_of
from tasks_app.presenters.reports import crumbs_of
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.reports import Step, earliest_redo_day, perform_step, visible_report

SHEET_FORMS = {
    "approve_on_paper": SheetForm,
    "accept_on_paper": SheetForm,
    "send_back_on_paper": SheetBackForm,
    "accept_in_part_on_paper": SheetInPartForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HouseRequest, pk: int) -> HttpResponse:
    """登记线下签批: for the unit's own approval, or for a leader's decision on a line the office may not judge."""
    actor: Actor = request.actor
    thing, act = visible_report(request, pk), request.GET.get("act", "")
    if act not in SHEET_FORMS:
        raise NotVisible
    checks.require(actor, REPORT_MACHINE[act].verb, thing)
    if request.method != "POST":
        REPORT_MACHINE.step(act, thing.state)
        initial = {"redo_by": earliest_redo_day(actor)}
        return _sheet_page(request, thing, act, _form_of(act, thing, initial=initial))
    form = _form_of(act, thing, request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Invalid({})
        signed = form.sheet()
        with acting(request) as submission:
            if not submission.is_repeat:
                perform_step(request, thing, act, _by_sheet(act, signed, form))
                submission.outcome = reverse("report", args=[pk])
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return _sheet_page(request, thing, act, form, refusal)
    except (NotNow, Stale) as refusal:
        return _sheet_page(request, visible_report(request, pk), act, form, refusal)
    return redirect(submission.outcome)


def _form_of(act: str, thing: ProgressReport, *data: Any, **more: Any) -> SheetForm:
    if act == "accept_in_part_on_paper":
        return SheetInPartForm(*data, is_closing=thing.is_closing, **more)
    return SHEET_FORMS[act](*data, **more)


def _by_sheet(act: str, signed: reports.Sheet, form: SheetForm) -> Step:
    if isinstance(form, SheetInPartForm):
        return lambda thing, **told: reports.accept_in_part_on_paper(
            thing, form.in_part(), signed, verified=form.finding(thing, has_file=has_material(thing)), **told
        )
    redo_by: date | None = form.cleaned_data.get("redo_by")
    if act == "approve_on_paper":
        return lambda thing, **told: reports.approve_on_paper(thing, signed, **told)
    if act == "accept_on_paper":
        return lambda thing, **told: reports.accept_on_paper(thing, signed, **told)
    return lambda thing, **told: reports.send_back_on_paper(
        thing, signed, redo_by=redo_by, calendar=working_calendar(), **told
    )


def _sheet_page(
    request: HouseRequest, thing: ProgressReport, act: str, form: SheetForm, refusal: Refusal | None = None
) -> HttpResponse:
    verb = label_of(thing, act)
    if refusal:
        ask_for_files_again(form)
    context = {
        "report": thing,
        "form": form,
        "in_part_fields": form.in_part_fields() if isinstance(form, SheetInPartForm) else (),
        "verb": verb,
        "act": act,
        "form_key": new_form_key(),
        "refusal": None if isinstance(refusal, Invalid) else refusal,
        "crumbs": crumbs_of(thing, here=verb),
    }
    return render(request, "reports/sheet.html", context, status=refusal.status if refusal else 200)
