"""The pages on which an interview is noted, commitments are entered, and rectification is reported."""

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
from tasks_app.actions import interviews as acts
from tasks_app.dashboards.signers import signers_of
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.paper_states import INTERVIEW_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.forms.interviews import CommitForm, HoldForm, RectifyForm, RectifyOnBehalfForm
from tasks_app.forms.paper_sheets import DecisionSheetForm
from tasks_app.models import Interview
from tasks_app.permissions import checks
from tasks_app.presenters.interview_acts import TOLD
from tasks_app.presenters.interviews import crumbs_of
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken
from tasks_app.views.interviews import visible_case
from tasks_app.views.services import is_own

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class _Filled:
    """An act with a form: what is typed, the action that takes it, and the template that shows it."""

    act: str
    form: type[Form]
    perform: Callable[..., Interview]
    initial: Callable[[Interview], dict[str, Any]] = lambda case: {}
    template: str = "services/form.html"
    options: Callable[[Interview, Actor], dict[str, Any]] = lambda case, actor: {}


HOLD = _Filled(
    "hold",
    HoldForm,
    lambda case, form, **told: acts.hold(case, form.meeting(), **told),
    lambda case: {"presided_by": case.notice.presider},
)
COMMIT = _Filled(
    "commit",
    CommitForm,
    lambda case, form, **told: acts.commit(case, form.promises(), **told),
    template="interviews/commit.html",
)
RECTIFY = _Filled(
    "rectify",
    RectifyForm,
    lambda case, form, **told: acts.rectify(case, form.rectified(), **told),
    lambda case: {"text": case.rectification},
)
RECTIFY_ON_BEHALF = _Filled(
    "rectify_on_behalf",
    RectifyOnBehalfForm,
    lambda case, form, **told: acts.rectify_on_behalf(case, form.rectified(), **told),
)
# What was signed on paper, and the action that registers it (登记线下签批).
SIGNED: dict[str, Callable[..., Interview]] = {
    "send_back": lambda case, form, **told: acts.send_back(case, reason=form.told, sheet=form.sheet(), **told),
    "close": lambda case, form, **told: acts.close(case, verdict=form.told, sheet=form.sheet(), **told),
    "cancel": lambda case, form, **told: acts.cancel(case, reason=form.told, sheet=form.sheet(), **told),
}


@GET_OR_POST
def on_paper(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """登记线下签批, of what the check found or that the interview is not held."""
    door = f"{act}{ON_PAPER}"
    return _fill(
        request,
        pk,
        _Filled(
            door,
            DecisionSheetForm,
            SIGNED[act],
            options=lambda case, actor: {
                "told": TOLD[act],
                "signers": signers_of(INTERVIEW_MACHINE, case, door, actor.on),
            },
        ),
    )


@GET_OR_POST
def hold(request: HouseRequest, pk: int) -> HttpResponse:
    """登记约谈."""
    return _fill(request, pk, HOLD)


@GET_OR_POST
def commit(request: HouseRequest, pk: int) -> HttpResponse:
    """登记整改承诺."""
    return _fill(request, pk, COMMIT)


@GET_OR_POST
def rectify(request: HouseRequest, pk: int) -> HttpResponse:
    """报告整改情况."""
    return _fill(request, pk, RECTIFY)


@GET_OR_POST
def rectify_on_behalf(request: HouseRequest, pk: int) -> HttpResponse:
    """代录整改情况."""
    return _fill(request, pk, RECTIFY_ON_BEHALF)


def _fill(request: HouseRequest, pk: int, filled: _Filled) -> HttpResponse:
    """The page of a form; who may is asked before anything else, and what was typed comes back with a refusal."""
    actor, at = request.actor, request.now
    case = visible_case(request, pk)
    checks.require(actor, INTERVIEW_MACHINE[filled.act].verb, case)
    options = filled.options(case, actor)
    if request.method != "POST":
        INTERVIEW_MACHINE.step(filled.act, case.state)
        return _page(request, case, filled, filled.form(initial=filled.initial(case), **options))
    form = filled.form(request.POST, request.FILES, **options)
    return taken(
        request,
        form,
        lambda: filled.perform(case, form, by=actor, at=at, version=version_of(request)),
        outcome=reverse("interview", args=[pk]),
        said=f"已{INTERVIEW_MACHINE[filled.act].label}：{case.unit_name}。",
        refused=lambda refusal: _page(request, visible_case(request, pk), filled, form, refusal),
    )


def _page(
    request: HouseRequest, case: Interview, filled: _Filled, form: Form, refusal: Refusal | None = None
) -> HttpResponse:
    verb = INTERVIEW_MACHINE[filled.act].label
    context = {
        "heading": verb,
        "about": f"{case.unit_name}　{case.notice.title}",
        "form": form,
        "version": case.version,
        "back_url": reverse("interview", args=[case.pk]),
        "form_key": new_form_key(),
        "refusal": refusal,
        "has_lost_files": bool(request.FILES),
        "crumbs": crumbs_of(case, is_own=is_own(request), here=verb),
    }
    return render(request, filled.template, context, status=refusal.status if refusal else 200)
