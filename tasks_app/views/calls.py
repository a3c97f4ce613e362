"""Phone calls (登记电话): what the office said to a unit about a line, kept on its timeline."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import phone_calls
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.forms.calls import CallForm
from tasks_app.forms.faults import add_faults
from tasks_app.models import UnitLine
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.links import line_url
from tasks_app.views.acting import acting, new_form_key


@require_http_methods(["GET", "HEAD", "POST"])
def call_new(request: HouseRequest, pk: int) -> HttpResponse:
    """The form; what was typed stays where it does not hold."""
    actor = request.actor
    visible = UnitLine.objects.visible_to(actor).select_related("unit", "work_item__year_plan__task")
    line = found(visible, pk)
    checks.require(actor, Verb.LOG_CALL, line)
    rung = phone_calls.offers_to_count(line, by=actor)
    if request.method != "POST":
        now = timezone.localtime(request.now).replace(second=0, microsecond=0)
        return _page(request, line, CallForm(initial={"called_at": now}, rung=rung))
    form = CallForm(request.POST, rung=rung)
    if not form.is_valid():
        return _page(request, line, form, status=Invalid.status)
    return _log(request, line, form)


def _log(request: HouseRequest, line: UnitLine, form: CallForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        with acting(request) as act:
            if not act.is_repeat:
                phone_calls.log(
                    line,
                    spoken_to=data["spoken_to"],
                    said=data["said"],
                    called_at=data["called_at"],
                    counts=form.is_counted,
                    by=request.actor,
                    at=request.now,
                )
                act.outcome = line_url(line)
                messages.success(request, f"已登记与{line.unit_name}的通话，见办理过程。")
        return redirect(act.outcome)
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return _page(request, line, form, status=refusal.status)
    except NotNow as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, line, form, status=refusal.status)


def _page(request: HouseRequest, line: UnitLine, form: CallForm, status: int = 200) -> HttpResponse:
    number = line.work_item.year_plan.task.number
    context = {
        "line": line,
        "form": form,
        "back_url": line_url(line),
        "form_key": new_form_key(),
        "crumbs": trail(
            ("工作台", reverse("desk")),
            (f"第 {number} 项", line_url(line)),
            here="登记电话",
        ),
    }
    return render(request, "calls/call.html", context, status=status)
