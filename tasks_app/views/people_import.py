"""Importing people on a page (导入人员): the file, what it would change with all faults, the confirmation."""

import json
from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions.people_import import Report, import_people
from tasks_app.documents import people_template
from tasks_app.domain.access import Verb
from tasks_app.domain.people_columns import COLUMNS
from tasks_app.domain.refusals import Invalid, NotNow, Refusal
from tasks_app.forms.people_import import ConfirmForm, PeopleFileForm
from tasks_app.importing.people_file import PersonRow, as_json
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import trail
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.paper_steps import told_by

CHANGED = "从预览到确认之间，系统中的人员有变动，下面是按现在的情况重新核对的结果，请再次确认。"
NOTHING = "文件中的人员和任职系统中都已有，没有需要导入的内容。"


@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: HouseRequest) -> HttpResponse:
    """Asks for a file, and shows what it would do; nothing is written yet."""
    checks.require(request.actor, Verb.IMPORT_PEOPLE)
    if request.method != "POST":
        return _form_page(request, PeopleFileForm())
    form = PeopleFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form, Invalid({}))
    read, basis = form.cleaned_data["file"], form.cleaned_data["basis"]
    report = import_people(read.rows, basis=basis, dry_run=True, faults=read.faults, **told_by(request))
    return _preview(request, read.rows, basis, report)


@require_POST
def confirm(request: HouseRequest) -> HttpResponse:
    """Writes what was shown, all of it; where it would be something else by now, that is shown instead."""
    checks.require(request.actor, Verb.IMPORT_PEOPLE)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _form_page(request, PeopleFileForm(), Invalid({"file": form.fault}))
    rows, basis, seen = (form.cleaned_data[name] for name in ("rows", "basis", "seen"))
    report = Report()
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                report = import_people(rows, basis=basis, seen=seen, **told_by(request))
                if not report.is_written:
                    raise NotNow(CHANGED)
                messages.success(request, f"已导入，共 {len(report.changes)} 项变动。")
                submission.outcome = reverse("people")
    except NotNow as refusal:
        return _preview(request, rows, basis, report, refusal)
    return redirect(submission.outcome)


@require_safe
def template(request: HouseRequest) -> FileResponse:
    """The empty table."""
    checks.require(request.actor, Verb.IMPORT_PEOPLE)
    out = TemporaryFile()  # noqa: SIM115  (the response closes it)
    people_template.write(out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=people_template.NAME)


def _form_page(request: HouseRequest, form: PeopleFileForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {"form": form, "form_key": new_form_key(), "refusal": refusal, "crumbs": _crumbs("导入人员")}
    return render(request, "people/import.html", context, status=refusal.status if refusal else 200)


def _preview(
    request: HouseRequest, rows: tuple[PersonRow, ...], basis: str, report: Report, refusal: Refusal | None = None
) -> HttpResponse:
    titles = {column.key: column.title for column in COLUMNS}
    context = {
        "report": report,
        "faults": [(fault.row, titles.get(fault.cell, ""), fault.message) for fault in report.faults],
        "doubts": [(doubt.row, titles.get(doubt.cell, ""), doubt.message) for doubt in report.doubts],
        "count": len(rows),
        "rows": json.dumps(as_json(rows), ensure_ascii=False),
        "basis": basis,
        "nothing": NOTHING if not (report.changes or report.faults) else "",
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": _crumbs("核对"),
    }
    status = refusal.status if refusal else Invalid.status if report.faults else 200
    return render(request, "people/import_preview.html", context, status=status)


def _crumbs(here: str) -> object:
    return trail(("设置与审计", reverse("settings")), ("人员与任职", reverse("people")), here=here)
