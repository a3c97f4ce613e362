"""Every request gets its Actor here; a session that was left alone ends here."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from accounts.actor import Actor
from accounts.requests import HouseRequest
from accounts.second_factor import is_asked, is_proved

POST_KEY = "post_id"
SEEN_KEY = "seen_at"
SEEN_STEP_SECONDS = 60
CODE_FIRST = "该岗位须先输入动态口令，刚才提交的内容没有办理。"
SESSION_OVER = "登录已过期，刚才提交的内容没有办理。请重新登录，再用浏览器的“后退”回到填写的页面，文字仍在。"

GetResponse = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class IdleLogoutMiddleware:
    """Ends a session in which nothing was done for ``SESSION_IDLE_SECONDS``.

    The moment is noted at most once a minute, so that reading pages does not write the session each time.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            seen = request.session.get(SEEN_KEY, now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen >= SEEN_STEP_SECONDS or SEEN_KEY not in request.session:
                request.session[SEEN_KEY] = now
        return self.get_response(request)


class DoorMiddleware(LoginRequiredMiddleware):
    """Everything asks for a login; a form that was sent after the session had ended gets a sentence.

    It leads to the desk, never back to its own address: most of those only take forms and would answer 405.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """The way to the door, for people who only look as for those who wanted to do something."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(request, SESSION_OVER)
        return redirect("login")


class ActorMiddleware:
    """Reads the posts in force at each request, so that a changed post is obeyed by the very next click.

    A post that needs a code (``accounts.second_factor``) is not worn before one was given in this session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponse:
        request.now = timezone.now()
        if request.user.is_authenticated:
            today = timezone.localdate(request.now)
            wearing = request.session.get(POST_KEY)
            actor = Actor.of(request.user, today, wearing=wearing)
            request.waits_for_code = is_asked(actor.role) and not is_proved(request.session, request.user)
            request.actor = replace(actor, post=None, acting_for=None, group=None) if request.waits_for_code else actor
        else:
            request.actor = None  # type: ignore[assignment]  # a stranger, on the pages open to strangers
        return self.get_response(request)

    def process_view(
        self, request: HouseRequest, view_func: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseRedirect | None:
        """Leads whoever owes a code to the page that asks for it, from everywhere but the doors themselves."""
        if not getattr(request, "waits_for_code", False) or getattr(view_func, "is_before_code", False):
            return None
        if request.method not in ("GET", "HEAD"):
            messages.warning(request, CODE_FIRST)
        return redirect("second_factor")


def before_code(view: View) -> View:
    """Marks a view that is open to whoever owes a code: the one that asks for it, and the ways out."""
    view.is_before_code = True  # type: ignore[attr-defined]
    return view
