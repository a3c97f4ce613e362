"""Turns a refusal into a page: the sentence, the right status, and a trace where somebody tried a closed door."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tasks_app.actions import traces
from tasks_app.domain.refusals import Invalid, NotAllowed, NotVisible, Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Catches every :class:`Refusal` a view lets through. Forms that keep what was typed catch their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; anything else is left to Django."""
        if not isinstance(exception, Refusal):
            return None
        if _is_a_closed_door(request, exception):
            traces.note_denial(
                request.actor,  # type: ignore[attr-defined]
                method=request.method or "",
                path=request.path,
                sentence=exception.sentence,
                at=request.now,  # type: ignore[attr-defined]
            )
        faults = exception.faults if isinstance(exception, Invalid) else None
        context = {"sentence": exception.sentence, "status": exception.status, "faults": faults}
        return render(request, "errors/refusal.html", context, status=exception.status)


def _is_a_closed_door(request: HttpRequest, refusal: Refusal) -> bool:
    """A click on what one may not do, or a POST to what one may not see; a mistyped address is neither."""
    return isinstance(refusal, NotAllowed) or (isinstance(refusal, NotVisible) and request.method == "POST")
