"""Importing a plan on a page (导入方案): the file, its preview with every doubt, the answers, and the confirmation."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import plan_uploads as acts
from tasks_app.actions.known_units import registry_of
from tasks_app.dashboards.plan_table import rows_with_a_lead
from tasks_app.domain.access import Verb
from tasks_app.domain.plan_questions import Answer
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.domain.upload_states import SHOWN, UPLOAD_MACHINE
from tasks_app.forms.faults import add_faults, ask_for_files_again
from tasks_app.forms.plan_uploads import AnswersForm, PlanUploadForm, TermsForm, TypedAnswer
from tasks_app.importing.registry import UnitRegistry
from tasks_app.models import PlanUpload, StateChange
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.presenters.plan_uploads import (
    UploadPage,
    progress_of,
    upload_page,
    upload_questions,
    uploads_trail,
)
from tasks_app.presenters.timeline import entry_of
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.paper_steps import told_by

LOOK_AGAIN_SECONDS = 3
ANSWERS_WRONG = "有 {count} 处答复不成立，请改正后再提交；其余选择已保留。"
GIVEN_UP = "已放弃，没有写入任何内容。"
TERMS = ("lead", "number", "title", "issuer")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """Asks for a file, and stores it for the job."""
    checks.require(request.actor, Verb.IMPORT_PLAN)
    if request.method != "POST":
        return _form_page(request, PlanUploadForm())
    form = PlanUploadForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            if not submission.is_repeat:
                row = acts.upload(form.cleaned_data["file"], form.terms(), **told_by(request))
                submission.outcome = reverse("plan_upload", args=[row.pk])
    except (Invalid, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            add_faults(form, refusal.faults)
        return _form_page(request, form, refusal)
    return redirect(submission.outcome)


@require_safe
def upload(request: HouseRequest, pk: int) -> HttpResponse:
    """One upload: where it stands, and once it was read everything that was found."""
    return show(request, _visible(request, pk))


@require_POST
def answer(request: HouseRequest, pk: int) -> HttpResponse:
    """Keeps the answers and has the file read again with them."""
    row = _visible(request, pk)
    form = TermsForm(request.POST)
    answers = AnswersForm(request.POST, upload_questions(row), _known(row))
    try:
        if not form.is_valid() or answers.faults:
            raise Invalid({"answers": ANSWERS_WRONG.format(count=answers.faults)} if answers.faults else {})
        with acting(request) as submission:
            if not submission.is_repeat:
                kept = answers.joined(map(Answer.from_json, row.answers))
                acts.reread(row, form.terms(), kept, **told_by(request), version=version_of(request))
                submission.outcome = reverse("plan_upload", args=[pk])
    except (Invalid, NotNow, Stale) as refusal:
        return show(request, _visible(request, pk), refusal, form=form, typed=answers.typed)
    return redirect(submission.outcome)


@require_POST
def confirm(request: HouseRequest, pk: int) -> HttpResponse:
    """What was shown is to be written."""
    return _act(request, pk, lambda row, **told: acts.confirm(row, version=version_of(request), **told), "")


@require_POST
def give_up(request: HouseRequest, pk: int) -> HttpResponse:
    """Nothing of it is to be written."""
    return _act(request, pk, lambda row, **told: acts.give_up(row, version=version_of(request), **told), GIVEN_UP)


@require_POST
def again(request: HouseRequest, pk: int) -> HttpResponse:
    """The job is called once more."""
    return _act(request, pk, lambda row, by, at: acts.call_again(row, by=by), "")


def _act(request: HouseRequest, pk: int, perform: Callable[..., Any], said: str) -> HttpResponse:
    row = _visible(request, pk)
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                perform(row, **told_by(request))
                if said:
                    messages.success(request, said)
                submission.outcome = reverse("plan_upload", args=[pk])
    except (NotNow, Stale) as refusal:
        return show(request, _visible(request, pk), refusal)
    return redirect(submission.outcome)


def show(
    request: HouseRequest,
    row: PlanUpload,
    refusal: Refusal | None = None,
    *,
    form: TermsForm | None = None,
    typed: Mapping[str, TypedAnswer] | None = None,
) -> HttpResponse:
    """The page of an upload. While the job has it the browser comes back by itself, without a script."""
    is_waiting = row.is_with_the_job
    steps = StateChange.objects.filter(kind=UPLOAD_MACHINE.subject, object_id=row.pk)
    context = {
        "upload": row,
        "page": None if is_waiting else _page(request, row, typed or {}),
        "progress": progress_of(row) if is_waiting else None,
        "form": form or TermsForm(initial={name: getattr(row, name) for name in TERMS}),
        "refusal": refusal,
        "entries": [entry_of(step) for step in steps],
        "form_key": new_form_key(),
        "query": request.GET.urlencode(),
        "crumbs": uploads_trail("导入方案"),
    }
    response = render(request, "plan/upload.html", context, status=refusal.status if refusal else 200)
    if is_waiting and request.method != "POST":
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _page(request: HouseRequest, row: PlanUpload, typed: Mapping[str, TypedAnswer]) -> UploadPage:
    settled = rows_with_a_lead(row.reading.get("plan", {}).get("number", ""))
    return upload_page(row, request.GET, known=_known(row), typed=typed, settled=settled)


def _visible(request: HouseRequest, pk: int) -> PlanUpload:
    """The upload; to whoever may not import there is none."""
    rows = PlanUpload.objects.visible_to(request.actor).select_related("blob", "plan")
    return found(rows.defer("plan__source_text"), pk)


def _known(row: PlanUpload) -> UnitRegistry:
    """Everybody known where the plan belongs: what an answer may name; nobody where nothing is asked any more."""
    jurisdiction = row.reading.get("plan", {}).get("jurisdiction", "")
    return registry_of(jurisdiction) if row.state in SHOWN else UnitRegistry()


def _form_page(request: HouseRequest, form: PlanUploadForm, refusal: Refusal | None = None) -> HttpResponse:
    if refusal:
        ask_for_files_again(form)
    context = {"form": form, "form_key": new_form_key(), "refusal": refusal, "crumbs": uploads_trail("上传方案")}
    return render(request, "plan/upload_new.html", context, status=refusal.status if refusal else 200)
