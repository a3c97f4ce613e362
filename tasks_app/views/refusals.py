"""Turns a refusal into a page: the sentence, the right status, and a trace where somebody tried a closed door."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.domain.refusals import Invalid, NotAllowed, NotVisible, Refusal
from tasks_app.views.contention import is_contention, may_try_again, overloaded, try_again
from tasks_app.views.repeats import SAID_NO, repeated

logger = logging.getLogger(__name__)

ONLY_FORMS = "这个地址只接收表单，不能直接打开。如果刚刚重新登录，请从工作台进入，再办理一次。"

TOO_LARGE = (
    "填写的文字合计超过 {megabytes:g} MB 的上限，没有办理任何事项。请用浏览器的“后退”回到填写的页面，文字仍在；"
    "删减后再提交，大段材料请作为附件上传。"
)
CONTENT_TOO_LARGE = 413
MEGABYTE = 1024 * 1024

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Catches every :class:`Refusal` a view lets through. Forms that keep what was typed catch their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed):
            return _only_forms(request, response["Allow"])
        return (repeated(request) if response.status_code in SAID_NO else None) or response

    def process_exception(self, request: HouseRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal, or the view's second try; anything else is left to Django."""
        if may_try_again(request, exception):
            return self._second_try(request)
        if is_contention(exception):
            logger.warning("the database gave way", exc_info=exception)
            exception = overloaded(request)
        if not isinstance(exception, Refusal):
            return None
        if again := repeated(request):
            return again
        if _is_a_closed_door(request, exception):
            traces.note_denial(
                request.actor,
                method=request.method or "",
                path=request.path,
                sentence=exception.sentence,
                at=request.now,
            )
        faults = exception.faults if isinstance(exception, Invalid) else None
        context = {"sentence": exception.sentence, "status": exception.status, "faults": faults}
        return render(request, "errors/refusal.html", context, status=exception.status)

    def _second_try(self, request: HouseRequest) -> HttpResponse:
        """What the view answers now; what it raises now is answered like the first time, but not tried again."""
        try:
            return try_again(request)
        except Exception as fault:
            answer = self.process_exception(request, fault)
            if answer is None:
                raise
            return answer


def _only_forms(request: HouseRequest, allowed: str) -> HttpResponse:
    """For an address that only takes forms: people land there who log in again after their session ran out."""
    status = HttpResponseNotAllowed.status_code
    page = render(request, "errors/refusal.html", {"sentence": ONLY_FORMS, "status": status}, status=status)
    page["Allow"] = allowed
    return page


def _is_a_closed_door(request: HouseRequest, refusal: Refusal) -> bool:
    """A click on what one may not do, or a POST to what one may not see; a mistyped address is neither."""
    return isinstance(refusal, NotAllowed) or (isinstance(refusal, NotVisible) and request.method == "POST")


def bad_request(request: HouseRequest, exception: Exception) -> HttpResponse:
    """Django's answer to what it cannot read; words beyond its limit get a sentence that names the limit.

    The page is drawn without the request: whatever reads the form again would fail again.
    """
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    sentence = TOO_LARGE.format(megabytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE / MEGABYTE)
    context = {"sentence": sentence, "status": CONTENT_TOO_LARGE}
    return HttpResponse(render_to_string("errors/refusal.html", context), status=CONTENT_TOO_LARGE)
