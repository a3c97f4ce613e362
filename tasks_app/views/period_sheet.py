"""一表报送: one page on which a unit writes, saves and sends all its reports of a period."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import period_sheets
from tasks_app.dashboards.period_sheet import periods_of_unit, sheet_of
from tasks_app.domain.access import Role, Verb
from tasks_app.domain.refusals import Invalid, NotNow, Refusal, Stale
from tasks_app.forms.period_sheet import PeriodSheetForm, versions_of
from tasks_app.models import ReportPeriod
from tasks_app.permissions.finding import found
from tasks_app.permissions.roles import require_role
from tasks_app.presenters.frame import year_on
from tasks_app.presenters.period_sheet import sheet_page, title_of
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.autosaving import AUTO, answered, saved

SEND = "send"
BUT_SENT_BACK = "退回修改的事项没有自动保存，改写后请点“保存草稿”。"
SAVED = "已保存{title}：{count} 件，尚未送审。"
NOTHING_NEW = "{title}没有改动，未保存任何内容。"
SENT = "已送审{title}：{count} 件，请通知本单位审核人审核。"


def unit_period(request: HouseRequest, pk: int, verb: Verb) -> ReportPeriod:
    """A period in which the unit reports, once it has begun. Raises NotAllowed, NotVisible or NotNow."""
    actor: Actor = request.actor
    require_role(actor, verb)
    period = found(periods_of_unit(actor), pk)
    period_sheets.require_begun(period, at=request.now)
    return period


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HouseRequest, pk: int) -> HttpResponse:
    """The sheet: the liaison writes on it; the unit's reviewer reads, approves or returns."""
    period = unit_period(request, pk, Verb.WRITE_REPORT)
    if request.method != "POST":
        return show_sheet(request, period)
    form = PeriodSheetForm(sheet_of(request.actor, period).lines, request.POST)
    if request.POST.get("go") == AUTO:
        return _autosave(request, period, form)
    try:
        form.require_shown()
        if not form.is_valid():
            return show_sheet(request, period, form=form, status=Invalid.status)
        return _save(request, period, form)
    except (NotNow, Stale) as refusal:
        lines = sheet_of(request.actor, period).lines
        return show_sheet(request, period, form=form.with_versions_of(lines), refusal=refusal)


def _save(request: HouseRequest, period: ReportPeriod, form: PeriodSheetForm) -> HttpResponse:
    """Saves, and sends where 送审 was pressed; what cannot be sent yet stays a draft, with its faults beside it."""
    actor, at = request.actor, request.now
    sending, faults = request.POST.get("go") == SEND, dict[str, str]()
    with acting(request) as submission:
        if submission.is_repeat:
            return redirect(submission.outcome)
        saved = period_sheets.write(form.entries(sending=sending), period=period, by=actor, at=at)
        sent = 0
        if sending:
            sent, faults = _send(request, period)
        submission.outcome = reverse("period_sheet", args=[period.pk])
    if faults:
        kept = form.with_versions_of(sheet_of(actor, period).lines)
        for line in kept.forms:
            line.is_overtaken = False  # by one's own words
        kept.is_valid()
        kept.add_faults(faults)
        return show_sheet(request, period, form=kept, is_kept=bool(saved), status=Invalid.status)
    sentence = SENT if sent else SAVED if saved else NOTHING_NEW
    messages.success(request, sentence.format(title=title_of(period), count=sent or saved))
    return redirect(submission.outcome)


def _autosave(request: HouseRequest, period: ReportPeriod, form: PeriodSheetForm) -> JsonResponse:
    """The words as they are while somebody types: the same act as 保存草稿, answered in a word.

    A refusal changes nothing: the words stand in the browser, and 保存草稿 shows both versions of each line.
    """
    actor, url = request.actor, reverse("period_sheet", args=[period.pk])
    try:
        form.require_shown()
        if not form.is_valid():
            raise Invalid({})
        with acting(request) as submission:
            if not submission.is_repeat:
                period_sheets.write(form.saved_entries(), period=period, by=actor, at=request.now)
                submission.outcome = url
    except (Invalid, NotNow, Stale) as refusal:
        return answered(refusal)
    left = BUT_SENT_BACK if any(line.waits_for_a_click for line in form.forms) else ""
    return saved(url, versions_of(sheet_of(actor, period).lines), request.now, but=left)


def _send(request: HouseRequest, period: ReportPeriod) -> tuple[int, dict[str, str]]:
    """送审; returns how many went, or what is still missing. Only the sending is undone then, the drafts stay."""
    try:
        return period_sheets.send(period=period, by=request.actor, at=request.now), {}
    except Invalid as refusal:
        return 0, refusal.faults


def show_sheet(
    request: HouseRequest,
    period: ReportPeriod,
    *,
    form: PeriodSheetForm | None = None,
    refusal: Refusal | None = None,
    reason: str = "",
    is_kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page as it is stored now, with what was typed over it. Whoever approves reads the words, and writes none."""
    actor: Actor = request.actor
    stored = sheet_of(actor, period)
    if form is None and actor.role == Role.LIAISON:
        form = PeriodSheetForm(stored.lines)
    page = sheet_page(stored, actor, form, year_on(request).plan_names)
    context = {
        "page": page,
        "period": period,
        "crumbs": page.crumbs,
        "form_key": new_form_key(),
        "refusal": refusal,
        "reason": reason,
        "is_kept": is_kept,
    }
    return render(request, "periods/sheet.html", context, status=refusal.status if refusal else status)
