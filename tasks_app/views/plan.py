"""The plan (重点任务): the table of the paper, each of its rows, its source text, and how it was imported."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.plan_table import plan_rows, tasks_of
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotVisible
from tasks_app.domain.texts import on_one_line
from tasks_app.models import Plan, PlanImport, PlanUpload, Task, WorkItem
from tasks_app.permissions import checks
from tasks_app.presenters.frame import is_office, year_on
from tasks_app.presenters.plan import plan_page
from tasks_app.presenters.plan_task import plan_trail, source_lines, task_page, task_trail
from tasks_app.views.paging import LATEST_UPLOADED_FIRST, page_of

LONGEST_SEARCH = 100
SHOWN_IMPORTS = 20


@require_safe
def plan(request: HouseRequest) -> HttpResponse:
    """The rows as everyone knows them from the paper, with the lights of the year that the actor may see."""
    year, actor = year_on(request), request.actor
    words = on_one_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    page = None
    if year.plan:
        rows = plan_rows(tasks_of(year.plan, on=actor.on, words=words), year.cycle, actor)
        page = plan_page(
            rows,
            path=reverse("plan"),
            words=words,
            kind=request.GET.get("kind", ""),
            light=request.GET.get("light", ""),
        )
    context = {"plan": year.plan, "page": page, "words": words, "is_office": is_office(actor), "today": actor.on}
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
    page = task_page(row, items=items, earlier=earlier, for_office=is_office(actor))
    context = {"page": page, "year": year.cycle, "crumbs": task_trail(task)}
    return render(request, "plan/task.html", context)


@require_safe
def plan_source(request: HouseRequest) -> HttpResponse:
    """The source text by lines, with the row of ``?task=N`` marked; its anchor is ``#line-N``."""
    known = year_on(request).plan
    if known is None:
        raise NotVisible
    source = Plan.objects.get(pk=known.pk)
    number = request.GET.get("task", "")
    sought = None
    if number.isascii() and number.isdigit() and len(number) <= len("32767"):
        sought = Task.objects.current().filter(plan=source, number=int(number)).first()
    lines = source_lines(source.source_text, sought.source_line if sought else None)
    context = {"plan": source, "lines": lines, "sought": sought, "crumbs": plan_trail("方案原文", task=sought)}
    return render(request, "plan/source.html", context)


@require_safe
def import_report(request: HouseRequest) -> HttpResponse:
    """What was imported when and by whom, what was repaired, and what was doubted."""
    checks.require(request.actor, Verb.IMPORT_PLAN)
    imports = PlanImport.objects.select_related("plan").defer("plan__source_text")[:SHOWN_IMPORTS]
    uploads = PlanUpload.objects.visible_to(request.actor).light().select_related("uploaded_by__user", "plan")
    shown = page_of(uploads.defer("plan__source_text"), request, order=LATEST_UPLOADED_FIRST, counted="份")
    context = {"imports": imports, "uploads": shown, "crumbs": plan_trail("导入记录")}
    return render(request, "plan/import_report.html", context)


def _task(plan: Plan | None, number: int) -> Task:
    """The current task with this number. Raises NotVisible where the plan has no such row."""
    task = Task.objects.current().filter(plan=plan, number=number).select_related("heading").first() if plan else None
    if plan is None or task is None:
        raise NotVisible
    task.plan = plan
    return task
