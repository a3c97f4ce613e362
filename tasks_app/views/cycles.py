"""The year (年度): its rhythm and items, drawing it up, and issuing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import cycles
from tasks_app.domain.access import OFFICE_ROLES, Verb
from tasks_app.domain.refusals import NotVisible
from tasks_app.forms.late_members import LateMemberForm
from tasks_app.models import Cycle
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.cycles import cycle_page, cycle_trail, openable
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.late_members import late_members_of
from tasks_app.views.acting import acting, new_form_key, version_of


@require_safe
def cycle_list(request: HouseRequest) -> HttpResponse:
    """All years, and the ones that may be opened now."""
    actor = request.actor
    checks.require(actor, Verb.SUPERVISE)
    known = list(Cycle.objects.visible_to(actor).select_related("issued_by__user"))
    years = openable(known, actor.on) if actor.role in OFFICE_ROLES else ()
    acts = [
        Act("draft", reverse("cycle_draft", args=[year]), f"拟定{year}年度任务", primary=year == actor.on.year)
        for year in years
    ]
    context = {
        "cycles": known,
        "acts": acts,
        "form_key": new_form_key(),
        "may_import": actor.role in OFFICE_ROLES,
        "crumbs": trail(here="年度"),
    }
    return render(request, "cycles/list.html", context)


@require_safe
def cycle(request: HouseRequest, year: int) -> HttpResponse:
    """One year: dates, report periods, items with their deadline and number of units."""
    checks.require(request.actor, Verb.SUPERVISE)
    return show_cycle(request, year)


def show_cycle(
    request: HouseRequest, year: int, *, late_form: LateMemberForm | None = None, status: int = 200
) -> HttpResponse:
    """The year's page; ``late_form`` is what was typed for a later member and refused."""
    actor = request.actor
    page = cycle_page(visible_cycle(request, year), actor, year_on(request).plan_names)
    works = actor.role in OFFICE_ROLES
    context = {
        "page": page,
        "late_members": late_members_of(page.cycle, actor.on, late_form) if works else (),
        "may_issue_late": works and checks.can(actor, Verb.ISSUE_LATE_LINE, page.cycle),
        "today": actor.on,
        "form_key": new_form_key(),
        "crumbs": cycle_trail(str(page.cycle)),
    }
    return render(request, "cycles/cycle.html", context, status=status)


@require_POST
def cycle_draft(request: HouseRequest, year: int) -> HttpResponse:
    """Draws the year up from the plan, opening it first where it is not open yet."""
    actor, now = request.actor, request.now
    checks.require(actor, Verb.DRAFT_YEAR)
    known = Cycle.objects.filter(year=year)
    if not known.exists() and year not in openable((), actor.on):
        raise NotVisible
    with acting(request) as act:
        if not act.is_repeat:
            opened = cycles.open_year(year, by=actor, at=now, calendar=working_calendar())
            items = cycles.draft_items(opened, by=actor, at=now)
            act.outcome = reverse("cycle", args=[year])
            messages.success(request, _drafted(opened, len(items)))
    return redirect(act.outcome)


@require_POST
def cycle_issue(request: HouseRequest, year: int) -> HttpResponse:
    """Issues the year: every responsible unit gets its line."""
    actor, now = request.actor, request.now
    issued = visible_cycle(request, year)
    checks.require(actor, Verb.ISSUE_YEAR, issued)
    with acting(request) as act:
        if not act.is_repeat:
            count = cycles.issue(issued, by=actor, at=now, version=version_of(request))
            act.outcome = reverse("cycle", args=[year])
            messages.success(request, f"已印发{issued}任务，交办 {count} 件承办事项，等待各单位签收。")
    return redirect(act.outcome)


def visible_cycle(request: HouseRequest, year: int) -> Cycle:
    """The year, as far as the actor may look it over. Raises NotVisible."""
    visible = Cycle.objects.visible_to(request.actor).select_related("drafted_by__user", "issued_by__user")
    found = visible.filter(year=year).first()
    if found is None:
        raise NotVisible
    return found


def _drafted(opened: Cycle, count: int) -> str:
    if not count:
        return f"{opened}没有需要新增的任务，方案中的每一项都已拟定。"
    return f"已按方案拟定{opened}任务 {count} 项，核对后由负责人印发。"
