"""What the year before left unfinished, and the one step that carries it into this year's draft (结转)."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import carrying_over as acts
from tasks_app.domain.access import Verb
from tasks_app.domain.lights import is_late
from tasks_app.domain.refusals import Refusal
from tasks_app.domain.year_states import BEFORE_ISSUE
from tasks_app.forms.fields import TickedField
from tasks_app.permissions import checks
from tasks_app.presenters.cycles import cycle_trail
from tasks_app.presenters.links import line_url
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.consultations import drafted_year
from tasks_app.views.filling import taken


class ChoiceForm(forms.Form):
    """Which of the unfinished lines are carried."""

    lines = TickedField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def carry_over(request: HouseRequest, year: int) -> HttpResponse:
    """The list with its boxes; nothing is carried that was not ticked."""
    checks.require(request.actor, Verb.CARRY_OVER)
    cycle = drafted_year(request, year)
    if request.method != "POST":
        return _page(request, year)
    form = ChoiceForm(request.POST)

    def perform() -> None:
        chosen = [int(pk) for pk in form.cleaned_data["lines"]]
        acts.carry_over(cycle, chosen, by=request.actor, at=request.now, version=version_of(request))

    return taken(
        request,
        form,
        perform,
        outcome=reverse("cycle", args=[year]),
        said=f"已将所选上年未完成事项结转到{cycle}，上年事项的状态和逾期记录不变。",
        refused=lambda refusal: _page(request, year, refusal),
    )


def _page(request: HouseRequest, year: int, refusal: Refusal | None = None) -> HttpResponse:
    cycle, today = drafted_year(request, year), request.actor.on
    carried = acts.carried_units(cycle)
    rows = [
        {
            "line": line,
            "number": line.work_item.year_plan.task.number,
            "url": line_url(line),
            "is_late": is_late(line.facts, today),
            "is_carried": line.unit_id in carried.get(line.work_item_id, ()),
        }
        for line in acts.unfinished_lines(cycle)
    ]
    context = {
        "cycle": cycle,
        "before": cycle.year - 1,
        "rows": rows,
        "may_carry": cycle.state in BEFORE_ISSUE and any(not row["is_carried"] for row in rows),
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": cycle_trail("结转上年未完成事项", cycle),
    }
    return render(request, "cycles/carry_over.html", context, status=refusal.status if refusal else 200)
