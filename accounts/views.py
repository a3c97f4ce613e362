"""Log in, log out, and choose which of one's posts to act in."""

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import entering, lock_outs
from accounts.actor import Actor
from accounts.addresses import client_address
from accounts.forms import LONGEST_NAME, LoginForm
from accounts.middleware import POST_KEY, before_code
from accounts.requests import HouseRequest
from accounts.second_factor import is_asked

LOCKED = (
    "该登录名连续多次输错密码，已暂停登录 {minutes} 分钟（至 {until:%H:%M}），输对密码也须等待；"
    "请到时再试，忘记密码请联系系统管理员，也可由其提前解除。"
)
# Of a moment within a minute the end of that minute is named.
A_MINUTE = timedelta(seconds=59)
TOO_MANY_REQUESTS = 429


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class LoginView(auth_views.LoginView):
    """The door. Everything else asks for it by middleware."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    request: HouseRequest

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password was right: in, or first to the page that asks for the code."""
        user, leads_to = form.get_user(), self.get_success_url()
        role = Actor.of(user, timezone.localdate(self.request.now)).role
        if is_asked(role):
            entering.hold(self.request, user, leads_to=leads_to)
            return redirect("second_factor")
        entering.enter(self.request, user)
        return redirect(leads_to)


def locked_out(request: HouseRequest, response: HttpResponse, credentials: Mapping[str, str] | None) -> HttpResponse:
    """The door after too many wrong passwords: also the right one has to wait."""
    form = LoginForm(request, initial={"username": request.POST.get("username", "")[:LONGEST_NAME]})
    until = lock_outs.until(form.initial["username"], client_address(request), at=request.now)
    minutes = max(1, round((until - request.now).total_seconds() / 60))
    locked = LOCKED.format(minutes=minutes, until=timezone.localtime(until) + A_MINUTE)
    context = {"form": form, "next": request.POST.get("next", ""), "locked": locked}
    return render(request, "accounts/login.html", context, status=TOO_MANY_REQUESTS)


@method_decorator(before_code, name="dispatch")
class LogoutView(auth_views.LogoutView):
    """Ends the session; only by POST."""

    next_page = "login"


@before_code
@require_POST
def switch_post(request: HouseRequest, post_id: int) -> HttpResponse:
    """Act in another post of one's own; a post that is not one's own, or is over, changes nothing."""
    if any(post.pk == post_id for post in request.actor.posts):
        request.session[POST_KEY] = post_id
    return redirect("desk")
