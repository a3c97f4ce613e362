"""Posts on a page (任职): giving one, taking one over, ending it, and leave from it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Leave, Unit, User
from accounts.requests import HouseRequest
from tasks_app.actions import appointments, leaves, posts
from tasks_app.actions import people as people_acts
from tasks_app.domain.access import Verb
from tasks_app.domain.access_words import refusal_of
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.people import EndLeaveForm, EndPostForm, PostForm, SucceedForm, WhoForm
from tasks_app.permissions.finding import found
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.keeping import keep
from tasks_app.views.paper_steps import told_by
from tasks_app.views.staff import (
    crumbs_of,
    leave_form,
    post_in_sight,
    posts_in_sight,
    roles_to_give,
    unit_in_sight,
    unit_page,
    unit_url,
    without_version,
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
        request, form, perform, unit, title="任职", action=reverse("post_new", args=[pk]), to=unit_url(unit)
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
        again=lambda refused: unit_page(request, post.unit, refused),
    )


@require_POST
def take_leave(request: HouseRequest, pk: int) -> HttpResponse:
    """休假."""
    post = post_in_sight(request, pk)
    leaves.require_may_enter(request.actor, post)
    return keep(
        request,
        f"leave-{pk}",
        leave_form(post, request.actor),
        lambda **told: leaves.take(post, **without_version(told)),
        said=f"已登记{post.user.full_name}休假。",
        to=unit_url(post.unit),
        again=lambda refused: unit_page(request, post.unit, refused),
    )


@require_POST
def end_leave(request: HouseRequest, pk: int) -> HttpResponse:
    """销假."""
    row = found(Leave.objects.filter(post__in=posts_in_sight(request)).select_related("post__user", "post__unit"), pk)
    leaves.require_may_enter(request.actor, row.post)
    return keep(
        request,
        f"end-leave-{pk}",
        EndLeaveForm,
        lambda **told: leaves.end(row, **told),
        said=f"已为{row.post.user.full_name}销假。",
        to=unit_url(row.post.unit),
        again=lambda refused: unit_page(request, row.post.unit, refused),
    )


def _sent(request: HouseRequest) -> Any:
    """What was sent, also where it was nothing; None on a first look."""
    return request.POST if request.method == "POST" else None


def _door(user: User) -> str:
    return "" if user.has_usable_password() else f"登录名 {user.username} 尚未开通登录，请联系系统管理员。"


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
