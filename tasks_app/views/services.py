"""A received paper (来文): the unit's list, the page, and the acts that need no page of their own."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import paper_services
from tasks_app.dashboards.received import pressing, settled
from tasks_app.dashboards.service import FOR_PAGE, service_sheet
from tasks_app.domain.access import UNIT_ROLES, Verb, rights_of
from tasks_app.domain.access_words import refusal_of
from tasks_app.domain.paper_states import SERVICE_MACHINE
from tasks_app.domain.refusals import NotAllowed, Refusal
from tasks_app.forms.lines import ReasonForm
from tasks_app.models import PaperService
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.received import SETTLED, received_chips, received_rows
from tasks_app.presenters.service_acts import cancelling, service_now
from tasks_app.presenters.services import service_page
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken
from tasks_app.views.paging import LATEST_SERVED_FIRST, MOST_URGENT_FIRST, page_of

RECENT = 10
# What a page says was done, where the verb alone does not say it.
SAID = {"uphold": "已维持本件并答复", "lift": "已采纳意见并办结"}
Perform = Callable[..., PaperService]


@require_safe
def received(request: HouseRequest) -> HttpResponse:
    """What the unit has to sign for or to answer, then what it did lately; ``?show=settled`` shows all it did."""
    actor: Actor = request.actor
    if not rights_of(actor.role, Verb.RECEIVE_PAPER):
        raise NotAllowed(refusal_of(Verb.RECEIVE_PAPER))
    show = SETTLED if request.GET.get("show") == SETTLED else ""
    order = LATEST_SERVED_FIRST if show else MOST_URGENT_FIRST
    pager = page_of(settled(actor) if show else pressing(actor), request, order=order, counted="件")
    is_last = not show and pager.next_url is None
    recent = list(settled(actor)[: RECENT + 1]) if is_last else []
    calendar = working_calendar()
    context = {
        "show": show,
        "rows": received_rows(pager.rows, actor.on, calendar),
        "pager": pager,
        "recent": received_rows(recent[:RECENT], actor.on, calendar),
        "has_older": len(recent) > RECENT,
        "chips": received_chips(show),
        "today": actor.on,
    }
    return render(request, "services/received.html", context)


def visible_service(request: HouseRequest, pk: int) -> PaperService:
    """The service with its paper, unit and people. Raises NotVisible."""
    visible = PaperService.objects.visible_to(request.actor)
    return found(visible.select_related(*FOR_PAGE).defer("paper__words"), pk)


def is_own(request: HouseRequest) -> bool:
    """Whether a visible service or case is looked at by its own unit: no other unit sees it."""
    role: str = request.actor.role
    return role in UNIT_ROLES


@require_safe
def service(request: HouseRequest, pk: int) -> HttpResponse:
    """The page."""
    return _show(request, visible_service(request, pk))


def _show(
    request: HouseRequest, thing: PaperService, *, refusal: Refusal | None = None, typed: Typed | None = None
) -> HttpResponse:
    actor: Actor = request.actor
    sheet = service_sheet(thing, actor, is_own=is_own(request))
    page = service_page(sheet, actor, working_calendar())
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "now": service_now(sheet, actor, typed),
        "cancelling": cancelling(sheet, actor),
        "form_key": new_form_key(),
        "refusal": refusal,
    }
    return render(request, "services/service.html", context, status=refusal.status if refusal else 200)


@require_POST
def receive(request: HouseRequest, pk: int) -> HttpResponse:
    """签收."""
    return _act(
        request,
        pk,
        "receive",
        Form(request.POST),
        lambda thing, **told: paper_services.receive(thing, calendar=working_calendar(), **told),
    )


@require_POST
def uphold(request: HouseRequest, pk: int) -> HttpResponse:
    """答复异议：维持."""
    form = ReasonForm(request.POST)
    return _act(
        request,
        pk,
        "uphold",
        form,
        lambda thing, **told: paper_services.uphold(thing, answer=form.typed, calendar=working_calendar(), **told),
    )


@require_POST
def lift(request: HouseRequest, pk: int) -> HttpResponse:
    """答复异议：采纳."""
    form = ReasonForm(request.POST)
    return _act(request, pk, "lift", form, lambda thing, **told: paper_services.lift(thing, answer=form.typed, **told))


@require_POST
def ask_again(request: HouseRequest, pk: int) -> HttpResponse:
    """退回补充."""
    form = ReasonForm(request.POST)
    return _act(
        request,
        pk,
        "ask_again",
        form,
        lambda thing, **told: paper_services.ask_again(thing, reason=form.typed, calendar=working_calendar(), **told),
    )


@require_POST
def close(request: HouseRequest, pk: int) -> HttpResponse:
    """办结."""
    return _act(request, pk, "close", Form(request.POST), paper_services.close)


def _act(request: HouseRequest, pk: int, act: str, form: Form, perform: Perform) -> HttpResponse:
    """One act on a visible service; refused, the page comes back with the words. Who may is asked before anything."""
    actor, at = request.actor, request.now
    thing = visible_service(request, pk)
    checks.require(actor, SERVICE_MACHINE[act].verb, thing)

    def refused(refusal: Refusal) -> HttpResponse:
        typed = Typed(act, request.POST.get("reason", ""), refusal.sentence)
        return _show(request, visible_service(request, pk), refusal=refusal, typed=typed)

    return taken(
        request,
        form,
        lambda: perform(thing, by=actor, at=at, version=version_of(request)),
        outcome=reverse("service", args=[pk]),
        said=said_of(thing, act),
        refused=refused,
    )


def said_of(thing: PaperService, act: str) -> str:
    """What the page says was done."""
    return f"{SAID.get(act, f'已{SERVICE_MACHINE[act].label}')}：《{thing.paper.title}》。"
