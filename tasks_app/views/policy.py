"""The policy (督办规则): the version in force in words, what is wrong with it, and putting another one in force."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import policies
from tasks_app.dashboards.clock_targets import nobody_is_asked
from tasks_app.dashboards.ears import office_is_deaf, units_without_ears
from tasks_app.domain.access import Verb
from tasks_app.domain.policy_versions import Policies, in_force
from tasks_app.domain.refusals import Invalid, NotNow, Refusal
from tasks_app.forms.faults import add_faults
from tasks_app.forms.rehearsal import PutInForceForm
from tasks_app.models import PolicyVersion
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.policy import policy_page
from tasks_app.views.acting import acting, new_form_key

NO_POLICY = "还没有启用督办规则。"


@require_safe
def policy(request: HouseRequest) -> HttpResponse:
    """The version in force today; ``?version=2`` shows another one."""
    actor = request.actor
    checks.require(actor, Verb.WATCH_CLOCK)
    every = list(PolicyVersion.objects.select_related("put_in_force_by__user"))
    present = in_force(every, actor.on)
    asked = request.GET.get("version", "")
    shown = next((one for one in every if str(one.version) == asked), present)
    context = {
        "page": policy_page(shown, present, every) if shown else None,
        "nobody_is_asked": nobody_is_asked(Policies(tuple(one.policy for one in every)), actor.on),
        "deaf": units_without_ears(actor.on),
        "office_is_deaf": office_is_deaf(actor.on),
        "crumbs": trail(("设置与审计", reverse("settings")), here="督办规则"),
    }
    return render(request, "policy/policy.html", context)


@require_safe
def policy_with_targets(request: HouseRequest) -> HttpResponse:
    """The rules in force with those for the figures of targets added, as a file for the page of the rehearsal."""
    actor = request.actor
    checks.require(actor, Verb.WATCH_CLOCK)
    every = list(PolicyVersion.objects.all())
    present = in_force(every, actor.on)
    if present is None:
        raise NotNow(NO_POLICY)
    number = every[0].version + 1
    data = policies.with_rules_for_targets(present, number=number, starts_on=actor.on)
    response = HttpResponse(json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="policy-{number}.json"'
    return response


@require_POST
def policy_put(request: HouseRequest) -> HttpResponse:
    """The director puts the policy that was compared in force; what does not hold is said beside what was typed."""
    checks.require(request.actor, Verb.PUT_POLICY_IN_FORCE)
    form = PutInForceForm(request.POST, auto_id="put-%s")
    if not form.is_valid():
        return _put_page(request, form, Invalid.status)
    try:
        with acting(request) as act:
            if not act.is_repeat:
                act.outcome = _put(request, form)
        return redirect(act.outcome)
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return _put_page(request, form, refusal.status)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _put_page(request, form, refusal.status)


def _put(request: HouseRequest, form: PutInForceForm) -> str:
    by, at = request.actor, request.now
    version = policies.put_in_force(form.policy_data(), basis=form.cleaned_data["basis"], by=by, at=at)
    messages.success(request, f"已启用{version}，自 {version.starts_on:%Y-%m-%d} 起施行；已经触发的不变，也不重发。")
    return f"{reverse('policy')}?version={version.version}"


def _put_page(request: HouseRequest, form: PutInForceForm, status: int) -> HttpResponse:
    crumbs = trail(("设置与审计", reverse("settings")), ("预演", reverse("rehearsal")), here="启用督办规则")
    context = {"form": form, "form_key": new_form_key(), "crumbs": crumbs}
    return render(request, "policy/put.html", context, status=status)
