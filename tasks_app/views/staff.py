"""The people of a unit (单位人员): who holds which post, and what whoever keeps it may do about it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.models import Post, Role, Unit, User
from accounts.requests import HouseRequest
from tasks_app.actions import leaves
from tasks_app.actions import people as people_acts
from tasks_app.dashboards import staff as boards
from tasks_app.domain.access import Verb
from tasks_app.domain.posts import keeping
from tasks_app.domain.refusals import NotAllowed
from tasks_app.forms.people import ContactForm, EndLeaveForm, EndPostForm, LeaveForm
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.people import PostRow, appointment_rows, gap_rows, post_row, post_rows
from tasks_app.views.acting import new_form_key
from tasks_app.views.keeping import Refused, context_of, keep, shown, status_of


@require_safe
def unit_people(request: HouseRequest, pk: int) -> HttpResponse:
    """One unit: who is in post, who comes, who is away, who was before, and what waits for a countersign."""
    return unit_page(request, unit_in_sight(request, pk))


@require_safe
def person(request: HouseRequest, pk: int) -> HttpResponse:
    """One person: how to reach them, their posts, and what was changed by whom and why."""
    return _person_page(request, _person(request, pk))


@require_POST
def amend(request: HouseRequest, pk: int) -> HttpResponse:
    """更改人员信息."""
    user = _person(request, pk)
    people_acts.require_may_amend(request.actor, user)
    return keep(
        request,
        "amend",
        ContactForm,
        lambda **told: people_acts.amend(user, **told),
        said=f"已更改{user.full_name}的人员信息。",
        to=reverse("person", args=[pk]),
        again=lambda refused: _person_page(request, user, refused),
    )


def unit_in_sight(request: HouseRequest, pk: int) -> Unit:
    """A unit whose people the actor sees. Raises NotAllowed or NotVisible."""
    _require_sight(request.actor)
    return found(boards.staffed_units(request.actor), pk)


def post_in_sight(request: HouseRequest, pk: int) -> Post:
    """A post of such a unit."""
    return found(posts_in_sight(request), pk)


def posts_in_sight(request: HouseRequest) -> "QuerySet[Post]":
    """All posts of such units."""
    _require_sight(request.actor)
    return boards.posts_seen(request.actor)


def _person(request: HouseRequest, pk: int) -> User:
    _require_sight(request.actor)
    return found(boards.people_seen(request.actor), pk)


def _require_sight(actor: Actor) -> None:
    """Whoever sees no unit's people is told so before anything is looked up."""
    checks.require(actor, Verb.SEE_STAFF, own_unit(actor))


def own_unit(actor: Actor) -> Unit | None:
    """The unit of the post that is worn."""
    return actor.post.unit if actor.post else None


def roles_to_give(actor: Actor, unit: Unit) -> list[str]:
    """The roles of which this person may give posts in this unit, in the order of the table of roles."""
    return [role for role in Role.values if checks.can(actor, keeping(role), unit)]


def unit_url(unit: Unit) -> str:
    """The page of a unit's people."""
    return reverse("unit_people", args=[unit.pk])


def without_version(told: dict[str, Any]) -> dict[str, Any]:
    """What an act is told that changes no row of a version."""
    return {name: value for name, value in told.items() if name != "version"}


def leave_form(post: Post, actor: Actor) -> Callable[..., LeaveForm]:
    """The form of a leave from this post, with those who could stand in."""

    def made(*args: Any, **options: Any) -> LeaveForm:
        return LeaveForm(*args, colleagues=leaves.colleagues_of(post, actor.on), **options)

    return made


def crumbs_of(actor: Actor, unit: Unit, *, here: str = "") -> tuple[Crumb, ...]:
    """Where a page about a unit's people stands: below 设置 for whoever has it, alone for a unit."""
    above: tuple[tuple[str, str], ...] = ()
    if checks.can(actor, Verb.SEE_PEOPLE):
        above = (("设置与审计", reverse("settings")), ("人员与任职", reverse("people")))
    name = f"{unit.name}人员"
    return trail(*above, (name, unit_url(unit)), here=here) if here else trail(*above, here=name)


def unit_page(request: HouseRequest, unit: Unit, refused: Refused | None = None) -> HttpResponse:
    """The page of a unit's people, with the form that was refused."""
    actor = request.actor
    read = boards.staff_of(unit, actor.on, working_calendar())
    context = {
        "unit": unit,
        "gaps": gap_rows(read.gaps),
        "present": _with_forms(read.present, actor, refused),
        "coming": _with_forms(read.coming, actor, refused),
        "former": post_rows(read.former, actor),
        "asked": appointment_rows(read.asked, actor),
        "may_appoint": bool(roles_to_give(actor, unit)),
        "form_key": new_form_key(),
        "crumbs": crumbs_of(actor, unit),
        **context_of(refused),
    }
    return render(request, "people/unit.html", context, status=status_of(refused))


def _with_forms(held: Iterable[Post], actor: Actor, refused: Refused | None) -> list[tuple[PostRow, list[Any]]]:
    return [(row, _forms_of(row, post, actor, refused)) for post in held for row in [post_row(post, actor)]]


def _forms_of(row: PostRow, post: Post, actor: Actor, refused: Refused | None) -> list[Any]:
    """The small forms beside a post: 离任, 休假, and 销假 of each leave."""
    forms: list[Any] = []
    first = {"starts_on": actor.on, "last_day": actor.on}
    if row.may_leave:
        url = reverse("leave_new", args=[row.pk])
        made = leave_form(post, actor)
        forms.append((row.version, shown(f"leave-{row.pk}", "登记休假", url, made, refused, **first)))
        for leave in row.leaves:
            url, name = reverse("leave_end", args=[leave.pk]), f"end-leave-{leave.pk}"
            forms.append((leave.version, shown(name, "销假", url, EndLeaveForm, refused, **first)))
    if row.may_keep:
        url = reverse("post_end", args=[row.pk])
        forms.append((row.version, shown(f"end-{row.pk}", "离任", url, EndPostForm, refused, **first)))
    return forms


def _person_page(request: HouseRequest, user: User, refused: Refused | None = None) -> HttpResponse:
    actor = request.actor
    held = boards.posts_of(user, actor)
    first = {name: getattr(user, name) for name in ("full_name", "phone", "email")}
    form = None
    if _may_amend(actor, user):
        form = shown("amend", "更改人员信息", reverse("person_amend", args=[user.pk]), ContactForm, refused, **first)
    unit = held[0].unit if held else None
    context = {
        "person": user,
        "form": form,
        "version": people_acts.version_of(user),
        "posts": post_rows(held, actor),
        "history": boards.history_of(user) if checks.can(actor, Verb.SEE_PEOPLE) else (),
        "form_key": new_form_key(),
        "crumbs": crumbs_of(actor, unit, here=user.full_name) if unit else trail(here=user.full_name),
        **context_of(refused),
    }
    return render(request, "people/person.html", context, status=status_of(refused))


def _may_amend(actor: Actor, user: User) -> bool:
    try:
        people_acts.require_may_amend(actor, user)
    except NotAllowed:
        return False
    return True
