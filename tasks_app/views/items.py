"""An item (年度任务): what is asked, the units' lines, what happened, and the one thing to do now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.item import ItemAsked, item_sheet, with_task
from tasks_app.dashboards.timeline import STEPS
from tasks_app.domain.refusals import Refusal
from tasks_app.forms.lines import HandOverForm, SignForm
from tasks_app.models import WorkItem
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.gathering import gathered
from tasks_app.presenters.items import item_page
from tasks_app.views.acting import new_form_key, number_in
from tasks_app.views.paging import moment_in


@require_safe
def item(request: HouseRequest, pk: int) -> HttpResponse:
    """The page; ``?line=17`` puts one line into the right column, ``?steps=all`` a longer timeline.

    ``?before=2026-03-02T09:00:00+08:00`` shows of it what is older.
    """
    return show_item(request, pk, focus=number_in(request.GET.get("line", "")))


def show_item(
    request: HouseRequest,
    pk: int,
    *,
    focus: int | None = None,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    sign_form: SignForm | None = None,
    hand_over_form: HandOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The item's page, also as the answer to an act that was refused: then it keeps what was typed."""
    actor = request.actor
    first = ItemAsked(pk, actor)
    thing = found(with_task(WorkItem.objects.visible_to(actor)), pk, *first.all)
    task, plans = thing.year_plan.task, {plan.pk: plan for plan in year_on(request).plans}
    task.plan = plans.get(task.plan_id) or task.plan
    want = request.GET.get("timeline", "")
    sheet = item_sheet(
        thing,
        first,
        actor=actor,
        on=actor.on,
        focus=focus,
        all_steps=request.GET.get("steps") == "all",
        want=want if want in STEPS else "",
        before=moment_in(request.GET.get("before", "")),
    )
    page = item_page(sheet, actor, typed, at=request.now)
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "sign_form": sign_form or SignForm(),
        "hand_over_form": hand_over_form or HandOverForm(initial=page.handler, auto_id="id_over_%s"),
        "gathered": gathered(sheet, actor),
        "form_key": new_form_key(),
        "refusal": refusal,
    }
    return render(request, "items/item.html", context, status=refusal.status if refusal else status)
