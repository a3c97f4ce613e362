"""分办: the unit hands a line to a section or a person, at any time while it is open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import handing_over
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.lines import HandOverForm
from tasks_app.models import UnitLine
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.links import line_url
from tasks_app.views.acting import acting, version_of
from tasks_app.views.items import show_item


@require_POST
def hand_over(request: HouseRequest, pk: int) -> HttpResponse:
    """The act; refused, the item's page keeps what was typed."""
    actor: Actor = request.actor
    line, form = found(UnitLine.objects.visible_to(actor), pk), HandOverForm(request.POST)
    checks.require(actor, Verb.HAND_OVER_LINE, line)
    try:
        if not form.is_valid():
            raise Invalid(faults_of(form))
        with acting(request) as submission:
            if not submission.is_repeat:
                version = version_of(request)
                done = handing_over.hand_over(line, form.chosen(), by=actor, at=request.now, version=version)
                submission.outcome = line_url(line)
                messages.success(request, f"已分办：{done.section or done.handler}。")
    except (Invalid, NotNow, Stale) as refusal:
        if isinstance(refusal, Invalid) and form.is_valid():
            add_faults(form, refusal.faults)
        shown = None if isinstance(refusal, Invalid) else refusal
        return show_item(
            request, line.work_item_id, focus=line.pk, refusal=shown, hand_over_form=form, status=refusal.status
        )
    return redirect(submission.outcome)
