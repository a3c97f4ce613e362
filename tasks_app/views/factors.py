"""动态口令 of others: who has bound a phone, and freeing whoever lost it. Nobody frees themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import HouseRequest
from tasks_app.actions import second_factors
from tasks_app.actions.second_factors import verb_for
from tasks_app.dashboards.accounts import bound_people
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.access_words import refusal_of
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Refusal
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.accounts import factor_rows
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.crumbs import trail
from tasks_app.views.acting import acting, new_form_key


@require_safe
def factors(request: HouseRequest) -> HttpResponse:
    """Whom this administrator may free."""
    _require_either(request)
    return _page(request)


@require_POST
def reset(request: HouseRequest, pk: int) -> HttpResponse:
    """解除绑定, with a reason; an administrator who may not learns it before anything about the person."""
    _require_either(request)
    user = found(User.objects.all(), pk)
    checks.require(request.actor, verb_for(user, by=request.actor), user)
    reason = request.POST.get("reason", "")
    try:
        with acting(request) as act:
            act.outcome = reverse("factors")
            if not act.is_repeat:
                second_factors.reset(user, reason, by=request.actor, at=request.now)
                messages.success(request, f"已解除{user.full_name}的动态口令，该人员须重新登录并绑定手机。")
    except Invalid as refusal:
        return _page(
            request, typed=Typed(f"factor_reset-{pk}", reason, refusal.faults["reason"]), status=refusal.status
        )
    except NotNow as refusal:
        return _page(request, refusal=refusal, status=refusal.status)
    return redirect(act.outcome)


def _require_either(request: HouseRequest) -> None:
    if not any(rights_of(request.actor.role, verb) for verb in (Verb.RESET_FACTOR, Verb.RESET_ADMIN_FACTOR)):
        raise NotAllowed(refusal_of(Verb.RESET_FACTOR))


def _page(
    request: HouseRequest, *, typed: Typed | None = None, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    theirs = bool(rights_of(actor.role, Verb.RESET_ADMIN_FACTOR))
    context = {
        "rows": factor_rows(bound_people(actor.on, keepers=theirs), typed),
        "refusal": refusal,
        "form_key": new_form_key(),
        "crumbs": trail(("设置与审计", reverse("settings")), here="动态口令"),
    }
    return render(request, "accounts/factors.html", context, status=status)
