"""Log in, log out, and choose which of one's posts to act in."""

from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import LoginForm
from accounts.middleware import POST_KEY


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class LoginView(auth_views.LoginView):
    """The door. Everything else asks for it by middleware."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class LogoutView(auth_views.LogoutView):
    """Ends the session; only by POST."""

    next_page = "login"


@require_POST
def switch_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Act in another post of one's own; a post that is not one's own, or is over, changes nothing."""
    if any(post.pk == post_id for post in request.actor.posts):  # type: ignore[attr-defined]
        request.session[POST_KEY] = post_id
    return redirect("desk")
