"""What tests of received papers do again and again: addresses, sending the form of an act, an objection."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.actor import Actor
from tasks_app.actions import paper_services
from tasks_app.actions.paper_services import Said
from tasks_app.models import PaperService
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker

SERVED_DAY = moment("2026-12-09 16:00")
IN_TIME = moment("2026-12-11 10:00")
TOO_LATE = moment("2026-12-22 10:00")
RECEIVED = "/papers/received/"
OBJECTION = Said("上级方案未出台。")


def url(service: PaperService, act: str = "") -> str:
    return reverse(f"service_{act}" if act else "service", args=[service.pk])


def send(actor: Actor, service: PaperService, act: str, at: Any = IN_TIME, **fields: Any) -> HttpResponse:
    """Sends the form of an act from the page that shows the stored version."""
    version = PaperService.objects.get(pk=service.pk).version
    return Walker(actor, at).post(url(service, act), **{"version": version, **fields})


def objected(house: House, service: PaperService) -> PaperService:
    liaison = factories.actor(house.commerce.liaison.own_post, IN_TIME)
    return paper_services.object_to(service, OBJECTION, by=liaison, at=IN_TIME)


def state_of(service: PaperService) -> str:
    return PaperService.objects.get(pk=service.pk).state
