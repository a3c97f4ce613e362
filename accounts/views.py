"""Log in, log out, and choose which of one's posts to act in."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import LONGEST_NAME, LoginForm
from accounts.middleware import POST_KEY
from accounts.requests import HouseRequest

LOCKED = (
    "该登录名连续多次输错密码，已暂停登录 {minutes} 分钟，输对密码也须等待；请稍后再试，忘记密码请联系系统管理员重置。"
)
TOO_MANY_REQUESTS = 429


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class LoginView(auth_views.LoginView):
    """The door. Everything else asks for it by middleware."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


def locked_out(request: HouseRequest, response: HttpResponse, credentials: Mapping[str, str] | None) -> HttpResponse:
    """The door after too many wrong passwords: also the right one has to wait."""
    form = LoginForm(request, initial={"username": request.POST.get("username", "")[:LONGEST_NAME]})
    minutes = settings.AXES_COOLOFF_TIME.seconds // 60
    context = {"form": form, "next": request.POST.get("next", ""), "locked": LOCKED.format(minutes=minutes)}
    return render(request, "accounts/login.html", context, status=TOO_MANY_REQUESTS)


class LogoutView(auth_views.LogoutView):
    """Ends the session; only by POST."""

    next_page = "login"


@require_POST
def switch_post(request: HouseRequest, post_id: int) -> HttpResponse:
    """Act in another post of one's own; a post that is not one's own, or is over, changes nothing."""
    if any(post.pk == post_id for post in request.actor.posts):
        request.session[POST_KEY] = post_id
    return redirect("desk")
