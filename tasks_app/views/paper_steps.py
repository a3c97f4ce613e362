"""Steps of a paper at one click: 撤回, 核稿, 退回, 签发, 批示, 印发, 作废; and a draft that corrects an issued one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import HouseRequest
from tasks_app.actions import paper_drafts, paper_issue, papers
from tasks_app.actions.paper_drafts import Wanted
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.forms.faults import faults_of
from tasks_app.forms.papers import StepForm
from tasks_app.models import Paper
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.paper_acts import CORRECT, REASONS, label_of, verb_of
from tasks_app.views.acting import acting, version_of
from tasks_app.views.papers import show_paper, visible_paper

Perform = Callable[..., Paper]

PERFORM: dict[str, Perform] = {
    "recall": lambda paper, form, **told: paper_drafts.recall(paper, **told),
    "check": lambda paper, form, **told: papers.check(paper, **told),
    "return_checked": lambda paper, form, **told: papers.return_checked(paper, reason=form.reason, **told),
    "decline": lambda paper, form, **told: papers.decline(paper, reason=form.reason, **told),
    "sign": lambda paper, form, **told: papers.sign(paper, knows_changes=form.knows, **told),
    "instruct": lambda paper, form, **told: papers.instruct(paper, words=form.reason, knows_changes=form.knows, **told),
    "send_back": lambda paper, form, **told: papers.send_back(paper, reason=form.reason, **told),
    "issue": lambda paper, form, **told: paper_issue.issue(paper, knows_changes=form.knows, **told),
    "void": lambda paper, form, **told: papers.void(paper, reason=form.reason, **told),
}


@require_POST
def step(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """One step of a visible paper; refused for what was typed or for the moment, the page keeps the words.

    Who may is asked before anything else: whoever may not is not told what is missing, or what is the matter.
    """
    thing = visible_paper(request, pk)
    checks.require(request.actor, verb_of(act), thing)
    form = StepForm(request.POST, act=act, asks=act in REASONS)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                done = PERFORM[act](thing, form, **told_by(request), version=version_of(request))
                messages.success(request, f"已{label_of(act)}：{done}。")
                submission.outcome = where_next(request, done)
    except (Invalid, NotNow, Stale) as refusal:
        typed = Typed(act, request.POST.get("reason", ""), refusal.sentence)
        return show_paper(request, visible_paper(request, pk), refusal=refusal, typed=typed)
    return redirect(submission.outcome)


@require_POST
def correct(request: HouseRequest, pk: int) -> HttpResponse:
    """A new draft that names the issued paper, to the same addressees and about the same lines."""
    thing = visible_paper(request, pk)
    checks.require(request.actor, verb_of(CORRECT), thing)
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                drafted = paper_drafts.draft(_correcting(thing), **told_by(request))
                messages.success(request, f"已拟稿：{drafted}。请写明更正内容。")
                submission.outcome = reverse("paper", args=[drafted.pk])
    except (Invalid, NotNow) as refusal:
        typed = Typed(CORRECT, "", refusal.sentence)
        return show_paper(request, visible_paper(request, pk), refusal=refusal, typed=typed)
    return redirect(submission.outcome)


def told_by(request: HouseRequest) -> dict[str, Any]:
    """In whose name and when an action is done."""
    return {"by": request.actor, "at": request.now}


def where_next(request: HouseRequest, paper: Paper) -> str:
    """The paper, or the list where it went back to the office's desk and is out of this person's sight."""
    seen = Paper.objects.visible_to(request.actor).filter(pk=paper.pk)
    return reverse("paper", args=[paper.pk]) if seen.exists() else reverse("papers")


def _correcting(thing: Paper) -> Wanted:
    grounds = thing.grounds.select_related("line__unit", "line__work_item")
    return Wanted(
        thing.kind,
        thing.cycle,
        units=[service.unit for service in thing.services.select_related("unit")],
        lines=[ground.line for ground in grounds],
        period=thing.period,
        corrects=thing,
    )
