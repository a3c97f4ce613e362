"""The body of the plan (正文): its measures by section, and the source text with whatever is looked for marked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.plan_body import measures_of_plan
from tasks_app.domain.refusals import NotVisible
from tasks_app.models import Plan, Task
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.measures import section_parts
from tasks_app.presenters.plan_source import (
    NOTHING,
    Sought,
    line_sought,
    measure_sought,
    source_lines,
    task_sought,
)
from tasks_app.presenters.plan_task import plan_trail
from tasks_app.presenters.plans import plan_query, switch

NO_SUCH_LINE = "方案原文没有这一行，请从原文页重新查看。"
NO_SUCH_MEASURE = "方案正文没有这条措施，请从措施页重新进入。"
LONGEST_LINE = len("9999999")


@require_safe
def plan_measures(request: HouseRequest) -> HttpResponse:
    """All measures by section, each with the rows it explains."""
    year = year_on(request)
    if year.plan is None:
        raise NotVisible
    context = {
        "plan": year.plan,
        "plan_chips": switch(year, reverse("plan_measures")),
        "plan_query": plan_query(year),
        "sections": section_parts(measures_of_plan(year.plan)),
        "crumbs": plan_trail("正文措施"),
    }
    return render(request, "plan/measures.html", context)


@require_safe
def plan_source(request: HouseRequest) -> HttpResponse:
    """The source text by lines, with the row of ``?task=N``, ``?measure=N`` or ``?line=N`` marked.

    ``sentence`` marks one sentence within a measure or line. A line has the anchor ``#line-N``.
    """
    year = year_on(request)
    if year.plan is None:
        raise NotVisible
    source = Plan.objects.get(pk=year.plan.pk)
    task = _task(source, request.GET.get("task", ""))
    sought = task_sought(task) if task else _sought(source, request)
    context = {
        "plan": source,
        "plan_chips": switch(year, reverse("plan_source")),
        "lines": source_lines(source.source_text, sought),
        "sought": sought,
        "crumbs": plan_trail("方案原文", task=task),
    }
    return render(request, "plan/source.html", context)


def _task(plan: Plan, number: str) -> Task | None:
    """The row of this number; an unknown one marks nothing."""
    if number.isascii() and number.isdigit() and len(number) <= len("32767"):
        return Task.objects.current().filter(plan=plan, number=int(number)).first()
    return None


def _sought(plan: Plan, request: HttpRequest) -> Sought:
    """What the address marks. Raises NotVisible for a measure or line that the plan does not have."""
    mark = request.GET.get("sentence", "")
    if number := request.GET.get("measure", ""):
        measure = plan.measures.filter(number=number).first() if "\0" not in number else None
        if measure is None:
            raise NotVisible(NO_SUCH_MEASURE)
        return measure_sought(measure, mark)
    if line := request.GET.get("line", ""):
        is_number = line.isascii() and line.isdigit() and len(line) <= LONGEST_LINE
        if not is_number or not 1 <= int(line) <= plan.source_text.count("\n") + 1:
            raise NotVisible(NO_SUCH_LINE)
        return line_sought(int(line), mark)
    return NOTHING
