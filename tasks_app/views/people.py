"""People and posts (人员与任职): every unit with those who stand for it, and where somebody is missing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Appointment
from accounts.requests import HouseRequest
from tasks_app.dashboards.people import staff_on
from tasks_app.dashboards.vacancies import vacancies_on
from tasks_app.domain.access import Verb
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.filters import chips
from tasks_app.presenters.people import gap_rows

MISSING = "missing"


@require_safe
def people(request: HouseRequest) -> HttpResponse:
    """All units, or with ``?show=missing`` those that lack a liaison or a reviewer."""
    actor = request.actor
    checks.require(actor, Verb.SEE_PEOPLE)
    staff = staff_on(actor.on)
    lacking = [one for one in staff if one.missing]
    show = MISSING if request.GET.get("show") == MISSING else ""
    context = {
        "staff": lacking if show else staff,
        "lacking": len(lacking),
        "count": len(staff),
        "chips": chips(reverse("people"), {"show": show}, "show", (("", "全部单位"), (MISSING, "缺人的单位"))),
        "gaps": gap_rows(vacancies_on(actor.on, working_calendar())),
        "asked": Appointment.objects.filter(state=Appointment.State.PROPOSED).count(),
        "may_import": checks.can(actor, Verb.IMPORT_PEOPLE),
        "crumbs": trail(("设置与审计", reverse("settings")), here="人员与任职"),
    }
    return render(request, "people/people.html", context)
