"""Acts on a line (承办事项) besides reporting: 签收, 全部签收, 代录签收, 销号, 重新打开."""

from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import lines
from tasks_app.dashboards.desk import lines_of_unit, with_item
from tasks_app.domain.line_states import LINE_MACHINE, LineState
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.forms.faults import faults_of
from tasks_app.forms.lines import ReasonForm, SignForm, SourceForm
from tasks_app.models import UnitLine
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.links import line_url
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.items import show_item

NOTHING_TO_SIGN = "没有待签收的事项，可能已由本单位其他人签收。"


class Act(Protocol):
    """An action of ``actions.lines``, already holding what was typed."""

    def __call__(self, line: UnitLine, /, *, by: Actor, at: datetime, version: int) -> UnitLine: ...


@require_POST
def sign(request: HouseRequest, pk: int) -> HttpResponse:
    """签收, with who will handle it."""
    form = SignForm(request.POST)
    return _act(request, pk, "sign", form, lambda line, **told: lines.sign(line, handler=form.chosen(), **told))


@require_POST
def sign_on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """代录签收: the unit confirmed by phone or letter."""
    form = SourceForm(request.POST)
    return _act(
        request, pk, "sign_on_behalf", form, lambda line, **told: lines.sign_on_behalf(line, source=form.typed, **told)
    )


@require_POST
def sign_off(request: HouseRequest, pk: int) -> HttpResponse:
    """销号: off the list."""
    return _act(request, pk, "sign_off", Form(request.POST), lines.sign_off)


@require_POST
def reopen(request: HouseRequest, pk: int) -> HttpResponse:
    """重新打开, with a reason."""
    form = ReasonForm(request.POST)
    return _act(request, pk, "reopen", form, lambda line, **told: lines.reopen(line, reason=form.typed, **told))


def _act(request: HouseRequest, pk: int, act: str, form: Form, perform: Act) -> HttpResponse:
    """One act on a visible line; refused for what was typed or for the moment, the page comes back with the words.

    Who may is asked before anything else: whoever may not is not told what is missing, or what is the matter.
    """
    actor: Actor = request.actor
    line = found(UnitLine.objects.visible_to(actor), pk)
    checks.require(actor, LINE_MACHINE[act].verb, line)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                perform(line, by=actor, at=request.now, version=version_of(request))
                submission.outcome = line_url(line)
                messages.success(request, f"已{LINE_MACHINE[act].label}：{line.unit_name}承办的事项。")
    except (Invalid, NotNow, Stale) as refusal:
        typed = Typed(act, request.POST.get("reason", ""), refusal.sentence)
        signing = form if isinstance(form, SignForm) else None
        return show_item(request, line.work_item_id, focus=line.pk, refusal=refusal, typed=typed, sign_form=signing)
    return redirect(submission.outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_all(request: HouseRequest) -> HttpResponse:
    """全部签收: lists what will be signed for, then signs for exactly what was listed."""
    actor: Actor = request.actor
    year = year_on(request)
    cycle = year.cycle
    own = lines_of_unit(actor, cycle, year.narrowed_to) if cycle else UnitLine.objects.none()
    if request.method != "POST":
        waiting = with_item(own.filter(state=LineState.PENDING_SIGNATURE)).order_by("deadline", "id")
        context = {"lines": waiting, "plan_names": year.plan_names, "form_key": new_form_key()}
        return render(request, "lines/sign_all.html", context)
    listed = [int(pk) for pk in request.POST.getlist("line") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    with acting(request) as submission:
        if not submission.is_repeat:
            count = lines.sign_all(own.filter(pk__in=listed), by=actor, at=request.now)
            if not count:
                raise NotNow(NOTHING_TO_SIGN)
            submission.outcome = reverse("desk")
            messages.success(request, f"已签收 {count} 件承办事项。")
    return redirect(submission.outcome)
