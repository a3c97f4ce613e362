"""The plan (重点任务): the table of the paper, each of its rows, and how it was imported."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.plan_body import measures_of_task
from tasks_app.dashboards.plan_table import found_by_plan, plan_rows, tasks_of
from tasks_app.dashboards.targets import targets_of_task, targets_today
from tasks_app.domain.access import Verb, sees_all
from tasks_app.domain.refusals import NotVisible
from tasks_app.domain.texts import on_one_line
from tasks_app.models import Plan, PlanImport, PlanUpload, Task, WorkItem
from tasks_app.permissions import checks
from tasks_app.presenters.frame import is_office, year_on
from tasks_app.presenters.plan import plan_page
from tasks_app.presenters.plan_task import plan_trail, task_page, task_trail
from tasks_app.presenters.plans import narrowing, plan_query, switch
from tasks_app.presenters.target_list import target_rows
from tasks_app.views.paging import LATEST_UPLOADED_FIRST, page_of

LONGEST_SEARCH = 100
SHOWN_IMPORTS = 20


@require_safe
def plan(request: HouseRequest) -> HttpResponse:
    """The rows as everyone knows them from the paper, with the lights of the year that the actor may see.

    With several plans the page is about one of them, and a switch leads to the others.
    """
    year, actor = year_on(request), request.actor
    words = on_one_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    page, found = None, None
    if year.plan is None and year.plans:
        raise NotVisible
    if year.plan:
        rows = plan_rows(tasks_of(year.plan, on=actor.on, words=words), year.cycle, actor)
        page = plan_page(
            rows,
            path=reverse("plan"),
            words=words,
            kind=request.GET.get("kind", ""),
            light=request.GET.get("light", ""),
            plan=year.plan.pk if year.plan_names else None,
        )
        found = found_by_plan(on=actor.on, words=words) if year.plan_names and words else None
    context = {
        "plan": year.plan,
        "plan_chips": switch(year, reverse("plan"), words=words, found=found),
        "plan_query": plan_query(year),
        "page": page,
        "words": words,
        "is_office": is_office(actor),
        "today": actor.on,
    }
    return render(request, "plan/plan.html", context)


@require_safe
def plan_task(request: HouseRequest, number: int) -> HttpResponse:
    """One row: its whole text, who holds which part on what basis, what it must deliver this year."""
    year, actor = year_on(request), request.actor
    task = _task(year.plan, number)
    [row] = plan_rows([task], year.cycle, actor)
    # Also those issued from a version of the row that was superseded since: the year goes on with them.
    of_row = WorkItem.objects.visible_to(actor).filter(
        year_plan__task__plan=task.plan_id, year_plan__task__number=number
    )
    items = of_row.filter(year_plan__cycle=year.cycle)
    earlier = Task.objects.filter(plan=task.plan_id, number=number, superseded_by__isnull=False).order_by("-id")
    page = task_page(row, measures=measures_of_task(task), items=items, earlier=earlier, for_office=is_office(actor))
    targets = targets_today(targets_of_task(task), actor)
    context = {
        "page": page,
        "targets": target_rows(targets),
        "states": any(one.standing for one in targets),
        "year": year.cycle,
        "sees_all": sees_all(actor.role, Verb.SEE_ITEM),
        "crumbs": task_trail(task),
    }
    return render(request, "plan/task.html", context)


@require_safe
def import_report(request: HouseRequest) -> HttpResponse:
    """What was imported when and by whom, what was repaired, and what was doubted; of all plans, or of one."""
    checks.require(request.actor, Verb.IMPORT_PLAN)
    year = year_on(request)
    imports = PlanImport.objects.select_related("plan").defer("plan__source_text")
    uploads = PlanUpload.objects.visible_to(request.actor).light().select_related("uploaded_by__user", "plan")
    if year.narrowed_to:
        imports, uploads = imports.filter(plan=year.narrowed_to), uploads.filter(plan=year.narrowed_to)
    context = {
        "imports": imports[:SHOWN_IMPORTS],
        "uploads": page_of(uploads.defer("plan__source_text"), request, order=LATEST_UPLOADED_FIRST, counted="份"),
        "plan_chips": narrowing(year, reverse("import_report")),
        "crumbs": plan_trail("导入记录"),
    }
    return render(request, "plan/import_report.html", context)


def _task(plan: Plan | None, number: int) -> Task:
    """The current task with this number. Raises NotVisible where the plan has no such row."""
    task = Task.objects.current().filter(plan=plan, number=number).select_related("heading").first() if plan else None
    if plan is None or task is None:
        raise NotVisible
    task.plan = plan
    return task
