"""单位变动: which units were renamed, merged or abolished; entered by the office, decided by its director."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import F
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import UnitSuccession
from accounts.requests import HouseRequest
from tasks_app.actions import successions as acts
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.lines import ReasonForm
from tasks_app.forms.successions import DecisionForm, SuccessionForm
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.successions import Refused, succession_rows
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paper_steps import told_by


@require_safe
def successions(request: HouseRequest) -> HttpResponse:
    """All changes of units: first those that wait, then the latest decided. The office's page."""
    checks.require(request.actor, Verb.KEEP_SUCCESSIONS)
    return _list_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """Enters a change that the office heard of."""
    checks.require(request.actor, Verb.KEEP_SUCCESSIONS)
    if request.method != "POST":
        return _form_page(request, SuccessionForm())
    form = SuccessionForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            if not submission.is_repeat:
                row = acts.propose(form.wish(), **told_by(request))
                messages.success(request, f"已登记：{row.unit.name}{row.in_words}，由办公室负责人确认。")
                submission.outcome = reverse("successions")
    except (Invalid, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, refusal.faults)
        return _form_page(request, form, refusal)
    return redirect(submission.outcome)


@require_POST
def confirm(request: HouseRequest, pk: int) -> HttpResponse:
    """The director confirms the change as of a day."""
    form = DecisionForm(request.POST)
    return _decide(request, pk, "confirm", form, lambda row, **told: acts.confirm(row, **form.cleaned_data, **told))


@require_POST
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """The director finds that the unit does not change, and says why."""
    form = ReasonForm(request.POST)
    return _decide(request, pk, "withdraw", form, lambda row, **told: acts.withdraw(row, reason=form.typed, **told))


@require_POST
def take_back(request: HouseRequest, pk: int) -> HttpResponse:
    """Whoever entered the change takes it back."""
    form = Form(request.POST)
    return _decide(request, pk, "take_back", form, acts.take_back, verb=Verb.TAKE_BACK_SUCCESSION)


def _decide(
    request: HouseRequest,
    pk: int,
    act: str,
    form: Form,
    perform: Callable[..., UnitSuccession],
    verb: Verb = Verb.CONFIRM_SUCCESSION,
) -> HttpResponse:
    """One decision about a change; who may is asked before what was typed."""
    checks.require(request.actor, Verb.KEEP_SUCCESSIONS)
    row = found(UnitSuccession.objects.select_related("unit", "proposed_by"), pk)
    checks.require(request.actor, verb, row)
    name = row.unit.name
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                done = perform(row, **told_by(request), version=version_of(request))
                messages.success(request, f"{done.standing}：{name}{done.in_words}。")
                submission.outcome = reverse("successions")
    except (Invalid, NotNow, Stale) as refusal:
        typed = {name: request.POST.get(name, "") for name in ("on", "basis", "reason")}
        return _list_page(request, refusal, Refused(pk, act, **typed))
    return redirect(submission.outcome)


def _list_page(request: HouseRequest, refusal: Refusal | None = None, refused: Refused | None = None) -> HttpResponse:
    rows = UnitSuccession.objects.select_related("unit", "proposed_by__user", "decided_by__user")
    rows = rows.prefetch_related("unit__names")
    rows = rows.order_by(F("decided_at").desc(nulls_first=True), "unit__order", "id")
    context = {
        "rows": succession_rows(rows, request.actor, refused),
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(("设置与审计", reverse("settings")), ("单位名录", reverse("units")), here="单位变动"),
    }
    return render(request, "settings/successions.html", context, status=refusal.status if refusal else 200)


def _form_page(request: HouseRequest, form: SuccessionForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "form": form,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(
            ("设置与审计", reverse("settings")),
            ("单位名录", reverse("units")),
            ("单位变动", reverse("successions")),
            here="登记单位变动",
        ),
    }
    return render(request, "settings/succession_form.html", context, status=refusal.status if refusal else 200)
