"""The pages on which a received paper is answered, or the office enters what came in or was signed on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import paper_services
from tasks_app.dashboards.signers import signers_of
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.paper_states import SERVICE_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.forms.paper_sheets import DecisionSheetForm
from tasks_app.forms.services import (
    ObjectionForm,
    ObjectionOnBehalfForm,
    ReceiptForm,
    ReplyForm,
    ReplyOnBehalfForm,
)
from tasks_app.models import PaperService
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.service_acts import TOLD
from tasks_app.presenters.services import crumbs_of
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken
from tasks_app.views.services import is_own, said_of, visible_service

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class _Filled:
    """An act with a form: what is typed, and the action that takes it."""

    act: str
    form: type[Form]
    perform: Callable[..., PaperService]
    initial: Callable[[PaperService], dict[str, Any]] = lambda thing: {}
    options: Callable[[PaperService, Actor], dict[str, Any]] = lambda thing, actor: {}


def _receipt(thing: PaperService, form: ReceiptForm, **told: Any) -> PaperService:
    return paper_services.receive_on_behalf(thing, **form.cleaned_data, calendar=working_calendar(), **told)


def _said(act: Callable[..., PaperService]) -> Callable[..., PaperService]:
    return lambda thing, form, **told: act(thing, form.said(), **told)


def _last_reply(thing: PaperService) -> dict[str, Any]:
    """What was answered before it was sent back, to be added to."""
    return {"text": thing.reply}


RECEIPT = _Filled("receive_on_behalf", ReceiptForm, _receipt)
REPLY = _Filled("reply", ReplyForm, _said(paper_services.reply), _last_reply)
REPLY_ON_BEHALF = _Filled("reply_on_behalf", ReplyOnBehalfForm, _said(paper_services.reply_on_behalf))
OBJECT = _Filled("object", ObjectionForm, _said(paper_services.object_to))
OBJECT_ON_BEHALF = _Filled("object_on_behalf", ObjectionOnBehalfForm, _said(paper_services.object_on_behalf))

# What was signed on paper, and the action that registers it (登记线下签批).
SIGNED: dict[str, Callable[..., PaperService]] = {
    "uphold": lambda thing, form, **told: paper_services.uphold(
        thing, answer=form.told, sheet=form.sheet(), calendar=working_calendar(), **told
    ),
    "lift": lambda thing, form, **told: paper_services.lift(thing, answer=form.told, sheet=form.sheet(), **told),
    "ask_again": lambda thing, form, **told: paper_services.ask_again(
        thing, reason=form.told, sheet=form.sheet(), calendar=working_calendar(), **told
    ),
    "close": lambda thing, form, **told: paper_services.close(thing, sheet=form.sheet(), **told),
}


@GET_OR_POST
def on_paper(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """登记线下签批, of one of the office's decisions."""
    door = f"{act}{ON_PAPER}"
    return _fill(
        request,
        pk,
        _Filled(
            door,
            DecisionSheetForm,
            SIGNED[act],
            options=lambda thing, actor: {
                "told": TOLD[act],
                "signers": signers_of(SERVICE_MACHINE, thing, door, actor.on),
            },
        ),
    )


@GET_OR_POST
def receive_on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """登记送达回执."""
    return _fill(request, pk, RECEIPT)


@GET_OR_POST
def reply(request: HouseRequest, pk: int) -> HttpResponse:
    """答复."""
    return _fill(request, pk, REPLY)


@GET_OR_POST
def reply_on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """代录答复."""
    return _fill(request, pk, REPLY_ON_BEHALF)


@GET_OR_POST
def object_to(request: HouseRequest, pk: int) -> HttpResponse:
    """情况说明／异议."""
    return _fill(request, pk, OBJECT)


@GET_OR_POST
def object_on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """代录情况说明或异议."""
    return _fill(request, pk, OBJECT_ON_BEHALF)


def _fill(request: HouseRequest, pk: int, filled: _Filled) -> HttpResponse:
    """The page of a form; who may is asked before anything else, and what was typed comes back with a refusal."""
    actor, at = request.actor, request.now
    thing = visible_service(request, pk)
    checks.require(actor, SERVICE_MACHINE[filled.act].verb, thing)
    options = filled.options(thing, actor)
    if request.method != "POST":
        SERVICE_MACHINE.step(filled.act, thing.state)
        return _page(request, thing, filled, filled.form(initial=filled.initial(thing), **options))
    form = filled.form(request.POST, request.FILES, **options)
    return taken(
        request,
        form,
        lambda: filled.perform(thing, form, by=actor, at=at, version=version_of(request)),
        outcome=reverse("service", args=[pk]),
        said=said_of(thing, filled.act),
        refused=lambda refusal: _page(request, visible_service(request, pk), filled, form, refusal),
    )


def _page(
    request: HouseRequest, thing: PaperService, filled: _Filled, form: Form, refusal: Refusal | None = None
) -> HttpResponse:
    verb = SERVICE_MACHINE[filled.act].label
    context = {
        "heading": verb,
        "about": f"{thing.unit_name}　{thing.paper.title}",
        "form": form,
        "version": thing.version,
        "back_url": reverse("service", args=[thing.pk]),
        "form_key": new_form_key(),
        "refusal": refusal,
        "has_lost_files": bool(request.FILES),
        "crumbs": crumbs_of(thing, is_own=is_own(request), here=verb),
    }
    return render(request, "services/form.html", context, status=refusal.status if refusal else 200)
