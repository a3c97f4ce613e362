"""The office's papers: the list, and one paper with all that belongs to it."""

from datetime import date

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.dashboards.paper_page import FOR_PAGE, PaperDesk, paper_desk
from tasks_app.dashboards.papers import papers_listed, papers_waiting, with_addressees
from tasks_app.documents.paper_context import Context, context_of
from tasks_app.domain.access import UNIT_ROLES, Verb
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import NotAllowed, Refusal
from tasks_app.forms.papers import PaperForm, initial_of
from tasks_app.models import Paper, PaperService
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.mending import page_that_mends
from tasks_app.presenters.paper_acts import acts_of
from tasks_app.presenters.paper_page import paper_page
from tasks_app.presenters.paper_preview import preview_of
from tasks_app.presenters.papers import paper_rows, state_chips, states_for
from tasks_app.views.acting import new_form_key
from tasks_app.views.paging import LATEST_DRAFT_FIRST, page_of

OWN_DOOR = "本单位收到的公文，请从“公文”列表中打开办理。"


@require_safe
def papers(request: HouseRequest) -> HttpResponse:
    """What waits for this person, then all papers by state, the latest first."""
    actor: Actor = request.actor
    checks.require(actor, Verb.SEE_REGISTER)
    state = request.GET.get("state", "")
    state = state if state in states_for(actor) else ""
    pager = page_of(
        papers_listed(actor, state), request, order=LATEST_DRAFT_FIRST, counted="件", showing=with_addressees
    )
    context = {
        "waiting": paper_rows(papers_waiting(actor)),
        "rows": paper_rows(pager.rows),
        "pager": pager,
        "chips": state_chips(actor, state),
        "may_draft": checks.can(actor, Verb.DRAFT_PAPER),
    }
    return render(request, "papers/papers.html", context)


@require_safe
def paper(request: HouseRequest, pk: int) -> HttpResponse:
    """One paper: the form or the words, what stands, what may be done, evidence, addressees, steps.

    A unit to which it was sent is led to its own page of it.
    """
    actor: Actor = request.actor
    if actor.role in UNIT_ROLES:
        sent = found(Paper.objects.visible_to(actor), pk)
        return redirect("service", PaperService.objects.visible_to(actor).filter(paper=sent).values_list("pk")[0][0])
    return show_paper(request, visible_paper(request, pk))


def visible_paper(request: HouseRequest, pk: int) -> Paper:
    """The paper with its people. Raises NotVisible; a unit to which it was sent has a page of its own."""
    actor: Actor = request.actor
    thing = found(Paper.objects.visible_to(actor).select_related(*FOR_PAGE), pk)
    require_reader(actor)
    return thing


def require_reader(actor: Actor) -> None:
    """Passes for whoever reads papers within the house; an addressee's side is told elsewhere, in its own words."""
    if actor.role in UNIT_ROLES:
        raise NotAllowed(OWN_DOOR)


def show_paper(
    request: HouseRequest,
    thing: Paper,
    *,
    form: Form | None = None,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    is_kept: bool = False,
) -> HttpResponse:
    """The page; after a refusal with what was typed. ``is_kept``: the words are stored, though not yet sent on."""
    actor: Actor = request.actor
    desk = paper_desk(thing, actor, working_calendar())
    page = paper_page(thing, desk, actor.on)
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "paper": thing,
        "form": form or _form(thing, desk, actor),
        "preview": preview_of(_context(thing, actor), signed_on=_signed_on(thing)),
        "now": acts_of(thing, actor, desk, typed=typed),
        "form_key": new_form_key(),
        "refusal": refusal,
        "mend": page_that_mends(refusal) if refusal else None,
        "is_kept": is_kept,
    }
    return render(request, "papers/paper.html", context, status=refusal.status if refusal else 200)


def _form(thing: Paper, desk: PaperDesk, actor: Actor) -> PaperForm | None:
    """The form of a draft, for whoever may write it."""
    if thing.state != PaperState.DRAFT or not checks.can(actor, Verb.DRAFT_PAPER, desk.subject):
        return None
    grounds = [one.ground for one in desk.evidence]
    return PaperForm(kind=thing.declared, grounds=grounds, initial=initial_of(thing, grounds))


def _context(thing: Paper, actor: Actor) -> Context:
    """What was frozen, or what would be now."""
    return thing.context or context_of(thing, number=thing.number, signed_on=_signed_on(thing) or actor.on)


def _signed_on(thing: Paper) -> date | None:
    return timezone.localdate(thing.signed_at) if thing.signed_at else None
