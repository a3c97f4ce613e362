"""Acts of the office on many things: chosen in a list, listed in one question, done by one form or not at all."""

from collections.abc import Callable, Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import office_reminders, period_reviews
from tasks_app.dashboards.many import lines_to_remind, reports_to_accept
from tasks_app.domain.access import Verb
from tasks_app.domain.office_reminders import MOST_AT_ONCE, TOO_MANY
from tasks_app.domain.refusals import NotNow, Refusal, Stale
from tasks_app.permissions import checks
from tasks_app.presenters.many import ManyPage, accept_question, remind_question
from tasks_app.views.acting import acting, new_form_key, number_in
from tasks_app.views.shown import shown_in

CHOSEN = "chosen"
Question = Callable[[Collection[int]], ManyPage]


@require_http_methods(["GET", "HEAD", "POST"])
def review_accept(request: HouseRequest) -> HttpResponse:
    """采用所选: what ``?report=`` names is asked about, and the form accepts exactly what the question listed."""
    actor = request.actor
    checks.require(actor, Verb.ACCEPT_PERIOD)
    return _act(
        request,
        "report",
        lambda chosen: accept_question(reports_to_accept(chosen, actor)),
        lambda shown: len(period_reviews.accept_many(shown, by=actor, at=request.now)),
        period_reviews.NOTHING_CHOSEN,
        "已采用报送件 {count} 件。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def late_remind(request: HouseRequest) -> HttpResponse:
    """提醒所选: the same for the lines that ``?line=`` names."""
    actor = request.actor
    checks.require(actor, Verb.REMIND_LINES)
    return _act(
        request,
        "line",
        lambda chosen: remind_question(lines_to_remind(chosen, actor)),
        lambda shown: office_reminders.remind(shown, by=actor, at=request.now),
        office_reminders.NOTHING_CHOSEN,
        "已提醒 {count} 件承办事项的承办单位。",
    )


def _act(
    request: HouseRequest,
    name: str,
    question: Question,
    perform: Callable[[dict[int, int]], int],
    nothing: str,
    said: str,
) -> HttpResponse:
    if request.method != "POST":
        named = [number_in(text) for text in request.GET.getlist(name)]
        return _ask(request, question, {pk for pk in named if pk is not None}, nothing)
    shown = shown_in(request, CHOSEN)
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                count = perform(shown)
                submission.outcome = question(()).back
                messages.success(request, said.format(count=count))
    except (NotNow, Stale) as refusal:
        return _ask(request, question, set(shown), nothing, refusal)
    return redirect(submission.outcome)


def _ask(
    request: HouseRequest, question: Question, chosen: set[int], nothing: str, refusal: Refusal | None = None
) -> HttpResponse:
    """The question; after a refusal with how things stand now, so that whatever still can be done is one click away."""
    if not chosen:
        refusal = refusal or NotNow(nothing)
    elif len(chosen) > MOST_AT_ONCE:
        chosen, refusal = set(), NotNow(TOO_MANY)
    page = question(chosen)
    context = {"page": page, "crumbs": page.crumbs, "form_key": new_form_key(), "refusal": refusal}
    return render(request, "review/many.html", context, status=refusal.status if refusal else 200)
