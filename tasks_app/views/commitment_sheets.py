"""The page on which a clerk registers that a commitment was excused on paper (登记线下签批，免予完成)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import interviews as acts
from tasks_app.dashboards.signers import signers_of
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_doors import EXCUSE_ON_PAPER
from tasks_app.domain.paper_states import INTERVIEW_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.forms.paper_sheets import DecisionSheetForm
from tasks_app.models import Commitment, Interview
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.interviews import crumbs_of
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken
from tasks_app.views.interviews import visible_case

HEADING, TOLD = "登记线下签批（免予完成）", "免予完成的理由"


@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: HouseRequest, pk: int) -> HttpResponse:
    """登记线下签批, of one commitment; who may is asked before anything else."""
    actor: Actor = request.actor
    commitment = found(Commitment.objects.filter(interview__in=Interview.objects.visible_to(actor)), pk)
    case = visible_case(request, commitment.interview_id)
    checks.require(actor, Verb.REGISTER_PAPER_SHEET, case)
    signers = signers_of(INTERVIEW_MACHINE, case, EXCUSE_ON_PAPER, actor.on)
    if request.method != "POST":
        acts.require_open(commitment, case)
        return _page(request, case, commitment, DecisionSheetForm(told=TOLD, signers=signers))
    form = DecisionSheetForm(request.POST, request.FILES, told=TOLD, signers=signers)
    return taken(
        request,
        form,
        lambda: acts.excuse(
            commitment, reason=form.told, sheet=form.sheet(), by=actor, at=request.now, version=version_of(request)
        ),
        outcome=reverse("interview", args=[case.pk]),
        said=f"已登记承诺免予完成：{commitment.text}。",
        refused=lambda refusal: _page(request, visible_case(request, case.pk), commitment, form, refusal),
    )


def _page(
    request: HouseRequest,
    case: Interview,
    commitment: Commitment,
    form: DecisionSheetForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "heading": HEADING,
        "about": f"{case.unit_name}　承诺事项：{commitment.text}",
        "form": form,
        "version": case.version,
        "back_url": reverse("interview", args=[case.pk]),
        "form_key": new_form_key(),
        "refusal": refusal,
        "has_lost_files": bool(request.FILES),
        "crumbs": crumbs_of(case, is_own=False, here=HEADING),
    }
    return render(request, "services/form.html", context, status=refusal.status if refusal else 200)
