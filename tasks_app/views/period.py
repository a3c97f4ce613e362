"""调度: the office's view of a period, and acceptance by exception."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import period_reviews, period_sheets
from tasks_app.dashboards.period import board_of, looked_over, periods_of, waiting_in
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.refusals import NotAllowed, NotNow, Refusal, Stale
from tasks_app.models import ReportPeriod
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.period import accept_page, period_page, title_of
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.shown import shown_in

CHOSEN = "chosen"
ACCEPT = "accept"
ACCEPTED = "已采用{title}的报送件 {count} 件。"
NO_LONGER_WAITING = "所选报送件中有 {count} 件已不在待审核之列，请核对后重新勾选。"
BARRED = "所选报送件中有 {count} 件须由他人审核，请取消勾选：{names}。"


def office_period(request: HouseRequest, pk: int, verb: Verb = Verb.SEE_PERIOD) -> ReportPeriod:
    """A period of a year the actor looks over, once it has begun. Raises NotAllowed, NotVisible or NotNow."""
    actor: Actor = request.actor
    checks.require(actor, verb)
    period = found(periods_of(actor), pk)
    period_sheets.require_begun(period, at=request.now)
    return period


@require_safe
def period_now(request: HouseRequest) -> HttpResponse:
    """Leads to the period that was opened last."""
    actor: Actor = request.actor
    checks.require(actor, Verb.SEE_PERIOD)
    latest = periods_of(actor).filter(opens_on__lte=actor.on).order_by("-opens_on", "-order").first()
    return redirect("period", latest.pk) if latest else render(request, "periods/none.html")


@require_safe
def period(request: HouseRequest, pk: int) -> HttpResponse:
    """Who reported, and what waits; those with something to look at are opened and not ticked."""
    return _show(request, office_period(request, pk))


def _show(
    request: HouseRequest,
    shown: ReportPeriod,
    *,
    chosen: dict[int, int] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    actor: Actor = request.actor
    works = bool(rights_of(actor.role, Verb.ACCEPT_PERIOD))
    begun = periods_of(actor).filter(cycle=shown.cycle, opens_on__lte=actor.on).order_by("order")
    page = period_page(board_of(shown, actor), begun, works=works, chosen=chosen)
    context = {
        "page": page,
        "works": works,
        "may_draft": bool(rights_of(actor.role, Verb.DRAFT_PAPER)),
        "refusal": refusal,
        "today": actor.on,
    }
    return render(request, "periods/period.html", context, status=refusal.status if refusal else 200)


@require_POST
def accept(request: HouseRequest, pk: int) -> HttpResponse:
    """采用所选: first the question that lists what will happen, then the act."""
    shown = office_period(request, pk, Verb.ACCEPT_PERIOD)
    chosen: dict[int, int] = {}
    try:
        chosen = shown_in(request, CHOSEN)
        if request.POST.get("go") != ACCEPT:
            return _ask(request, shown, chosen)
        with acting(request) as submission:
            if not submission.is_repeat:
                done = period_reviews.accept(chosen, period=shown, by=request.actor, at=request.now)
                submission.outcome = reverse("period", args=[pk])
                messages.success(request, ACCEPTED.format(title=title_of(shown), count=len(done)))
    except (NotNow, Stale) as refusal:
        return _show(request, shown, chosen=chosen, refusal=refusal)
    return redirect(submission.outcome)


def _ask(request: HouseRequest, shown: ReportPeriod, chosen: dict[int, int]) -> HttpResponse:
    """The question. What the form names and no longer waits, or is for others, is told before anything is done."""
    if not chosen:
        raise NotNow(period_reviews.NOTHING_CHOSEN)
    actor: Actor = request.actor
    waiting = looked_over(list(waiting_in(shown, actor).filter(pk__in=chosen)), actor)
    if len(waiting) < len(chosen):
        raise NotNow(NO_LONGER_WAITING.format(count=len(chosen) - len(waiting)))
    barred = [one.report for one in waiting if not one.is_mine]
    if barred:
        names = "；".join(f"{report.line.unit_name}“{report.line.work_item.title}”" for report in barred)
        raise NotAllowed(BARRED.format(count=len(barred), names=names))
    page = accept_page(waiting, chosen, shown)
    context = {"page": page, "period": shown, "crumbs": page.crumbs, "form_key": new_form_key()}
    return render(request, "periods/accept.html", context)
