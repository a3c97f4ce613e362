"""What leaves the house (外发): holding it, letting it go on, releasing a sweep's brake, sending again what failed."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import outgoing as switches
from tasks_app.actions import resending
from tasks_app.dashboards.clock_board import clock_state, troubled_messages
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.clock import BrakeForm, HoldForm
from tasks_app.forms.faults import faults_of
from tasks_app.models import Message
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.outgoing import switch_page
from tasks_app.presenters.troubles import trouble_rows
from tasks_app.views.acting import acting, new_form_key, version_of

SHOWN = 50
Perform = Callable[[int], object]


@require_safe
def outgoing(request: HouseRequest) -> HttpResponse:
    """The switch, the pulse of each job, and what did not arrive: for whoever may hold the outbox."""
    checks.require(request.actor, Verb.HOLD_OUTGOING)
    return _page(request)


@require_POST
def hold(request: HouseRequest) -> HttpResponse:
    """暂停外发, with the reason."""
    form, by, at = HoldForm(request.POST), request.actor, request.now
    checks.require(by, Verb.HOLD_OUTGOING)
    return _switch(
        request,
        form,
        lambda version: switches.hold(why=form.cleaned_data["why"], version=version, by=by, at=at),
        "已暂停外发，邮件不再发出。",
    )


@require_POST
def release(request: HouseRequest) -> HttpResponse:
    """恢复外发."""
    by, at = request.actor, request.now
    checks.require(by, Verb.HOLD_OUTGOING)
    return _switch(
        request,
        Form(request.POST),
        lambda version: switches.release(version=version, by=by, at=at),
        "已恢复外发，等待的邮件随下一次外发发出。",
    )


@require_POST
def release_brake(request: HouseRequest) -> HttpResponse:
    """解除制动: a person looked at what the sweep was about to do."""
    form, by, at = BrakeForm(request.POST), request.actor, request.now
    checks.require(by, Verb.RELEASE_BRAKE)
    return _switch(
        request,
        form,
        lambda version: switches.release_brake(brake_at=form.cleaned_data["brake_at"], version=version, by=by, at=at),
        "已解除巡检制动，下一次巡检继续。",
    )


@require_POST
def message_resend(request: HouseRequest, pk: int) -> HttpResponse:
    """重发 of a message that was given up."""
    by, at = request.actor, request.now
    checks.require(by, Verb.RESEND_MESSAGE)
    message = found(Message.objects.select_related("recipient"), pk)
    try:
        with acting(request) as act:
            if not act.is_repeat:
                resending.resend(message, by=by, at=at)
                act.outcome = reverse("outgoing")
                messages.success(request, f"已重新列入发送：{message.recipient.full_name}，{message.subject}。")
        return redirect(act.outcome)
    except NotNow as refusal:
        return _page(request, refusal=refusal)


def _switch(request: HouseRequest, form: Form, perform: Perform, said: str) -> HttpResponse:
    """One turn of a switch; refused, the page comes back with what was typed."""
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as act:
            if not act.is_repeat:
                perform(version_of(request))
                act.outcome = reverse("outgoing")
                messages.success(request, said)
        return redirect(act.outcome)
    except (Invalid, NotNow, Stale) as refusal:
        return _page(request, form if isinstance(form, HoldForm) else None, refusal)


def _page(request: HouseRequest, form: HoldForm | None = None, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "switch": switch_page(clock_state(), request.actor),
        "hold_form": form or HoldForm(),
        "troubles": trouble_rows(troubled_messages()[:SHOWN], request.actor),
        "refusal": refusal,
        "form_key": new_form_key(),
        "crumbs": trail(("设置与审计", reverse("settings")), here="外发与巡检"),
    }
    return render(request, "clock/outgoing.html", context, status=refusal.status if refusal else 200)
