"""补办交办: a unit that joined a group after the year was issued gets its lines."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.requests import HouseRequest
from tasks_app.actions import late_members
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid
from tasks_app.forms.faults import add_faults
from tasks_app.forms.late_members import LateMemberForm
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.views.acting import acting
from tasks_app.views.cycles import show_cycle, visible_cycle

NOTHING_LEFT = "{unit}没有需要补办交办的事项，可能已由他人补办。"
ISSUED = "已向{unit}补办交办 {count} 件承办事项，等待签收。"


@require_POST
def issue(request: HouseRequest, year: int) -> HttpResponse:
    """All lines the unit's groups have and it has not; done twice, the second finds nothing to do."""
    actor, cycle = request.actor, visible_cycle(request, year)
    checks.require(actor, Verb.ISSUE_LATE_LINE, cycle)
    form = LateMemberForm(request.POST)
    if not form.is_valid():
        return show_cycle(request, year, late_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    unit = found(Unit.objects.all(), form.cleaned_data["member"])
    try:
        with acting(request) as act:
            if not act.is_repeat:
                deadline = form.cleaned_data["deadline"]
                lines = late_members.issue_late(cycle, unit, by=actor, at=request.now, deadline=deadline)
                act.outcome = reverse("cycle", args=[year])
                said = ISSUED if lines else NOTHING_LEFT
                messages.success(request, said.format(unit=unit.name, count=len(lines)))
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return show_cycle(request, year, late_form=form, status=refusal.status)
    return redirect(act.outcome)
