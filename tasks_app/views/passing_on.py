"""机构变动移交: what a unit that went leaves, and the one step in which the office gives it to its heirs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Unit
from accounts.requests import HouseRequest
from tasks_app.actions import passing_on as acts
from tasks_app.dashboards.passing_on import Left, left_by
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.passing_on import PassingOnForm
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.passing_on import elsewhere, piles_of
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paper_steps import told_by


@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HouseRequest, pk: int) -> HttpResponse:
    """Everything the unit left with the heir of each; a POST gives all of it away, or nothing."""
    checks.require(request.actor, Verb.KEEP_SUCCESSIONS)
    unit = found(Unit.objects.all(), pk)
    left = left_by(unit)
    if request.method != "POST":
        return _page(request, left, PassingOnForm(left=left))
    form = PassingOnForm(request.POST, left=left)
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                if not form.is_valid():
                    raise Invalid(faults_of(form))
                passed = acts.pass_on(unit, form.cleaned_data, version=version_of(request), **told_by(request))
                messages.success(request, f"{unit.name}：{passed.words}。")
                submission.outcome = reverse("unit_pass_on", args=[pk])
    except (Invalid, NotNow, Stale) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, {name: said for name, said in refusal.faults.items() if name not in form.errors})
        return _page(request, left, form, refusal)
    return redirect(submission.outcome)


def _page(request: HouseRequest, left: Left, form: PassingOnForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "left": left,
        "piles": piles_of(left, form, request.actor.on),
        "elsewhere": elsewhere(left),
        "form": form,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(
            ("设置与审计", reverse("settings")),
            ("单位名录", reverse("units")),
            ("单位变动", reverse("successions")),
            here="移交",
        ),
    }
    return render(request, "settings/passing_on.html", context, status=refusal.status if refusal else 200)
