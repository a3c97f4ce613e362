"""任职申请: posts of the office and of administrators, asked for by one administrator and countersigned by another."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Appointment
from accounts.requests import HouseRequest
from tasks_app.actions import appointments as acts
from tasks_app.domain.access import Verb
from tasks_app.domain.appointment_states import APPOINTMENT_MACHINE
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import faults_of
from tasks_app.forms.lines import ReasonForm
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.people import appointment_rows
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paper_steps import told_by

LATEST = 100
ROWS = ("user", "unit", "acting_for", "asked_by__user", "decided_by__user")


@require_safe
def appointments(request: HouseRequest) -> HttpResponse:
    """All requests, those that wait first."""
    checks.require(request.actor, Verb.SEE_PEOPLE)
    return _page(request)


@require_POST
def countersign(request: HouseRequest, pk: int) -> HttpResponse:
    """会签."""
    return _decide(request, pk, "countersign", acts.countersign)


@require_POST
def decline(request: HouseRequest, pk: int) -> HttpResponse:
    """不予会签, with the reason."""
    form = ReasonForm(request.POST)

    def perform(row: Appointment, **told: object) -> Appointment:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        return acts.decline(row, reason=form.typed, **told)  # type: ignore[arg-type]

    return _decide(request, pk, "decline", perform)


@require_POST
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """撤回任职申请."""
    return _decide(request, pk, "withdraw", acts.withdraw)


def _decide(request: HouseRequest, pk: int, act: str, perform: Callable[..., Appointment]) -> HttpResponse:
    """One decision; who may is asked before what was typed."""
    checks.require(request.actor, Verb.SEE_PEOPLE)
    row = found(Appointment.objects.select_related(*ROWS), pk)
    checks.require(request.actor, APPOINTMENT_MACHINE[act].verb, row)
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                done = perform(row, **told_by(request), version=version_of(request))
                messages.success(request, f"{done.get_state_display()}：{done}。")
                submission.outcome = reverse("appointments")
    except (Invalid, NotNow, Stale) as refusal:
        typed = Typed(f"appointment_{act}-{pk}", request.POST.get("reason", ""), refusal.sentence)
        return _page(request, refusal, typed)
    return redirect(submission.outcome)


def _page(request: HouseRequest, refusal: Refusal | None = None, typed: Typed | None = None) -> HttpResponse:
    known = Appointment.objects.select_related(*ROWS)
    waiting = known.filter(state=Appointment.State.PROPOSED).order_by("asked_at", "id")
    settled = known.exclude(state=Appointment.State.PROPOSED).order_by("-decided_at", "-id")[:LATEST]
    context = {
        "waiting": appointment_rows(waiting, request.actor, typed),
        "settled": appointment_rows(settled, request.actor),
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(("设置与审计", reverse("settings")), ("人员与任职", reverse("people")), here="任职申请"),
    }
    return render(request, "people/appointments.html", context, status=refusal.status if refusal else 200)
