"""单位组: which units are members from when to when, and what the office may change about it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import GroupMembership, UnitGroup
from accounts.requests import HouseRequest
from tasks_app.actions import aliases as alias_acts
from tasks_app.actions import unit_groups as acts
from tasks_app.dashboards.groups import group_on, groups_on
from tasks_app.dashboards.units import history_of
from tasks_app.domain.access import Verb
from tasks_app.forms.units import AliasForm, BasisForm, EndForm, MemberForm
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.views.acting import new_form_key
from tasks_app.views.keeping import KeptAct, Refused, context_of, shown, status_of
from tasks_app.views.keeping import keep as kept

# What can be changed about a group.
ACTS: dict[str, KeptAct] = {
    "member": KeptAct("添加成员", MemberForm, acts.add_member, "已添加成员：{name}。"),
    "alias": KeptAct("添加别名", AliasForm, alias_acts.add, "已添加别名：{name}。"),
    "settle": KeptAct("核定成员名单", BasisForm, acts.settle, "已核定成员名单：{name}。"),
}


@require_safe
def groups(request: HouseRequest) -> HttpResponse:
    """All groups with their members of today; an empty one is a red doubt. The office's page."""
    checks.require(request.actor, Verb.KEEP_GROUPS)
    context = {
        "groups": groups_on(request.actor.on),
        "crumbs": trail(("设置与审计", reverse("settings")), here="单位组"),
    }
    return render(request, "units/groups.html", context)


@require_safe
def group(request: HouseRequest, pk: int) -> HttpResponse:
    """One group: its members with their days and ground, and what was changed by whom and why."""
    checks.require(request.actor, Verb.KEEP_GROUPS)
    return group_page(request, pk)


@require_POST
def keep(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """One change of a group."""
    checks.require(request.actor, Verb.KEEP_GROUPS)
    changed, asked = found(UnitGroup.objects.all(), pk), ACTS[act]
    return kept(
        request,
        act,
        asked.form,
        lambda **told: asked.perform(changed, **told),
        said=asked.said.format(name=changed.name),
        to=reverse("group", args=[pk]),
        again=lambda refused: group_page(request, pk, refused),
    )


@require_POST
def end_member(request: HouseRequest, pk: int) -> HttpResponse:
    """A unit leaves a group after a last day."""
    checks.require(request.actor, Verb.KEEP_GROUPS)
    row = found(GroupMembership.objects.select_related("group", "unit"), pk)
    return kept(
        request,
        f"leave-{pk}",
        EndForm,
        lambda **told: acts.end_member(row, **told),
        said=f"已登记退出：{row.unit.name}。",
        to=reverse("group", args=[row.group_id]),
        again=lambda refused: group_page(request, row.group_id, refused),
    )


def group_page(request: HouseRequest, pk: int, refused: Refused | None = None) -> HttpResponse:
    """The page of a group, with the form that was refused."""
    row = found(UnitGroup.objects.all(), pk)
    known = group_on(row, request.actor.on)
    context = {
        "kept": known,
        "members": [
            (member, shown(f"leave-{member.pk}", "退出", reverse("member_end", args=[member.pk]), EndForm, refused))
            for member in (*known.present, *known.others)
        ],
        "ending": [
            (alias, shown(f"end-{alias.pk}", "停用", reverse("alias_end", args=[alias.pk]), EndForm, refused))
            for alias in row.aliases.order_by("starts_on", "id")
        ],
        "forms": [
            shown(act, asked.label, reverse(f"group_{act}", args=[pk]), asked.form, refused)
            for act, asked in ACTS.items()
            if act != "settle" or row.is_provisional
        ],
        "history": history_of(row),
        "today": request.actor.on,
        "form_key": new_form_key(),
        "crumbs": trail(("设置与审计", reverse("settings")), ("单位组", reverse("groups")), here=row.name),
        **context_of(refused),
    }
    return render(request, "units/group.html", context, status=status_of(refused))
