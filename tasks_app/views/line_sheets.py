"""登记线下签批并销号: the director signed on paper that a finished line is taken off the list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import line_sheets
from tasks_app.actions.line_sheets import ACT
from tasks_app.dashboards.signers import possible_signers
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.forms.paper_sheets import SignerSheetForm
from tasks_app.models import UnitLine
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.line_matters import crumbs_of
from tasks_app.presenters.links import line_url
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HouseRequest, pk: int) -> HttpResponse:
    """The form, and the act. Who may is asked before anything else."""
    actor: Actor = request.actor
    at, line = request.now, _visible_line(request, pk)
    checks.require(actor, LINE_MACHINE[ACT].verb, line)
    since = timezone.localdate(line.submitted_at) if line.submitted_at else actor.on
    signers = possible_signers((Verb.SIGN_OFF,), since, actor.on)
    if request.method != "POST":
        LINE_MACHINE.step(ACT, line.state)
        return _page(request, line, SignerSheetForm(signers=signers))
    form = SignerSheetForm(request.POST, request.FILES, signers=signers)
    return taken(
        request,
        form,
        lambda: line_sheets.sign_off_on_paper(line, form.sheet(), by=actor, at=at, version=version_of(request)),
        outcome=line_url(line),
        said=f"已{LINE_MACHINE[ACT].label}：{line.unit_name}承办的事项。",
        refused=lambda refusal: _page(request, _visible_line(request, pk), form, refusal),
    )


def _visible_line(request: HouseRequest, pk: int) -> UnitLine:
    visible = UnitLine.objects.visible_to(request.actor)
    return found(visible.select_related("unit", "cycle", "work_item__year_plan__task"), pk)


def _page(request: HouseRequest, line: UnitLine, form: SignerSheetForm, refusal: Refusal | None = None) -> HttpResponse:
    verb = LINE_MACHINE[ACT].label
    context = {
        "heading": verb,
        "about": f"{line.unit_name}　{line.work_item.title}",
        "form": form,
        "version": line.version,
        "back_url": line_url(line),
        "form_key": new_form_key(),
        "refusal": refusal,
        "has_lost_files": bool(request.FILES),
        "crumbs": crumbs_of(line, verb),
    }
    return render(request, "services/form.html", context, status=refusal.status if refusal else 200)
