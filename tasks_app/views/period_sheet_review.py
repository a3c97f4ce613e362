"""A unit's sheet is decided as a whole: 审核通过, 退回修改, or 登记线下签批 once for all its reports."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import HouseRequest
from tasks_app.actions import period_sheets
from tasks_app.actions.naming import named
from tasks_app.dashboards.period_sheet import sheet_of
from tasks_app.domain.access import Verb
from tasks_app.domain.period_sheets import Cell
from tasks_app.domain.refusals import Invalid, NotNow, NotVisible, Refusal, Stale
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.faults import add_faults
from tasks_app.forms.lines import ReasonForm
from tasks_app.models import ProgressReport, ReportPeriod
from tasks_app.presenters.period_sheet import crumbs_of, title_of
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.period_sheet import show_sheet, unit_period
from tasks_app.views.shown import chosen_in, shown_in

APPROVED = "已审核通过并报送：{title} {count} 件。"
RETURNED = "已退回修改：{title} {count} 件。"
LEFT = "由您本人填写的 {count} 件未处理，须由另一位审核人审核：{names}。"
REGISTERED = "已登记线下签批并报送：{title} {count} 件。"
INCOMPLETE = "还不能登记签批，请先在表中补全：{names}。"
ON_PAPER = "登记线下签批"


@require_POST
def approve(request: HouseRequest, pk: int) -> HttpResponse:
    """审核通过（报送）: all that wait and that the reviewer did not write."""
    period = unit_period(request, pk, Verb.APPROVE_REPORT)
    shown = _own(request, period)
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                decided = period_sheets.approve(shown, period=period, by=request.actor, at=request.now)
                submission.outcome = reverse("period_sheet", args=[pk])
                _say(request, APPROVED, period, decided)
    except (NotNow, Stale) as refusal:
        return show_sheet(request, period, refusal=refusal)
    return redirect(submission.outcome)


@require_POST
def return_to_author(request: HouseRequest, pk: int) -> HttpResponse:
    """退回修改: the ticked lines, or all, with one reason."""
    period = unit_period(request, pk, Verb.APPROVE_REPORT)
    shown, form = _own(request, period), ReasonForm(request.POST)
    if not form.is_valid():
        refusal = Invalid({"reason": str(form.errors["reason"][0])})
        return show_sheet(request, period, refusal=refusal, reason=request.POST.get("reason", ""))
    try:
        with acting(request) as submission:
            if not submission.is_repeat:
                decided = period_sheets.return_to_author(
                    shown,
                    chosen=chosen_in(request),
                    reason=form.typed,
                    period=period,
                    by=request.actor,
                    at=request.now,
                )
                submission.outcome = reverse("period_sheet", args=[pk])
                _say(request, RETURNED, period, decided)
    except (NotNow, Stale) as refusal:
        return show_sheet(request, period, refusal=refusal, reason=form.typed)
    return redirect(submission.outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def on_paper(request: HouseRequest, pk: int) -> HttpResponse:
    """登记线下签批: what the unit's leader signed, once for the whole sheet."""
    period = unit_period(request, pk, Verb.REGISTER_UNIT_SHEET)
    if request.method != "POST":
        return _paper_page(request, period, SheetForm())
    shown, form = _own(request, period), SheetForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Invalid({})
        signed = form.sheet()
        with acting(request) as submission:
            if not submission.is_repeat:
                done = period_sheets.approve_on_paper(
                    shown,
                    signed,
                    period=period,
                    by=request.actor,
                    at=request.now,
                )
                submission.outcome = reverse("period_sheet", args=[pk])
                messages.success(request, REGISTERED.format(title=title_of(period), count=len(done)))
    except Invalid as refusal:
        of_paper = {name: sentence for name, sentence in refusal.faults.items() if name in form.fields}
        add_faults(form, of_paper)
        return _paper_page(request, period, form, refusal)
    except (NotNow, Stale) as refusal:
        return _paper_page(request, period, form, refusal)
    return redirect(submission.outcome)


def _paper_page(
    request: HouseRequest, period: ReportPeriod, form: SheetForm, refusal: Refusal | None = None
) -> HttpResponse:
    """The form, with the reports the sheet is for; what is not whole yet is named."""
    sheet = sheet_of(request.actor, period)
    lacking = [named(entry.line) for entry in sheet.of(Cell.WRITE) if entry.missing()]
    context = {
        "period": period,
        "title": title_of(period),
        "form": form,
        "entries": [entry for entry in sheet.of(Cell.WRITE, Cell.WAIT) if entry.report],
        "lacking": INCOMPLETE.format(names="；".join(lacking)) if lacking else "",
        "form_key": new_form_key(),
        "refusal": refusal,
        "crumbs": crumbs_of(period, here=ON_PAPER),
    }
    return render(request, "periods/paper.html", context, status=refusal.status if refusal else 200)


def _own(request: HouseRequest, period: ReportPeriod) -> dict[int, int]:
    """The reports the page showed, with their versions. Raises NotVisible for one that is not on the unit's sheet."""
    shown = shown_in(request)
    sheet = sheet_of(request.actor, period)
    if not shown.keys() <= {entry.report.pk for entry in sheet.lines if entry.report}:
        raise NotVisible
    return shown


def _say(request: HouseRequest, sentence: str, period: ReportPeriod, decided: period_sheets.Decided) -> None:
    messages.success(request, sentence.format(title=title_of(period), count=len(decided.done)))
    if decided.own:
        messages.warning(request, LEFT.format(count=len(decided.own), names=_names(decided.own)))


def _names(reports: Sequence[ProgressReport]) -> str:
    return "；".join(named(report.line) for report in reports)
