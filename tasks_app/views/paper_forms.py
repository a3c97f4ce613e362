"""Steps of a paper that ask for more than a reason: who presides, a signed sheet, a consent, a number, a scan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import paper_issue, paper_numbers, papers
from tasks_app.dashboards.paper_evidence import changes_since
from tasks_app.dashboards.papers import next_number
from tasks_app.dashboards.signers import possible_signers
from tasks_app.domain.paper_doors import verbs_signed_for
from tasks_app.domain.paper_states import PAPER_MACHINE
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.faults import add_faults
from tasks_app.forms.paper_sheets import SignerSheetForm
from tasks_app.forms.papers import (
    AgreeForm,
    AgreeSheetForm,
    ConsentForm,
    KnowingForm,
    NumberForm,
    ScanForm,
    SignSheetForm,
)
from tasks_app.models import Paper
from tasks_app.permissions import checks
from tasks_app.presenters.paper_acts import CONSENT, addressed, label_of, verb_of
from tasks_app.presenters.paper_page import crumbs_of
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paper_steps import told_by, where_next
from tasks_app.views.papers import visible_paper

NEXT = "下一个字号：{number}"
NO_SERIES = "尚未设置本年发文代字；可以先在“发文代字”中设置，或填写外部字号。"


@dataclass(frozen=True)
class Asking:
    """The form of an act, and what is done with it."""

    form: type[Form]
    perform: Callable[..., Paper]


ASKING: dict[str, Asking] = {
    "check_on_paper": Asking(
        SignerSheetForm, lambda paper, form, **told: papers.check_on_paper(paper, form.sheet(), **told)
    ),
    "return_checked_on_paper": Asking(
        SignerSheetForm, lambda paper, form, **told: papers.return_checked_on_paper(paper, form.sheet(), **told)
    ),
    "agree": Asking(
        AgreeForm,
        lambda paper, form, **told: papers.agree(paper, form.agreement(), knows_changes=form.knows, **told),
    ),
    "agree_on_paper": Asking(
        AgreeSheetForm,
        lambda paper, form, **told: papers.agree_on_paper(
            paper, form.agreement(), form.sheet(), knows_changes=form.knows, **told
        ),
    ),
    "sign_on_paper": Asking(
        SignSheetForm,
        lambda paper, form, **told: papers.sign_on_paper(paper, form.sheet(), knows_changes=form.knows, **told),
    ),
    "send_back_on_paper": Asking(
        SignerSheetForm, lambda paper, form, **told: papers.send_back_on_paper(paper, form.sheet(), **told)
    ),
    CONSENT: Asking(
        ConsentForm, lambda paper, form, **told: papers.register_consent(paper, **form.cleaned_data, **told)
    ),
    "number": Asking(
        NumberForm,
        lambda paper, form, **told: paper_numbers.number(
            paper, external=form.cleaned_data["external"], knows_changes=form.knows, **told
        ),
    ),
    "seal": Asking(ScanForm, lambda paper, form, **told: paper_issue.seal(paper, form.cleaned_data["scan"], **told)),
}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HouseRequest, pk: int, act: str) -> HttpResponse:
    """The form of an act, and the act."""
    actor: Actor = request.actor
    thing = visible_paper(request, pk)
    checks.require(actor, verb_of(act), thing)
    if request.method != "POST":
        if act != CONSENT:
            PAPER_MACHINE.step(act, thing.state)
        initial = {"presider": actor.name} if act == "agree" else {}
        return _page(request, thing, act, _form(thing, act, actor, initial=initial))
    form = _form(thing, act, actor, request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            if not submission.is_repeat:
                done = ASKING[act].perform(thing, form, **told_by(request), version=version_of(request))
                messages.success(request, f"已{label_of(act)}：{done}。")
                submission.outcome = where_next(request, done)
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return _page(request, thing, act, form, refusal)
    except (NotNow, Stale) as refusal:
        return _page(request, visible_paper(request, pk), act, form, refusal)
    return redirect(submission.outcome)


def _form(thing: Paper, act: str, actor: Actor, *typed: Any, **options: Any) -> Form:
    form = ASKING[act].form
    if issubclass(form, KnowingForm):
        options["is_changed"] = bool(changes_since(thing))
    if issubclass(form, SignerSheetForm):
        verbs = verbs_signed_for(PAPER_MACHINE, act, approval=thing.declared.approval)
        options["signers"] = possible_signers(verbs, timezone.localdate(thing.drafted_at), actor.on)
    return form(*typed, **options)


def _page(request: HouseRequest, thing: Paper, act: str, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    verb = label_of(act)
    context = {
        "paper": thing,
        "to": addressed(list(thing.services.all())),
        "form": form,
        "verb": verb,
        "action": request.path,
        "hint": _hint(thing, act, request.actor),
        "changes": changes_since(thing) if "knows_changes" in form.fields else [],
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": crumbs_of(thing, here=verb),
    }
    return render(request, "papers/form.html", context, status=refusal.status if refusal else 200)


def _hint(thing: Paper, act: str, actor: Actor) -> str:
    """Before a number is given one sees which; somebody else may take it first."""
    if act != "number":
        return ""
    following = next_number(thing.declared, actor.on)
    return NEXT.format(number=following) if following else NO_SERIES
