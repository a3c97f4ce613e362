"""Before the year is issued the office sets what an item asks for and by when (修订年度任务)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import cycles
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Busy, Invalid, NotNow, Stale
from tasks_app.forms.faults import add_faults
from tasks_app.forms.items import ItemForm
from tasks_app.models import WorkItem
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.cycles import cycle_trail
from tasks_app.presenters.plan_source import source_url
from tasks_app.views.acting import acting, new_form_key, version_of


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HouseRequest, pk: int) -> HttpResponse:
    """The form of a drafted item; an issued one is frozen, and says so."""
    actor = request.actor
    visible = WorkItem.objects.visible_to(actor).select_related("year_plan__cycle", "year_plan__task__plan")
    item = found(visible, pk)
    checks.require(actor, Verb.DRAFT_YEAR, item)
    if request.method != "POST":
        if not item.is_draft:
            raise NotNow(cycles.FROZEN)
        return _page(request, item, ItemForm(initial=ItemForm.of(item)))
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _page(request, item, form, status=Invalid.status)
    try:
        return _revised(request, item, form)
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return _page(request, item, form, status=refusal.status)
    except (Busy, Stale) as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, item, form, status=refusal.status)


def _revised(request: HouseRequest, item: WorkItem, form: ItemForm) -> HttpResponse:
    actor, now = request.actor, request.now
    with acting(request) as act:
        if not act.is_repeat:
            cycles.revise_item(item, by=actor, at=now, version=version_of(request), **form.cleaned_data)
            act.outcome = reverse("cycle", args=[item.year_plan.cycle.year])
            messages.success(request, f"已修订第 {item.year_plan.task.number} 项年度任务，印发后生效。")
    return redirect(act.outcome)


def _page(request: HouseRequest, item: WorkItem, form: ItemForm, status: int = 200) -> HttpResponse:
    task = item.year_plan.task
    context = {
        "item": item,
        "task": task,
        "source_url": source_url(task),
        "form": form,
        "form_key": new_form_key(),
        "version": item.version,
        "crumbs": cycle_trail(f"修订第 {task.number} 项"),
    }
    return render(request, "cycles/revise.html", context, status=status)
