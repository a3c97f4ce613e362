"""我的账号: one's own password, other sessions, and what happened to the account lately.

A password is never part of what is stored about a sent form, so these forms bear no key; twice is once anyway.
"""

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.keyed import in_groups
from accounts.models import SecurityNotice, User
from accounts.requests import HouseRequest
from accounts.second_factor import is_asked
from tasks_app.actions import accounts as keeping
from tasks_app.actions import activation, people, second_factors
from tasks_app.domain.refusals import Invalid, Stale
from tasks_app.forms.doors import ChangePasswordForm, CodeForm, PhoneForm
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.presenters.crumbs import trail
from tasks_app.views.acting import acting, new_form_key, version_of

LATEST = 10
RENEWED = "恢复码已更换，原有的全部作废。"
WRONG_OLD = "原密码不对，请核对后再填。"


@require_safe
def own_account(request: HouseRequest) -> HttpResponse:
    """The page of one's own account; it shows nothing secret."""
    return _page(request, ChangePasswordForm(user=_self(request)))


@sensitive_post_parameters()
@require_POST
def own_password(request: HouseRequest) -> HttpResponse:
    """修改密码. A wrong old one counts like one at the login: a session left open is no place to guess in."""
    user = _self(request)
    form = ChangePasswordForm(request.POST, user=user)
    if form.is_valid():
        if authenticate(request, username=user.username, password=form.cleaned_data["old"]) != user:
            form.add_error("old", WRONG_OLD)
        else:
            changed = activation.change_password(user, form.cleaned_data["password"], at=request.now)
            update_session_auth_hash(request, changed)
            messages.success(request, "密码已修改，其他设备上的登录已全部退出。")
            return redirect("own_account")
    return _page(request, form, status=422)


@never_cache
@sensitive_post_parameters()
@require_POST
def own_codes(request: HouseRequest) -> HttpResponse:
    """更换恢复码: a code of the phone, and the new ones are shown this once."""
    user, form = _self(request), CodeForm(request.POST)
    form.full_clean()
    try:
        codes = second_factors.renew_codes(user, form.cleaned_data.get("code", ""), at=request.now)
    except Invalid as refusal:
        add_faults(form, {} if form.errors else refusal.faults)
        return _page(request, ChangePasswordForm(user=user), code_form=form, status=422)
    shown = [in_groups(code, 5) for code in codes]
    context = {"codes": shown, "done": RENEWED, "leads_to": reverse("own_account")}
    return render(request, "accounts/recovery_codes.html", context)


@require_POST
def own_phone(request: HouseRequest) -> HttpResponse:
    """更改本人电话."""
    user, form = _self(request), PhoneForm(request.POST)
    try:
        with acting(request) as act:
            act.outcome = reverse("own_account")
            if not act.is_repeat:
                if not form.is_valid():
                    raise Invalid(faults_of(form))
                people.keep_own_phone(user, form.cleaned_data["phone"], at=request.now, version=version_of(request))
                messages.success(request, "电话已更改。")
    except (Invalid, Stale) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, {} if form.errors else refusal.faults)
        else:
            messages.warning(request, refusal.sentence)
        return _page(request, ChangePasswordForm(user=user), phone_form=form, status=refusal.status)
    return redirect("own_account")


@require_POST
def own_sessions_end(request: HouseRequest) -> HttpResponse:
    """退出其他登录: only this browser stays."""
    update_session_auth_hash(request, keeping.end_other_sessions(_self(request), at=request.now))
    messages.success(request, "其他设备和浏览器上的登录已全部退出，本次登录保留。")
    return redirect("own_account")


def _self(request: HouseRequest) -> User:
    """The person who is logged in, as this page names them: nobody comes here without a login."""
    user = request.actor.user
    if user is None:
        raise ValueError("the clock has no account")
    return user


def _page(
    request: HouseRequest,
    form: ChangePasswordForm,
    *,
    code_form: CodeForm | None = None,
    phone_form: PhoneForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = _self(request)
    factor = second_factors.bound(user)
    context = {
        "person": user,
        "posts": [post.label for post in request.actor.posts],
        "form": form,
        "code_form": code_form or CodeForm(),
        "phone_form": phone_form or PhoneForm(initial={"phone": user.phone}),
        "version": people.version_of(user),
        "form_key": new_form_key(),
        "needs_code": any(is_asked(post.role) for post in request.actor.posts),
        "factor": factor,
        "codes_left": factor.recovery_codes.filter(used_at__isnull=True).count() if factor else 0,
        "notices": SecurityNotice.objects.filter(user=user)[:LATEST],
        "crumbs": trail(here="我的账号"),
    }
    return render(request, "accounts/own.html", context, status=status)
