"""单位名录: all units, one unit with its names and history, and what the office may change about it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Unit
from accounts.requests import HouseRequest
from tasks_app.actions import aliases as alias_acts
from tasks_app.actions import units as acts
from tasks_app.dashboards.units import history_of, kept_unit, units_on, with_names
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.forms.faults import add_faults
from tasks_app.forms.units import AliasForm, BasisForm, EndForm, HostForm, KindForm, UnitForm
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.units import kinds_of, name_rows
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.keeping import KeepingForm, KeptAct, Refused, context_of, shown, status_of
from tasks_app.views.keeping import keep as kept
from tasks_app.views.paper_steps import told_by

# What can be changed about a unit.
ACTS: dict[str, KeptAct] = {
    "alias": KeptAct("添加别名", AliasForm, alias_acts.add, "已添加别名：{name}。"),
    "kind": KeptAct("更改类别", KindForm, acts.change_kind, "已更改类别：{name}。"),
    "host": KeptAct("更改“设在”", HostForm, acts.seat, "已更改“设在”：{name}。"),
    "settle": KeptAct("核定", BasisForm, acts.settle, "已核定：{name}。"),
}


@require_safe
def units(request: HouseRequest) -> HttpResponse:
    """All units by kind and in their order. The office's page."""
    checks.require(request.actor, Verb.KEEP_UNITS)
    known = units_on(request.actor.on)
    context = {
        "kinds": kinds_of(known),
        "count": len(known),
        "provisional": sum(one.unit.is_provisional for one in known),
        "crumbs": trail(("设置与审计", reverse("settings")), here="单位名录"),
    }
    return render(request, "units/units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """Sets up a unit by hand."""
    checks.require(request.actor, Verb.KEEP_UNITS)
    if request.method != "POST":
        return _form_page(request, UnitForm())
    form = UnitForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            if not submission.is_repeat:
                added = acts.set_up(form.wish(), **told_by(request))
                submission.outcome = reverse("unit", args=[added.pk])
    except (Invalid, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, refusal.faults)
        return _form_page(request, form, refusal)
    return redirect(submission.outcome)


@require_safe
def unit(request: HouseRequest, pk: int) -> HttpResponse:
    """One unit: names with their days, aliases, kind, host, who reports, and what was changed by whom and why."""
    checks.require(request.actor, Verb.KEEP_UNITS)
    return unit_page(request, pk)


@require_POST
def keep(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """One change of a unit."""
    checks.require(request.actor, Verb.KEEP_UNITS)
    changed, asked = found(Unit.objects.all(), pk), ACTS[act]
    return kept(
        request,
        act,
        asked.form,
        lambda **told: asked.perform(changed, **told),
        said=asked.said.format(name=changed.name),
        to=reverse("unit", args=[pk]),
        again=lambda refused: unit_page(request, pk, refused),
    )


def unit_page(request: HouseRequest, pk: int, refused: Refused | None = None) -> HttpResponse:
    """The page of a unit, with the form that was refused."""
    actor = request.actor
    row = found(with_names(), pk)
    posts = row.posts.in_force(actor.on).select_related("user").order_by("role", "id")
    context = {
        "kept": kept_unit(row, actor.on, posts),
        "names": name_rows(row.names.all()),
        "forms": _forms(row, refused),
        "ending": [
            (alias, shown(f"end-{alias.pk}", "停用", reverse("alias_end", args=[alias.pk]), EndForm, refused))
            for alias in row.aliases.all()
        ],
        "history": history_of(row),
        "form_key": new_form_key(),
        "crumbs": trail(("设置与审计", reverse("settings")), ("单位名录", reverse("units")), here=row.name),
        **context_of(refused),
    }
    return render(request, "units/unit.html", context, status=status_of(refused))


def _forms(row: Unit, refused: Refused | None) -> list[KeepingForm]:
    first: dict[str, dict[str, object]] = {"kind": {"kind": row.kind}, "host": {"hosted_by": row.hosted_by_id}}
    return [
        shown(act, asked.label, reverse(f"unit_{act}", args=[row.pk]), asked.form, refused, **first.get(act, {}))
        for act, asked in ACTS.items()
        if act != "settle" or row.is_provisional
    ]


def _form_page(request: HouseRequest, form: UnitForm, refusal: Invalid | NotNow | None = None) -> HttpResponse:
    form.initial.setdefault("starts_on", timezone.localdate(request.now))
    context = {
        "form": form,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": trail(("设置与审计", reverse("settings")), ("单位名录", reverse("units")), here="新增单位"),
    }
    return render(request, "units/form.html", context, status=refusal.status if refusal else 200)
