"""One row of the ledger: why it fired and who was told; the director may take it back (撤回通知)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import retractions
from tasks_app.dashboards.clock_board import policies_by_id, with_words
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal
from tasks_app.forms.clock import WhyForm
from tasks_app.forms.faults import faults_of
from tasks_app.models import Obligation
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.clock_row import row_page
from tasks_app.views.acting import acting, new_form_key


@require_safe
def clock_row(request: HouseRequest, pk: int) -> HttpResponse:
    """The row in full."""
    return _page(request, pk)


@require_POST
def clock_retract(request: HouseRequest, pk: int) -> HttpResponse:
    """撤回通知, with a reason that those who were told will read."""
    row, form = _row(request, pk), WhyForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as act:
            if not act.is_repeat:
                reason = form.cleaned_data["reason"]
                retractions.retract(row, reason=reason, by=request.actor, at=request.now)
                act.outcome = reverse("clock_row", args=[pk])
                messages.success(request, f"已撤回对{row.unit_name}的通知。")
        return redirect(act.outcome)
    except (Invalid, NotNow) as refusal:
        return _page(request, pk, refusal)


def _page(request: HouseRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    row = _row(request, pk)
    page = row_page(
        row,
        policies_by_id()[row.policy_id],
        request.actor,
        typed=request.POST.get("reason", ""),
        fault=refusal.sentence if refusal else "",
    )
    context = {"page": page, "crumbs": page.crumbs, "form_key": new_form_key(), "refusal": refusal}
    return render(request, "clock/row.html", context, status=refusal.status if refusal else 200)


def _row(request: HouseRequest, pk: int) -> Obligation:
    checks.require(request.actor, Verb.WATCH_CLOCK)
    return found(with_words(Obligation.objects.all()), pk)
