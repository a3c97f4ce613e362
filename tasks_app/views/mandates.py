"""授权依据: which documents let the office use which means; entered by the office, confirmed by the director."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import mandates as acts
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.mandates import EndForm, MandateForm
from tasks_app.models import Mandate
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.mandates import mandate_rows
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paper_steps import told_by


@require_safe
def mandates(request: HouseRequest) -> HttpResponse:
    """All mandates, the newest first."""
    checks.require(request.actor, Verb.SEE_REGISTER)
    return _list_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """Enters a mandate with its scan."""
    checks.require(request.actor, Verb.KEEP_MANDATES)
    if request.method != "POST":
        return _form_page(request, MandateForm())
    form = MandateForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            if not submission.is_repeat:
                entered = acts.enter(form.authority(), form.cleaned_data["scan"], **told_by(request))
                messages.success(request, f"已登记授权依据：{entered}，由办公室负责人确认后生效。")
                submission.outcome = reverse("mandates")
    except (Invalid, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, refusal.faults)
        return _form_page(request, form, refusal)
    return redirect(submission.outcome)


@require_POST
def confirm(request: HouseRequest, pk: int) -> HttpResponse:
    """The director confirms what somebody else entered."""
    return _decide(request, pk, Form(request.POST), acts.confirm, "已确认授权依据")


@require_POST
def end(request: HouseRequest, pk: int) -> HttpResponse:
    """The director ends a mandate after a last day."""
    form = EndForm(request.POST)
    return _decide(
        request, pk, form, lambda one, **told: acts.end(one, last_day=form.cleaned_data["last_day"], **told), "已终止"
    )


def _decide(request: HouseRequest, pk: int, form: Form, perform: Callable[..., Mandate], said: str) -> HttpResponse:
    """One decision about a mandate; who may is asked before what was typed."""
    checks.require(request.actor, Verb.SEE_REGISTER)
    mandate = found(Mandate.objects.select_related("entered_by"), pk)
    checks.require(request.actor, Verb.CONFIRM_MANDATE, mandate)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                perform(mandate, **told_by(request), version=version_of(request))
                messages.success(request, f"{said}：{mandate}。")
                submission.outcome = reverse("mandates")
    except (Invalid, NotNow, Stale) as refusal:
        return _list_page(request, refusal, ended=pk, last_day=request.POST.get("last_day", ""))
    return redirect(submission.outcome)


def _list_page(
    request: HouseRequest, refusal: Refusal | None = None, *, ended: int = 0, last_day: str = ""
) -> HttpResponse:
    actor = request.actor
    rows = Mandate.objects.select_related("entered_by__user", "confirmed_by__user").prefetch_related("units")
    context = {
        "rows": mandate_rows(rows, actor),
        "may_enter": checks.can(actor, Verb.KEEP_MANDATES),
        "form_key": new_form_key(),
        "refusal": refusal,
        "ended": ended,
        "last_day": last_day,
    }
    return render(request, "papers/mandates.html", context, status=refusal.status if refusal else 200)


def _form_page(request: HouseRequest, form: MandateForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "form": form,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(("授权依据", reverse("mandates")), here="登记授权依据"),
    }
    return render(request, "papers/mandate_form.html", context, status=refusal.status if refusal else 200)
