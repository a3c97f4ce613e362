"""The policy (督办规则): the version in force in words, who may be addressed how, and what is wrong with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tasks_app.dashboards.clock_board import units_without_ears
from tasks_app.domain.access import Verb
from tasks_app.models import PolicyVersion
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.policy import policy_page


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The version in force today; ``?version=2`` shows another one."""
    actor = request.actor  # type: ignore[attr-defined]
    checks.require(actor, Verb.WATCH_CLOCK)
    every = list(PolicyVersion.objects.select_related("put_in_force_by__user"))
    in_force = next((one for one in every if one.starts_on <= actor.on), None)
    asked = request.GET.get("version", "")
    shown = next((one for one in every if str(one.version) == asked), in_force)
    context = {
        "page": policy_page(shown, in_force, every) if shown else None,
        "deaf": units_without_ears(actor.on),
        "crumbs": trail(("设置与审计", reverse("settings")), here="督办规则"),
    }
    return render(request, "policy/policy.html", context)
