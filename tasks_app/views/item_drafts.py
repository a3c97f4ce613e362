"""Before the year is issued the office edits its items: 修订, 新增, 拆分, 删除, and their order."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import HouseRequest
from tasks_app.actions import item_drafts as acts
from tasks_app.actions.lines_of_issue import units_of
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow, Refusal, Stale
from tasks_app.domain.year_states import BEFORE_ISSUE
from tasks_app.forms.items import ItemForm, SplitForm
from tasks_app.models import Cycle, WorkItem, YearPlan
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.cycles import cycle_trail
from tasks_app.presenters.item_drafts import acts_on, stored_in
from tasks_app.presenters.plan_source import source_url
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _visible_item(request: HouseRequest, pk: int) -> WorkItem:
    visible = WorkItem.objects.visible_to(request.actor).select_related("year_plan__cycle", "year_plan__task__plan")
    item = found(visible, pk)
    checks.require(request.actor, Verb.DRAFT_YEAR, item)
    return item


@GET_OR_POST
def revise(request: HouseRequest, pk: int) -> HttpResponse:
    """The form of a drafted item; an issued one is frozen, and says so."""
    item = _visible_item(request, pk)
    units = units_of(item.year_plan.task_id, request.actor.on)
    if request.method != "POST":
        if not item.is_draft:
            raise NotNow(acts.FROZEN)
        return _item_page(request, item, ItemForm(initial=ItemForm.of(item), units=units))
    form = ItemForm(request.POST, units=units)

    def perform() -> None:
        words = vars(form.words())
        acts.revise_item(item, by=request.actor, at=request.now, version=version_of(request), **words)

    return taken(
        request,
        form,
        perform,
        outcome=_year_url(item),
        said=f"已修订第 {item.year_plan.task.number} 项年度任务，印发后生效。",
        refused=lambda refusal: _item_page(request, item, form, refusal),
    )


def _item_page(request: HouseRequest, item: WorkItem, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    task = item.year_plan.task
    context = {
        "item": item,
        "task": task,
        "heading": f"修订第 {task.number} 项年度任务",
        "verb": "保存修订",
        "action": reverse("item_revise", args=[item.pk]),
        "source_url": source_url(task),
        "form": form,
        "form_key": new_form_key(),
        "version": item.version,
        "acts": acts_on(item),
        "split_url": reverse("item_split", args=[item.pk]),
        "stored": stored_in(item) if isinstance(refusal, Stale) else [],
        "refusal": refusal,
        "crumbs": cycle_trail(f"修订第 {task.number} 项", item.year_plan.cycle),
    }
    return render(request, "cycles/revise.html", context, status=refusal.status if refusal else 200)


@GET_OR_POST
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """新增年度任务: one more item of the task whose year's plan this is."""
    actor = request.actor
    checks.require(actor, Verb.DRAFT_YEAR)
    plan = found(YearPlan.objects.select_related("cycle", "task__plan"), pk)
    if plan.cycle.state not in BEFORE_ISSUE:
        raise NotNow(acts.ISSUED.format(cycle=plan.cycle))
    first = {"planned_deadline": plan.cycle.item_due_on}
    units = units_of(plan.task_id, actor.on)
    form = ItemForm(request.POST, units=units) if request.method == "POST" else ItemForm(initial=first, units=units)
    if request.method != "POST":
        return _new_page(request, plan, form)
    return taken(
        request,
        form,
        lambda: acts.add_item(plan, form.words(), by=actor, at=request.now, version=version_of(request)),
        outcome=reverse("cycle", args=[plan.cycle.year]),
        said=f"已为第 {plan.task.number} 项重点任务新增一项年度任务。",
        refused=lambda refusal: _new_page(request, plan, form, refusal),
    )


def _new_page(request: HouseRequest, plan: YearPlan, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "task": plan.task,
        "heading": f"为第 {plan.task.number} 项新增年度任务",
        "verb": "新增年度任务",
        "action": reverse("item_new", args=[plan.pk]),
        "source_url": source_url(plan.task),
        "form": form,
        "form_key": new_form_key(),
        "version": Cycle.objects.get(pk=plan.cycle_id).version,
        "refusal": refusal,
        "crumbs": cycle_trail("新增年度任务", plan.cycle),
    }
    return render(request, "cycles/revise.html", context, status=refusal.status if refusal else 200)


@GET_OR_POST
def split(request: HouseRequest, pk: int) -> HttpResponse:
    """拆分: two items in place of one."""
    item = _visible_item(request, pk)
    if request.method != "POST":
        if not item.is_draft:
            raise NotNow(acts.FROZEN)
        return _split_page(request, item, SplitForm(initial=SplitForm.of(item)))
    form = SplitForm(request.POST)

    def perform() -> None:
        first, second = form.halves(item)
        acts.split_item(item, first, second, by=request.actor, at=request.now, version=version_of(request))

    return taken(
        request,
        form,
        perform,
        outcome=_year_url(item),
        said=f"已将第 {item.year_plan.task.number} 项的一项年度任务拆分为两项。",
        refused=lambda refusal: _split_page(request, item, form, refusal),
    )


def _split_page(request: HouseRequest, item: WorkItem, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "heading": "拆分年度任务",
        "about": f"第 {item.year_plan.task.number} 项　{item.title}",
        "form": form,
        "version": item.version,
        "back_url": reverse("item_revise", args=[item.pk]),
        "stored": stored_in(item) if isinstance(refusal, Stale) else [],
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": cycle_trail("拆分年度任务", item.year_plan.cycle),
    }
    return render(request, "services/form.html", context, status=refusal.status if refusal else 200)


@require_POST
def remove(request: HouseRequest, pk: int) -> HttpResponse:
    """删除 a drafted item; never the last of its task."""
    item = _visible_item(request, pk)
    told = f"已删除第 {item.year_plan.task.number} 项的年度任务“{item.title}”。"
    return _at_once(request, item, acts.remove_item, said=told)


@require_POST
def move(request: HouseRequest, pk: int, *, up: bool) -> HttpResponse:
    """上移 or 下移."""
    return _at_once(request, _visible_item(request, pk), acts.move_item, said="已调整顺序。", up=up)


def _at_once(
    request: HouseRequest, item: WorkItem, act: Callable[..., object], *, said: str, **more: object
) -> HttpResponse:
    units = units_of(item.year_plan.task_id, request.actor.on)

    def refused(refusal: Refusal) -> HttpResponse:
        fresh = found(WorkItem.objects.select_related("year_plan__cycle", "year_plan__task__plan"), item.pk)
        return _item_page(request, fresh, ItemForm(initial=ItemForm.of(fresh), units=units), refusal)

    return taken(
        request,
        Form(request.POST),
        lambda: act(item, by=request.actor, at=request.now, version=version_of(request), **more),
        outcome=_year_url(item),
        said=said,
        refused=refused,
    )


def _year_url(item: WorkItem) -> str:
    return reverse("cycle", args=[item.year_plan.cycle.year])
