"""Interviews (约谈): the list, the case, and the acts that need no page of their own."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import interviews as acts
from tasks_app.dashboards.interview import FOR_PAGE, cases, interview_sheet
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_states import INTERVIEW_MACHINE
from tasks_app.domain.refusals import Refusal
from tasks_app.forms.interviews import FulfilForm
from tasks_app.forms.lines import ReasonForm
from tasks_app.models import Commitment, Interview
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.permissions.subjects import subject_of
from tasks_app.presenters.acts import Typed
from tasks_app.presenters.interview_acts import interview_now, may_excuse, may_excuse_on_paper, may_fulfil
from tasks_app.presenters.interviews import CLOSED, case_rows, excusing, fulfilling, interview_chips, interview_page
from tasks_app.views.acting import new_form_key, version_of
from tasks_app.views.filling import taken
from tasks_app.views.paging import LATEST_FIRST, page_of
from tasks_app.views.services import is_own

Perform = Callable[..., object]


@require_safe
def interviews(request: HouseRequest) -> HttpResponse:
    """The open cases, the latest first; ``?show=closed`` those that are over."""
    actor: Actor = request.actor
    checks.require(actor, Verb.SEE_PAPER)
    show = CLOSED if request.GET.get("show") == CLOSED else ""
    pager = page_of(cases(actor, closed=bool(show)), request, order=LATEST_FIRST, counted="件")
    context = {
        "show": show,
        "rows": case_rows(pager.rows, actor.on, working_calendar()),
        "pager": pager,
        "chips": interview_chips(show),
        "today": actor.on,
    }
    return render(request, "interviews/list.html", context)


def visible_case(request: HouseRequest, pk: int) -> Interview:
    """The case with its notice, minutes and unit. Raises NotVisible."""
    visible = Interview.objects.visible_to(request.actor)
    return found(visible.select_related(*FOR_PAGE).defer("notice__words", "notice__context"), pk)


@require_safe
def interview(request: HouseRequest, pk: int) -> HttpResponse:
    """The case on one page."""
    return _show(request, visible_case(request, pk))


def _show(
    request: HouseRequest, case: Interview, *, refusal: Refusal | None = None, typed: Typed | None = None
) -> HttpResponse:
    actor: Actor = request.actor
    sheet = interview_sheet(case, actor, is_own=is_own(request))
    page = interview_page(sheet, actor, working_calendar())
    subject = subject_of(None if sheet.is_own else case)  # a unit has one act, and sees the case by the same right
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "now": interview_now(sheet, actor, subject, typed),
        "may_fulfil": may_fulfil(case, actor, subject),
        "may_excuse": may_excuse(case, actor, subject),
        "may_excuse_on_paper": may_excuse_on_paper(case, actor, subject),
        "typed": typed,
        "form_key": new_form_key(),
        "refusal": refusal,
    }
    return render(request, "interviews/interview.html", context, status=refusal.status if refusal else 200)


@require_POST
def send_back(request: HouseRequest, pk: int) -> HttpResponse:
    """退回整改."""
    form = ReasonForm(request.POST)
    return _act(request, pk, "send_back", form, lambda case, **told: acts.send_back(case, reason=form.typed, **told))


@require_POST
def close(request: HouseRequest, pk: int) -> HttpResponse:
    """核查通过并办结."""
    form = ReasonForm(request.POST)
    return _act(request, pk, "close", form, lambda case, **told: acts.close(case, verdict=form.typed, **told))


@require_POST
def cancel(request: HouseRequest, pk: int) -> HttpResponse:
    """取消约谈."""
    form = ReasonForm(request.POST)
    return _act(request, pk, "cancel", form, lambda case, **told: acts.cancel(case, reason=form.typed, **told))


def _act(request: HouseRequest, pk: int, act: str, form: Form, perform: Perform) -> HttpResponse:
    """One act of the machine on a visible case. Who may is asked before anything else."""
    case = visible_case(request, pk)
    checks.require(request.actor, INTERVIEW_MACHINE[act].verb, case)
    said = f"已{INTERVIEW_MACHINE[act].label}：{case.unit_name}。"
    return _taken(request, case, form, perform, said=said, typed_into=(act, "reason"))


@require_POST
def minutes(request: HouseRequest, pk: int) -> HttpResponse:
    """起草纪要: a draft among the papers, to be written and checked there."""
    case = visible_case(request, pk)
    checks.require(request.actor, Verb.KEEP_INTERVIEW, case)
    said = f"已起草约谈{case.unit_name}的纪要，请在公文中继续填写。"
    return _taken(request, case, Form(request.POST), acts.draft_minutes, said=said, typed_into=("minutes", "reason"))


@require_POST
def fulfil(request: HouseRequest, pk: int) -> HttpResponse:
    """承诺完成, of one commitment."""
    actor: Actor = request.actor
    commitment = found(Commitment.objects.filter(interview__in=Interview.objects.visible_to(actor)), pk)
    case, form = visible_case(request, commitment.interview_id), FulfilForm(request.POST)
    checks.require(actor, Verb.KEEP_INTERVIEW, case)
    said = f"已登记承诺完成：{commitment.text}。"

    def perform(_: Interview, **told: object) -> object:
        return acts.fulfil(commitment, on=form.cleaned_data["on"], **told)  # type: ignore[arg-type]

    return _taken(request, case, form, perform, said=said, typed_into=(fulfilling(pk), "on"))


@require_POST
def excuse(request: HouseRequest, pk: int) -> HttpResponse:
    """承诺免予完成, of one commitment."""
    actor: Actor = request.actor
    commitment = found(Commitment.objects.filter(interview__in=Interview.objects.visible_to(actor)), pk)
    case, form = visible_case(request, commitment.interview_id), ReasonForm(request.POST)
    checks.require(actor, Verb.CHECK_RECTIFICATION, case)
    said = f"已登记承诺免予完成：{commitment.text}。"

    def perform(_: Interview, **told: object) -> object:
        return acts.excuse(commitment, reason=form.typed, **told)  # type: ignore[arg-type]

    return _taken(request, case, form, perform, said=said, typed_into=(excusing(pk), "reason"))


def _taken(
    request: HouseRequest, case: Interview, form: Form, perform: Perform, *, said: str, typed_into: tuple[str, str]
) -> HttpResponse:
    """Does it, or shows the case again with what was typed into the act (its name, and its field)."""
    actor, at = request.actor, request.now
    act, field = typed_into

    def refused(refusal: Refusal) -> HttpResponse:
        typed = Typed(act, request.POST.get(field, ""), refusal.sentence)
        return _show(request, visible_case(request, case.pk), refusal=refusal, typed=typed)

    return taken(
        request,
        form,
        lambda: perform(case, by=actor, at=at, version=version_of(request)),
        outcome=reverse("interview", args=[case.pk]),
        said=said,
        refused=refused,
    )
