"""The people of a unit (单位人员): who holds which post, and what whoever keeps it may do about it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actor import Actor
from accounts.models import Leave, Post, Role, Unit, User
from accounts.requests import HouseRequest
from tasks_app.actions import appointments, leaves, posts
from tasks_app.actions import people as people_acts
from tasks_app.dashboards import staff as boards
from tasks_app.domain.access import Verb
from tasks_app.domain.access_words import refusal_of
from tasks_app.domain.posts import keeping
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.people import ContactForm, EndLeaveForm, EndPostForm, LeaveForm, PostForm, SucceedForm, WhoForm
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.people import PostRow, appointment_rows, gap_rows, post_row, post_rows
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.keeping import Refused, context_of, keep, shown, status_of
from tasks_app.views.paper_steps import told_by


@require_safe
def unit_people(request: HouseRequest, pk: int) -> HttpResponse:
    """One unit: who is in post, who comes, who is away, who was before, and what waits for a countersign."""
    return _unit_page(request, unit_in_sight(request, pk))


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
        lambda **told: people_acts.amend(user, **_without_version(told)),
        said=f"已更改{user.full_name}的人员信息。",
        to=reverse("person", args=[pk]),
        again=lambda refused: _person_page(request, user, refused),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HouseRequest, pk: int) -> HttpResponse:
    """任职: a person known or new comes to a post; where two administrators give it, it is asked for."""
    unit = unit_in_sight(request, pk)
    roles = roles_to_give(request.actor, unit)
    if not roles:
        raise NotAllowed(refusal_of(Verb.KEEP_LIAISON))
    first = {"role": request.GET.get("role", ""), "starts_on": request.actor.on}
    form = PostForm(_sent(request), unit=unit, roles=roles, initial=first)

    def perform(**told: Any) -> str:
        role = form.cleaned_data["role"]
        user = form.cleaned_data["user"] or people_acts.found_or_entered(form.person(), role, unit, **told)
        if form.needs_countersign:
            asked = appointments.propose(form.wish(user), **told)
            return f"已申请：{asked}，由系统管理员会签后生效。"
        given = posts.give(form.wish(user), **told)
        return f"已任职：{given.user.full_name}，{given.label}。{_door(user)}"

    return _form_page(
        request, form, perform, unit, title="任职", action=reverse("post_new", args=[pk]), to=_unit_url(unit)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def succeed(request: HouseRequest, pk: int) -> HttpResponse:
    """接任: another person takes a post over, and then its work."""
    post = post_in_sight(request, pk)
    posts.require_keeper(request.actor, post.role, post)
    form = SucceedForm(_sent(request), unit=post.unit, initial={"starts_on": request.actor.on})

    def perform(**told: Any) -> str:
        user = form.cleaned_data["user"]
        user = user or people_acts.found_or_entered(form.person(), post.role, post.unit, **told)
        days = {name: form.cleaned_data[name] for name in ("starts_on", "basis")}
        posts.succeed(post, user, **days, version=version_of(request), **told)
        return f"{post.user.full_name}的{post.get_role_display()}由{user.full_name}接任，请移交在办工作。{_door(user)}"

    return _form_page(
        request,
        form,
        perform,
        post.unit,
        title=f"接任{post.user.full_name}的{post.get_role_display()}",
        action=reverse("post_succeed", args=[pk]),
        to=reverse("handover", args=[pk]),
        version=post.version,
    )


@require_POST
def end(request: HouseRequest, pk: int) -> HttpResponse:
    """离任; then the work is handed over."""
    post = post_in_sight(request, pk)
    posts.require_keeper(request.actor, post.role, post)
    return keep(
        request,
        f"end-{pk}",
        EndPostForm,
        lambda **told: posts.leave(post, **told),
        said=f"已登记{post.user.full_name}离任，请移交在办工作。",
        to=reverse("handover", args=[pk]),
        again=lambda refused: _unit_page(request, post.unit, refused),
    )


@require_POST
def take_leave(request: HouseRequest, pk: int) -> HttpResponse:
    """休假."""
    post = post_in_sight(request, pk)
    leaves.require_may_enter(request.actor, post)
    return keep(
        request,
        f"leave-{pk}",
        _leave_form(post, request.actor),
        lambda **told: leaves.take(post, **_without_version(told)),
        said=f"已登记{post.user.full_name}休假。",
        to=_unit_url(post.unit),
        again=lambda refused: _unit_page(request, post.unit, refused),
    )


@require_POST
def end_leave(request: HouseRequest, pk: int) -> HttpResponse:
    """销假."""
    row = found(Leave.objects.filter(post__in=_posts(request)).select_related("post__user", "post__unit"), pk)
    leaves.require_may_enter(request.actor, row.post)
    return keep(
        request,
        f"end-leave-{pk}",
        EndLeaveForm,
        lambda **told: leaves.end(row, **told),
        said=f"已为{row.post.user.full_name}销假。",
        to=_unit_url(row.post.unit),
        again=lambda refused: _unit_page(request, row.post.unit, refused),
    )


def unit_in_sight(request: HouseRequest, pk: int) -> Unit:
    """A unit whose people the actor sees. Raises NotAllowed or NotVisible."""
    _require_sight(request.actor)
    return found(boards.staffed_units(request.actor), pk)


def post_in_sight(request: HouseRequest, pk: int) -> Post:
    """A post of such a unit."""
    return found(_posts(request), pk)


def _posts(request: HouseRequest) -> Any:
    _require_sight(request.actor)
    return boards.posts_seen(request.actor)


def _person(request: HouseRequest, pk: int) -> User:
    _require_sight(request.actor)
    return found(boards.people_seen(request.actor), pk)


def _require_sight(actor: Actor) -> None:
    """Whoever sees no unit's people is told so before anything is looked up."""
    own = found(Unit.objects.all(), actor.unit_id) if actor.unit_id else None
    checks.require(actor, Verb.SEE_STAFF, own)


def roles_to_give(actor: Actor, unit: Unit) -> list[str]:
    """The roles of which this person may give posts in this unit, in the order of the table of roles."""
    return [role for role in Role.values if checks.can(actor, keeping(role), unit)]


def _sent(request: HouseRequest) -> Any:
    """What was sent, also where it was nothing; None on a first look."""
    return request.POST if request.method == "POST" else None


def _unit_url(unit: Unit) -> str:
    return reverse("unit_people", args=[unit.pk])


def _door(user: User) -> str:
    return "" if user.has_usable_password() else f"登录名 {user.username} 尚未开通登录，请联系系统管理员。"


def _without_version(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "version"}


def _leave_form(post: Post, actor: Actor) -> Callable[..., LeaveForm]:
    def made(*args: Any, **options: Any) -> LeaveForm:
        return LeaveForm(*args, colleagues=leaves.colleagues_of(post, actor.on), **options)

    return made


def _form_page(
    request: HouseRequest,
    form: WhoForm,
    perform: Callable[..., str],
    unit: Unit,
    *,
    title: str,
    action: str,
    to: str,
    version: int | None = None,
) -> HttpResponse:
    """A form of its own page: shown, or done and led on."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise Invalid(faults_of(form))
            with acting(request) as submission:
                if not submission.is_repeat:
                    messages.success(request, perform(**told_by(request)))
                    submission.outcome = to
            return redirect(submission.outcome)
        except (Invalid, NotNow, Stale) as refused:
            refusal = refused
            if isinstance(refused, Invalid):
                add_faults(form, {name: said for name, said in refused.faults.items() if name not in form.errors})
    context = {
        "form": form,
        "title": title,
        "unit": unit,
        "action": action,
        "version": version,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": crumbs_of(request.actor, unit, here=title),
    }
    return render(request, "people/appoint.html", context, status=refusal.status if refusal else 200)


def crumbs_of(actor: Actor, unit: Unit, *, here: str = "") -> tuple[Crumb, ...]:
    """Where a page about a unit's people stands: below 设置 for whoever has it, alone for a unit."""
    above = ()
    if checks.can(actor, Verb.SEE_PEOPLE):
        above = (("设置与审计", reverse("settings")), ("人员与任职", reverse("people")))
    name = f"{unit.name}人员"
    return trail(*above, (name, _unit_url(unit)), here=here) if here else trail(*above, here=name)


def _unit_page(request: HouseRequest, unit: Unit, refused: Refused | None = None) -> HttpResponse:
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
        made = _leave_form(post, actor)
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
