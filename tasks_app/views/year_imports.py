"""导入往年台账: the file is looked over with all its doubts, and comes in when somebody confirms what they saw."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions.year_imports import YearImport, import_year
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, NotVisible, Refusal
from tasks_app.forms.faults import add_faults, faults_of
from tasks_app.forms.year_imports import ConfirmedYearForm, YearImportForm, as_carried
from tasks_app.models import Cycle, ImportedLine
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.cycles import cycle_trail
from tasks_app.views.acting import acting, new_form_key

ROWS_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """The form; the file with its doubts; and, once confirmed, the year."""
    checks.require(request.actor, Verb.IMPORT_YEAR)
    if request.method != "POST":
        return _page(request, YearImportForm(initial={"year": request.actor.on.year - 1}))
    return _confirmed(request) if "content" in request.POST else _looked_over(request)


def _looked_over(request: HouseRequest) -> HttpResponse:
    form = YearImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, refusal=Invalid(faults_of(form)))
    upload, year = form.cleaned_data["file"], form.cleaned_data["year"]
    content = upload.read()
    try:
        seen = _import(request, content, upload.name, year, dry_run=True)
    except Invalid as refusal:
        add_faults(form, refusal.faults)
        return _page(request, form, refusal=refusal)
    except NotNow as refusal:
        return _page(request, form, refusal=refusal)
    carried = {"year": year, "name": upload.name, "content": as_carried(content)}
    return _page(request, form, seen=seen, carried=carried)


def _confirmed(request: HouseRequest) -> HttpResponse:
    form = ConfirmedYearForm(request.POST)
    if not form.is_valid():
        return _page(request, YearImportForm(), refusal=Invalid(faults_of(form)))
    data = form.cleaned_data
    try:
        with acting(request) as act:
            if not act.is_repeat:
                done = _import(request, data["content"], data["name"], data["year"])
                act.outcome = reverse("imported_year", args=[data["year"]])
                told = f"新增 {done.created} 件，更新 {done.changed} 件，未变 {done.unchanged} 件"
                messages.success(request, f"已导入{data['year']}年往年台账：{told}。")
    except (Invalid, NotNow) as refusal:
        return _page(request, YearImportForm(), refusal=refusal)
    return redirect(act.outcome)


def _import(request: HouseRequest, content: bytes, name: str, year: int, *, dry_run: bool = False) -> YearImport:
    return import_year(
        content,
        name=name,
        year=year,
        by=request.actor,
        at=request.now,
        calendar=working_calendar(),
        dry_run=dry_run,
    )


def _page(
    request: HouseRequest,
    form: Form,
    *,
    seen: YearImport | None = None,
    carried: dict[str, object] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "seen": seen,
        "rows": seen.lines[:ROWS_SHOWN] if seen else [],
        "more": max(0, len(seen.lines) - ROWS_SHOWN) if seen else 0,
        "carried": carried,
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": cycle_trail("导入往年台账"),
    }
    return render(request, "cycles/import.html", context, status=refusal.status if refusal else 200)


@require_safe
def imported(request: HouseRequest, year: int) -> HttpResponse:
    """What was imported of a year: each line with its state and words, its file and row, and who."""
    checks.require(request.actor, Verb.SUPERVISE)
    cycle = Cycle.objects.visible_to(request.actor).filter(year=year, is_imported=True).first()
    if cycle is None:
        raise NotVisible
    rows = ImportedLine.objects.filter(line__cycle=cycle).select_related(
        "line__work_item__year_plan__task", "imported_by__user"
    )
    task = "line__work_item__year_plan__task"
    ordered = rows.order_by(f"{task}__plan_id", f"{task}__number", "line__work_item__order", "line__order")
    context = {"cycle": cycle, "rows": ordered, "crumbs": cycle_trail(f"{cycle}导入的承办事项")}
    return render(request, "cycles/imported.html", context)
