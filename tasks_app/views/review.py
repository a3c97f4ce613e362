"""The queue of reports that wait for the office, the oldest first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.leaders import ForLeaders, waiting_for_leaders
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.models import ProgressReport
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions.reviewing import office_circle, require_reviewer
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.for_leaders import leader_rows
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.plans import narrowing
from tasks_app.presenters.review import waiting_rows
from tasks_app.views.paging import OLDEST_SUBMISSION_FIRST, page_of


@require_safe
def review_queue(request: HouseRequest) -> HttpResponse:
    """All waiting reports for the office, of all plans or of one; for a leader those that only a leader may decide."""
    actor = request.actor
    require_reviewer(actor)
    circle = office_circle()
    reports = ProgressReport.objects.visible_to(actor).waiting_for_office()
    if actor.role not in OFFICE_ROLES:
        reports = reports.filter(line__unit__in=circle)
    year = year_on(request)
    if year.narrowed_to:
        reports = reports.filter(line__heading__plan=year.narrowed_to)
    shown = reports.select_related("line__unit", "line__work_item__year_plan__task", "period", "author", "approved_by")
    pager = page_of(shown.defer(*UNREAD), request, order=OLDEST_SUBMISSION_FIRST, counted="件")
    rows = waiting_rows(pager.rows, actor, circle, working_calendar())
    context = {
        "rows": rows,
        "pager": pager,
        "plan_names": year.plan_names,
        "plan_chips": narrowing(year, reverse("review_queue")),
        "is_office": actor.role in OFFICE_ROLES,
        "crumbs": trail(("工作台", reverse("desk")), here="待审核"),
    }
    return render(request, "review/queue.html", context)


@require_safe
def for_leaders(request: HouseRequest) -> HttpResponse:
    """What waits for a group leader: the leader decides it here, the office takes it there on paper."""
    actor, year = request.actor, year_on(request)
    require_reviewer(actor)
    waiting = waiting_for_leaders(actor, year.cycle) if year.cycle else ForLeaders([], [], [])
    context = {
        "rows": leader_rows(waiting, year.plan_names),
        "is_cut": waiting.is_cut,
        "crumbs": trail(("工作台", reverse("desk")), here="须由领导小组领导审定"),
    }
    return render(request, "review/leaders.html", context)


# Long texts that the queue does not show.
UNREAD = (
    "progress_text",
    "problems",
    "next_steps",
    "line__work_item__deliverable",
    "line__work_item__year_plan__task__text",
    "line__work_item__year_plan__task__units_text",
)
