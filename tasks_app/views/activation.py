"""Before one has a password: the page of a one-time link (激活), and the one that asks for such a link (忘记密码).

Nothing here is kept by its form key: a password must not be part of what is stored, and a link works once anyway.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from accounts.middleware import before_code
from accounts.models import Invitation
from accounts.requests import HouseRequest
from tasks_app.actions import activation
from tasks_app.actions.activation import LINK_OVER
from tasks_app.domain.refusals import NotNow
from tasks_app.forms.doors import ForgottenForm, LinkCodeForm, NewPasswordForm

LINK_KEY = "link"
GONE = 410
DONE = "密码已设置，请登录。"
ASKED = (
    "如果这个登录名存在并登记了电子邮箱，链接已经发出，1 小时内有效；没有收到的，请联系系统管理员。"
    "为安全起见，这里不说明登录名是否存在。"
)


@login_not_required
@before_code
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HouseRequest) -> HttpResponse:
    """设置密码 by a link. The code moves from the address into the session at once, so that no history keeps it."""
    code = request.POST.get("code") if request.method == "POST" else request.GET.get("code")
    if code is not None:
        return _opened(request, code)
    digest = request.session.get(LINK_KEY)
    if digest is None:
        return render(request, "accounts/activate_code.html", {"form": LinkCodeForm()})
    link = activation.link_by(digest, at=request.now)
    if link is None:
        return _over(request)
    return _asked_for_password(request, link)


def _opened(request: HouseRequest, code: str) -> HttpResponse:
    """The code as it was clicked or typed: on to the password, or the one answer to whatever does not work."""
    if not code.strip():
        form = LinkCodeForm({"code": ""})
        return render(request, "accounts/activate_code.html", {"form": form}, status=422)
    digest = activation.digest_of_typed(code)
    if activation.link_by(digest, at=request.now) is None:
        return _over(request)
    request.session[LINK_KEY] = digest
    return redirect("activate")


def _asked_for_password(request: HouseRequest, link: Invitation) -> HttpResponse:
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=link.user)
    if form.is_valid():
        try:
            activation.set_password(link, form.cleaned_data["password"], at=request.now)
        except NotNow:
            return _over(request)
        request.session.pop(LINK_KEY, None)
        messages.success(request, DONE)
        return redirect("login")
    context = {"form": form, "person": link.user}
    return render(request, "accounts/activate.html", context, status=422 if form.errors else 200)


def _over(request: HouseRequest) -> HttpResponse:
    request.session.pop(LINK_KEY, None)
    return render(request, "accounts/activate_over.html", {"sentence": LINK_OVER}, status=GONE)


@login_not_required
@before_code
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HouseRequest) -> HttpResponse:
    """忘记密码: one answer, whatever was asked."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    asked = ""
    if form.is_valid():
        activation.ask(form.cleaned_data["username"], address=client_address(request), at=request.now)
        asked, form = ASKED, ForgottenForm()
    context = {"form": form, "asked": asked}
    return render(request, "accounts/forgotten.html", context, status=422 if form.errors else 200)
