"""A case about a line (事项变更) on its page, taken back, ended, and what was signed about it."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import line_cases as acts
from tasks_app.dashboards.line_case import FOR_PAGE, case_sight
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.models import LineCase, LineCaseSheet
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.line_cases import case_now, case_page
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.files import handed_out
from tasks_app.views.filling import taken


def visible_case(request: HouseRequest, pk: int) -> LineCase:
    """The case with its line, item and people. Raises NotVisible."""
    return found(LineCase.objects.visible_to(request.actor).select_related(*FOR_PAGE), pk)


@require_safe
def line_case(request: HouseRequest, pk: int) -> HttpResponse:
    """What was asked and what became of it; whoever may decide it begins here."""
    return _show(request, visible_case(request, pk))


def _show(request: HouseRequest, case: LineCase, *, refusal: Refusal | None = None) -> HttpResponse:
    sight = case_sight(case, request.actor)
    page = case_page(sight)
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "now": case_now(sight, request.actor, working_calendar()),
        "form_key": new_form_key(),
        "refusal": refusal,
    }
    return render(request, "line_cases/case.html", context, status=refusal.status if refusal else 200)


@require_POST
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """撤回."""
    return _at_once(request, pk, "withdraw", lambda case, **told: acts.withdraw(case, **told))


@require_POST
def resume(request: HouseRequest, pk: int) -> HttpResponse:
    """恢复办理."""
    return _at_once(request, pk, "resume", lambda case, **told: acts.resume(case, calendar=working_calendar(), **told))


def _at_once(request: HouseRequest, pk: int, act: str, perform: Callable[..., LineCase]) -> HttpResponse:
    """An act that asks for nothing but a click."""
    case = visible_case(request, pk)
    checks.require(request.actor, LINE_CASE_MACHINE[act].verb, case)
    return taken(
        request,
        Form(request.POST),
        lambda: perform(case, by=request.actor, at=request.now, version=version_of(request)),
        outcome=reverse("line_case", args=[pk]),
        said=f"已{LINE_CASE_MACHINE[act].label}：{case.line.unit_name}承办的事项。",
        refused=lambda refusal: _show(request, visible_case(request, pk), refusal=refusal),
    )


@require_safe
def letter(request: HouseRequest, pk: int) -> HttpResponse:
    """The letter with which a unit objected (来函), for whoever reads the case."""
    visible = LineCase.objects.visible_to(request.actor).filter(letter__isnull=False)
    case = found(visible.select_related("letter"), pk)
    assert case.letter is not None
    return handed_out(request, case.letter, case.letter_name, what=f"交办异议来函：{case.letter_name}")


@require_safe
def scan(request: HouseRequest, pk: int) -> HttpResponse:
    """The sheet that was signed, for whoever reads the case."""
    visible = LineCase.objects.visible_to(request.actor)
    sheet = found(LineCaseSheet.objects.filter(case__in=visible).select_related("scan"), pk)
    return handed_out(request, sheet.scan, sheet.scan_name, what=f"事项变更签批件：{sheet.scan_name}")
