"""Accounts (账号): who can log in, a link for whoever has no password or forgot it, and switching an account off."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import lock_outs
from accounts.models import Invitation, User
from accounts.requests import HouseRequest
from tasks_app.actions import accounts as keeping
from tasks_app.actions import activation, people
from tasks_app.dashboards.accounts import accounts_named, with_posts
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.domain.texts import on_one_line
from tasks_app.forms.doors import AccountForm, EmailForm
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.accounts import account_row, account_rows, acts_on, link_to_show
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.views.acting import acting, new_form_key, version_of

LONGEST_QUESTION = 64
TOLD_ALREADY = "链接已经发放，只显示一次；如果没有记下，请再发放一次。"


@require_safe
def accounts(request: HouseRequest) -> HttpResponse:
    """The accounts, narrowed by ``?q=`` to a login, a name or a unit."""
    actor = request.actor
    checks.require(actor, Verb.KEEP_ACCOUNTS)
    asked = on_one_line(request.GET.get("q", ""))[:LONGEST_QUESTION]
    known = accounts_named(asked, actor.on)
    context = {
        "rows": account_rows(known.users),
        "has_more": known.has_more,
        "locks": lock_outs.closed_names(at=request.now),
        "asked": asked,
        "crumbs": _trail("账号"),
    }
    return render(request, "accounts/list.html", context)


@require_safe
def account(request: HouseRequest, pk: int) -> HttpResponse:
    """One account, and what may be done about it."""
    return _page(request, _account(request, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """建立账号: without a password; the answer itself shows the link for its person, once."""
    checks.require(request.actor, Verb.KEEP_ACCOUNTS)
    form, link = AccountForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            with acting(request) as act:
                act.outcome = reverse("accounts")
                if not act.is_repeat:
                    link = keeping.open_account(form.account(), by=request.actor, at=request.now)
                    act.outcome = reverse("account", args=[link.user_id])
        except Invalid as refusal:
            add_faults(form, refusal.faults)
        else:
            return _shown_once(request, link, act.outcome)
    context = {"form": form, "form_key": new_form_key(), "crumbs": _trail("建立账号", ("账号", reverse("accounts")))}
    return render(request, "accounts/new.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
def reset(request: HouseRequest, pk: int) -> HttpResponse:
    """重置密码, or the first link: the answer itself shows it, once; the form sent again shows none."""
    user, link = _account(request, pk), None
    try:
        with acting(request) as act:
            act.outcome = reverse("account", args=[pk])
            if not act.is_repeat:
                link = activation.invite(user, by=request.actor, at=request.now)
    except NotNow as refusal:
        return _page(request, _account(request, pk), refusal=refusal)
    return _shown_once(request, link, act.outcome)


def _shown_once(request: HouseRequest, link: Invitation | None, leads_to: str) -> HttpResponse:
    """The page with the link; on the way back, where a form was sent twice, there is none to show."""
    if link is None:
        messages.warning(request, TOLD_ALREADY)
        return redirect(leads_to)
    return _page(request, _account(request, link.user_id), link=link)


@require_POST
def email(request: HouseRequest, pk: int) -> HttpResponse:
    """更改电子邮箱."""
    user, form = _account(request, pk), EmailForm(request.POST)
    try:
        with acting(request) as act:
            act.outcome = reverse("account", args=[pk])
            if not act.is_repeat:
                if not form.is_valid():
                    raise Invalid(faults_of(form))
                changed = people.change_email(
                    user, form.cleaned_data["email"], by=request.actor, at=request.now, version=version_of(request)
                )
                messages.success(request, f"已更改{changed.full_name}的电子邮箱，原邮箱和新邮箱都会收到提示。")
    except (Invalid, Stale) as refusal:
        add_faults(form, {} if form.errors or isinstance(refusal, Stale) else refusal.faults)
        told = refusal if isinstance(refusal, Stale) else None
        return _page(request, _account(request, pk), refusal=told, email_form=form, status=refusal.status)
    return redirect("account", pk)


@require_POST
def unlock(request: HouseRequest, pk: int) -> HttpResponse:
    """解除暂停登录."""
    return _switch(request, pk, keeping.unlock, "已解除{name}的暂停登录，可以立即登录。")


@require_POST
def deactivate(request: HouseRequest, pk: int) -> HttpResponse:
    """停用."""
    return _switch(request, pk, keeping.deactivate, "已停用{name}的账号，该人员不能再登录。")


@require_POST
def activate(request: HouseRequest, pk: int) -> HttpResponse:
    """启用."""
    return _switch(request, pk, keeping.activate, "已启用{name}的账号。")


def _switch(request: HouseRequest, pk: int, perform: Callable[..., User], told: str) -> HttpResponse:
    user = _account(request, pk)
    try:
        with acting(request) as act:
            act.outcome = reverse("account", args=[pk])
            if not act.is_repeat:
                perform(user, by=request.actor, at=request.now)
                messages.success(request, told.format(name=user.full_name))
    except NotNow as refusal:
        return _page(request, _account(request, pk), refusal=refusal)
    return redirect("account", pk)


def _account(request: HouseRequest, pk: int) -> User:
    """The account. Who may is asked first: nobody else learns which ids exist."""
    actor = request.actor
    checks.require(actor, Verb.KEEP_ACCOUNTS)
    return found(with_posts(actor.on), pk)


def _page(
    request: HouseRequest,
    user: User,
    *,
    link: Invitation | None = None,
    refusal: Refusal | None = None,
    email_form: EmailForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "email_form": email_form or EmailForm(initial={"email": user.email}),
        "version": people.version_of(user),
        "account": account_row(user),
        "acts": acts_on(user, request.actor, at=request.now),
        "locks": lock_outs.closed_names(at=request.now, username=user.username),
        "link": link_to_show(link) if link else None,
        "refusal": refusal,
        "form_key": new_form_key(),
        "crumbs": _trail(user.full_name, ("账号", reverse("accounts"))),
    }
    return render(request, "accounts/account.html", context, status=refusal.status if refusal else status)


def _trail(here: str, *steps: tuple[str, str]) -> tuple[Crumb, ...]:
    return trail(("设置与审计", reverse("settings")), *steps, here=here)
