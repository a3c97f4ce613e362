"""What all forms of a report share: shown with what it is about, saved once, sent where 送审 was pressed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import evidence, gathering, reports
from tasks_app.actions.evidence import StoredFile
from tasks_app.dashboards.gathering import silent_units
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.dashboards.report import files_of, handed_in_last, removable_files
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.domain.report_states import OPEN_REPORT, ReportKind, ReportState
from tasks_app.forms.faults import add_faults, ask_for_files_again
from tasks_app.forms.reports import OnBehalfForm, ReportForm
from tasks_app.models import ProgressReport, UnitLine
from tasks_app.presenters.drafts import draft_page
from tasks_app.presenters.links import name_of
from tasks_app.presenters.reports import link_of, reuse_notes
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.autosaving import AUTO, SENT_BACK_IS_A_STEP, answered, saved

SEND, GATHER = "send", "gather"


@dataclass(frozen=True)
class Writing:
    """A form about to be shown or saved, and what it is about. ``report`` is the stored one that is edited."""

    line: UnitLine
    kind: str
    year: CycleToday
    form: ReportForm | OnBehalfForm
    report: ProgressReport | None = None


def show_draft(
    request: HouseRequest, writing: Writing, *, refusal: Refusal | None = None, is_kept: bool = False, status: int = 200
) -> HttpResponse:
    """The form's page. After a refusal it shows the stored version beside what was typed."""
    files = files_of(writing.report) if writing.report else []
    notes = reuse_notes(writing.report, files, request.actor) if writing.report else {}
    if isinstance(writing.form, ReportForm):
        writing.form.offer_removal(removable_files(writing.report, files) if writing.report else ())
    if status != HTTPStatus.OK and not is_kept:
        ask_for_files_again(writing.form)
    stored = _stored(writing, request.actor) if refusal else None
    silent = silent_units(writing.line) if writing.kind == ReportKind.CLOSING else []
    previous = handed_in_last(writing.line, besides=writing.report)
    page = draft_page(
        writing.line,
        writing.kind,
        writing.year,
        is_recorded=isinstance(writing.form, OnBehalfForm),
        role=request.actor.role,
        report=writing.report,
        previous=previous,
        stored=stored,
        silent=silent,
    )
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "form": writing.form,
        "files": [link_of(file, notes.get(file.blob_id, "")) for file in files],
        "asked_fields": writing.form.asked_fields(also=asked_of(writing.kind, previous, silent)),
        "version": stored.version if stored and writing.report else writing.report.version if writing.report else None,
        "form_key": new_form_key(),
        "refusal": refusal,
        "is_kept": is_kept,
    }
    return render(request, "reports/form.html", context, status=status)


def asked_of(kind: str, previous: ProgressReport | None, silent: list[str]) -> set[str]:
    """What must be explained whatever the words are; that progress fell is known only when they are sent."""
    remark = {"taken_up"} if previous and previous.is_in_part else set()
    return remark | ({"without_reason"} if silent and kind == ReportKind.CLOSING else set())


def save_draft(
    request: HouseRequest, writing: Writing, save: Callable[[list[StoredFile]], ProgressReport]
) -> HttpResponse:
    """Saves, and sends where 送审 was pressed. What cannot be sent yet stays a draft, with its faults beside it."""
    if request.POST.get("go") == AUTO:
        return autosaved(request, writing, save)
    faults: dict[str, str] = {}
    report = None
    if not writing.form.is_valid():
        return show_draft(request, writing, status=Invalid.status)
    try:
        files = evidence.take_in(writing.form.uploads())
        with acting(request) as submission:
            if not submission.is_repeat:
                report = save(files)
                faults = _go_on(request, report)
                submission.outcome = reverse("report_edit" if faults else "report", args=[report.pk])
    except Invalid as refusal:
        add_faults(writing.form, refusal.faults)
        return show_draft(request, writing, status=refusal.status)
    except (NotNow, Stale) as refusal:
        return show_draft(request, writing, refusal=refusal, status=refusal.status)
    if report and faults:
        return _show_kept(request, writing, report, faults)
    if report:
        messages.success(request, _said(report))
    return redirect(submission.outcome)


def _go_on(request: HouseRequest, report: ProgressReport) -> dict[str, str]:
    """What the pressed button asks for besides saving. Where nothing can be quoted yet, a sentence says so."""
    if request.POST.get("go") == GATHER:
        try:
            count = gathering.gather(report, by=request.actor, at=request.now)
            messages.info(request, f"已引用 {count} 个配合单位的报送内容，请在下方核对。")
        except NotNow as refusal:
            messages.warning(request, refusal.sentence)
    return _send(request, report) if request.POST.get("go") == SEND else {}


def _send(request: HouseRequest, report: ProgressReport) -> dict[str, str]:
    """送审; returns what is still missing. Only the sending is undone then, the draft stays."""
    try:
        reports.send(report, by=request.actor, at=request.now)
    except Invalid as refusal:
        return refusal.faults
    report.refresh_from_db(fields=["state", "version"])
    return {}


def autosaved(
    request: HouseRequest, writing: Writing, save: Callable[[list[StoredFile]], ProgressReport]
) -> JsonResponse:
    """The words as they are while somebody types: the same act as 保存草稿, without files, answered in a word.

    A refusal changes nothing: the words stand in the browser, and 保存草稿 shows both versions.
    """
    if writing.report and writing.report.state == ReportState.SENT_BACK:
        return answered(NotNow(SENT_BACK_IS_A_STEP))
    if not writing.form.is_valid():
        return answered(Invalid({}))
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                report = save([])
                submission.outcome = reverse("report_edit", args=[report.pk])
    except (Invalid, NotNow, Stale) as refusal:
        return answered(refusal)
    url = submission.outcome
    stored = ProgressReport.objects.visible_to(request.actor).get(pk=resolve(url).kwargs["pk"])
    return saved(url, {"version": stored.version}, request.now)


def _show_kept(request: HouseRequest, writing: Writing, report: ProgressReport, faults: dict[str, str]) -> HttpResponse:
    """The saved draft, with what must be mended before it can be sent."""
    writing.form.fields.pop("period", None)
    add_faults(writing.form, faults)
    return show_draft(request, replace(writing, report=report), is_kept=True, status=Invalid.status)


def _stored(writing: Writing, actor: Actor) -> ProgressReport | None:
    """What the database holds now: of the report that is edited, or of the one that somebody else began.

    A clerk who records for a unit meets the unit's own draft only as a refusal: its words are the unit's.
    """
    visible = ProgressReport.objects.visible_to(actor).filter(line=writing.line)
    known = visible.select_related("period", "author__user")
    if writing.report:
        return known.filter(pk=writing.report.pk).first()
    period = writing.form.chosen_period()
    same = known.filter(period=period) if period else known.filter(kind=writing.kind, state__in=OPEN_REPORT)
    return same.first()


def _said(report: ProgressReport) -> str:
    """What happened, in a sentence."""
    done = {
        ReportState.DRAFT: "已保存草稿：{}，尚未送审。",
        ReportState.UNIT_REVIEW: "已送审：{}，请通知本单位审核人审核。",
        ReportState.SUBMITTED: "已代录并报送：{}。",
    }
    return done[ReportState(report.state)].format(name_of(report))
