"""目标指标: what the plan promises in figures, how it stands, and what the office keeps of each target."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import targets as acts
from tasks_app.dashboards.targets import all_targets, siblings_of, targets_today
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow, Refusal
from tasks_app.forms.targets import KeepForm, ValueForm
from tasks_app.models import Target, TargetReading
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.plan_source import line_url, sentence_url
from tasks_app.presenters.target_list import target_list
from tasks_app.presenters.target_page import target_page, target_trail
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken
from tasks_app.views.paper_steps import told_by


@require_safe
def targets(request: HouseRequest) -> HttpResponse:
    """Every target with its state, narrowed by state, reporting unit and plan."""
    rows = targets_today(all_targets(), request.actor)
    page = target_list(rows, request.GET.dict())
    return render(request, "targets/list.html", {"page": page, "is_empty": not rows, "today": request.actor.on})


@require_safe
def target(request: HouseRequest, pk: int) -> HttpResponse:
    """One target: its sentence in the plan, its figures and their picture."""
    actor, row = request.actor, target_at(pk)
    [today] = targets_today([row], actor)
    histories = TargetReading.history.filter(id__in=[one.pk for one in today.readings]).order_by("-history_id")
    page = target_page(
        today,
        siblings_of(row),
        list(histories) if today.readings else (),
        actor,
        source_url=source_url(row),
    )
    return render(request, "targets/target.html", {"page": page, "crumbs": page.crumbs, "today": actor.on})


def target_at(pk: int) -> Target:
    """The target, open to everyone who can log in. Raises NotVisible where there is none."""
    row: Target = found(all_targets(), pk)
    return row


def source_url(row: Target) -> str:
    """Where its sentence stands in the source text of its plan, marked there; empty where the source is none."""
    of_measure = sentence_url(row.measure, row.sentence) if row.measure else ""
    return of_measure or line_url(row.plan_id, row.source_line, row.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HouseRequest, pk: int) -> HttpResponse:
    """The office names the reporting unit and the data day."""
    row = target_at(pk)
    stored = {"unit": row.reporting_unit_id, "month": row.data_month, "day": row.data_day}
    form = KeepForm(request.POST) if request.method == "POST" else KeepForm(initial=stored)
    said = f"已更新“{row.name}”的填报单位和数据发布日。"

    def perform() -> object:
        data = form.cleaned_data
        return acts.keep(row, **data, **told_by(request), version=version_of(request))

    return _kept(request, row, form, perform, title="填报单位和数据发布日", said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def value(request: HouseRequest, pk: int) -> HttpResponse:
    """The office enters the value that the province has set."""
    row = target_at(pk)
    stored = {"value": row.value, "basis": row.value_basis}
    form = ValueForm(request.POST) if request.method == "POST" else ValueForm(initial=stored)

    def perform() -> object:
        return acts.set_value(row, **form.cleaned_data, **told_by(request), version=version_of(request))

    if not row.set_by:
        checks.require(request.actor, Verb.KEEP_TARGETS, row)
        raise NotNow(acts.SET_BY_THE_PLAN)
    return _kept(request, row, form, perform, title="登记下达的目标值", said=f"已登记“{row.name}”的目标值。")


def _kept(
    request: HouseRequest, row: Target, form: Form, perform: Callable[[], object], *, title: str, said: str
) -> HttpResponse:
    checks.require(request.actor, Verb.KEEP_TARGETS, row)

    def refused(refusal: Refusal | None) -> HttpResponse:
        return form_page(request, row, form, title=title, button="保存", refusal=refusal)

    if request.method != "POST":
        return refused(None)
    return taken(request, form, perform, outcome=reverse("target", args=[row.pk]), said=said, refused=refused)


def form_page(
    request: HouseRequest,
    row: Target,
    form: Form,
    *,
    title: str,
    button: str,
    refusal: Refusal | None = None,
    version: int | None = None,
) -> HttpResponse:
    """A form about a target, with what it promises beside it."""
    name = f"{row.name}（{row.year}）" if row.year else row.name
    context = {
        "target": row,
        "form": form,
        "form_key": new_form_key(),
        "version": row.version if version is None else version,
        "title": title,
        "button": button,
        "refusal": refusal,
        "crumbs": target_trail((name, reverse("target", args=[row.pk])), here=title),
    }
    return render(request, "targets/form.html", context, status=refusal.status if refusal else 200)
