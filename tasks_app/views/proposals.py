"""Proposals (建议): papers the clock proposes to a person, who puts them aside or decides that none goes out."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import paper_drafts
from tasks_app.actions import proposals as decisions
from tasks_app.actions.paper_drafts import Wanted
from tasks_app.dashboards.clock_board import decided_proposals, proposals_waiting, told_about, with_words, within_reach
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.paper_kinds import KINDS
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.forms.clock import DeferForm, WhyForm
from tasks_app.forms.faults import faults_of
from tasks_app.forms.paper_drafting import KindForm
from tasks_app.models import Obligation
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.proposals import (
    DECIDED,
    DEFER,
    DEFERRED,
    DRAFT,
    REFUSE,
    SHOWN,
    Decision,
    proposal_chips,
    proposal_rows,
)
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paging import LATEST_FIRST, OLDEST_DUE_FIRST, page_of

Perform = Callable[..., Obligation]


@require_safe
def proposals(request: HouseRequest) -> HttpResponse:
    """What waits for a person, oldest first; ``?show=deferred`` what was put aside, ``?show=decided`` what is done."""
    _require_desk(request.actor)
    return _page(request)


def _require_desk(actor: Actor) -> None:
    """Whoever decides about some proposal sees those; everybody else is told whose page it is."""
    if not rights_of(actor.role, Verb.DECIDE_PROPOSAL):
        checks.require(actor, Verb.WATCH_CLOCK)


@require_POST
def defer(request: HouseRequest, pk: int) -> HttpResponse:
    """暂缓至 a day, with the reason."""
    perform = partial(decisions.defer, calendar=working_calendar())
    return _decide(request, pk, DEFER, DeferForm(request.POST), perform, "已暂缓")


@require_POST
def refuse(request: HouseRequest, pk: int) -> HttpResponse:
    """不予发出, with the reason."""
    return _decide(request, pk, REFUSE, WhyForm(request.POST), decisions.refuse, "已决定不予发出")


@require_POST
def draft(request: HouseRequest, pk: int) -> HttpResponse:
    """拟稿: the proposal becomes a paper, which is written on a page of its own."""
    actor = request.actor
    checks.require(actor, Verb.DRAFT_PAPER)
    proposal = found(with_words(Obligation.objects.proposals()).select_related("of_line__cycle"), pk)
    form = KindForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                wanted = _wanted(proposal, form.cleaned_data["kind"], version_of(request))
                paper = paper_drafts.draft(wanted, by=actor, at=request.now)
                submission.outcome = reverse("paper", args=[paper.pk])
                messages.success(request, f"已拟稿：{paper}。填写完整后送核。")
        return redirect(submission.outcome)
    except (Invalid, NotNow, Stale) as refusal:
        decision = Decision(pk, DRAFT, {"kind": request.POST.get("kind", "")}, sentence=refusal.sentence)
        return _page(request, decision, status=refusal.status)


def _wanted(proposal: Obligation, kind: str, version: int) -> Wanted:
    """The paper that answers a proposal; a memo is addressed to no unit."""
    line, declared = proposal.the_line, KINDS.get(kind)
    to_unit = declared is None or declared.addressees
    units = (line.unit,) if to_unit else ()
    return Wanted(kind, line.cycle, units=units, proposals=(proposal,), shown={proposal.pk: version})


def _decide(request: HouseRequest, pk: int, act: str, form: Form, perform: Perform, said: str) -> HttpResponse:
    """One decision; refused for what was typed or for the moment, the page comes back with the words."""
    actor = request.actor
    _require_desk(actor)
    proposal = found(within_reach(with_words(Obligation.objects.proposals()), actor), pk)
    checks.require(actor, Verb.DECIDE_PROPOSAL, proposal.the_line)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                version = version_of(request)
                perform(proposal, **form.cleaned_data, version=version, by=actor, at=request.now)
                submission.outcome = reverse("proposals")
                messages.success(
                    request, f"{said}：{proposal.the_line.unit_name}，{proposal.the_line.work_item.title}。"
                )
        return redirect(submission.outcome)
    except (Invalid, NotNow, Stale) as refusal:
        typed = {name: request.POST.get(name, "") for name in form.fields}
        faults = refusal.faults if isinstance(refusal, Invalid) else {}
        return _page(request, Decision(pk, act, typed, faults, refusal.sentence), status=refusal.status)


def _page(request: HouseRequest, decision: Decision | None = None, status: int = 200) -> HttpResponse:
    actor, calendar = request.actor, working_calendar()
    show = request.GET.get("show") if request.GET.get("show") in SHOWN else ""
    if show == DECIDED:
        pager = page_of(within_reach(decided_proposals(), actor), request, order=LATEST_FIRST, counted="件")
    else:
        waiting = proposals_waiting(actor.on, deferred=show == DEFERRED)
        pager = page_of(within_reach(waiting, actor), request, order=OLDEST_DUE_FIRST, counted="件")
    context = {
        "show": show,
        "rows": proposal_rows(pager.rows, told_about(pager.rows), calendar, actor, decision),
        "pager": pager,
        "fault": decision.sentence if decision else "",
        "chips": proposal_chips(show or ""),
        "today": actor.on,
        "form_key": new_form_key(),
    }
    return render(request, "clock/proposals.html", context, status=status)
