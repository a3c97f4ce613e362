"""Auditors (审计查阅) are read-only, and each page they look at is kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.domain.access import Role

GetResponse = Callable[[HttpRequest], HttpResponse]
HTTP_OK = 200


class LookMiddleware:
    """Notes each page an auditor was shown."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponse:
        response = self.get_response(request)
        actor = request.actor
        if actor and actor.role == Role.AUDITOR and response.status_code == HTTP_OK:
            traces.note_look(actor, path=request.get_full_path(), at=request.now)
        return response
