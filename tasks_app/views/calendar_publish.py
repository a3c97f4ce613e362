"""Publishing a year (公布工作日历): first what would move, then the act. Nothing is sent again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import HouseRequest
from tasks_app.actions import calendars
from tasks_app.dashboards.calendar_moves import moves_of
from tasks_app.dashboards.calendar_year import Days, YearOfDays, published_with
from tasks_app.domain.access import Verb
from tasks_app.domain.calendar_doubts import doubts_of
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.forms.calendar import PublishForm
from tasks_app.forms.faults import ask_for_files_again
from tasks_app.permissions import checks
from tasks_app.presenters.calendar import changed_days
from tasks_app.presenters.moved_steps import moved_page
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.calendar import calendar_trail, known_year

CONFIRMED = "publish"
NOT_CONFIRMED = "请先核对以上疑点；确认无误的，勾选后再公布。"


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_publish(request: HouseRequest, year: int) -> HttpResponse:
    """Asks for the basis and the days, shows what moves and what is odd, and publishes what was shown."""
    checks.require(request.actor, Verb.KEEP_CALENDAR)
    known = known_year(year)
    if request.method != "POST":
        return _page(request, known, PublishForm(year=year, initial={"basis": known.basis}))
    form = PublishForm(request.POST, request.FILES, year=year)
    if not form.is_valid():
        ask_for_files_again(form)
        return _page(request, known, form, status=Invalid.status)
    days = _days(known, form)
    doubts = doubts_of({day: works for day, (works, _) in days.items()})
    if request.POST.get("step") != CONFIRMED:
        return _page(request, known, form, preview=_preview(request, known, days, doubts))
    if doubts and not form.cleaned_data["confirmed"]:
        form.add_error("confirmed", NOT_CONFIRMED)
        return _page(request, known, form, preview=_preview(request, known, days, doubts), status=Invalid.status)
    return _publish(request, known, form)


def _publish(request: HouseRequest, known: YearOfDays, form: PublishForm) -> HttpResponse:
    by, at = request.actor, request.now
    try:
        with acting(request) as act:
            if not act.is_repeat:
                basis, days = form.cleaned_data["basis"], _days(known, form)
                calendars.publish_year(known.year, days, basis=basis, by=by, at=at, version=version_of(request))
                act.outcome = reverse("calendar", args=[known.year])
                messages.success(request, f"已公布{known.year}年工作日历；尚未触发的步骤随之调整，已发出的不重发。")
        return redirect(act.outcome)
    except (NotNow, Stale) as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, known, form, status=refusal.status)


def _days(known: YearOfDays, form: PublishForm) -> Days:
    """Every day of the year: by the file, or as it stands where none was chosen."""
    return published_with(known.year, form.read.days) if form.read else known.days


def _preview(request: HouseRequest, known: YearOfDays, days: Days, doubts: list[str]) -> dict[str, Any]:
    today = request.actor.on
    return {
        "changed": changed_days(known.days, days),
        "moved": moved_page(moves_of(known.year, days, today=today)),
        "doubts": doubts,
    }


def _page(
    request: HouseRequest,
    known: YearOfDays,
    form: PublishForm,
    *,
    preview: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "year": known.year,
        "is_official": known.is_official,
        "form": form,
        "preview": preview,
        "rows": form.cleaned_data.get("rows", "") if preview else "",
        "version": known.version,
        "form_key": new_form_key(),
        "crumbs": calendar_trail(known.year, "公布"),
    }
    return render(request, "calendar/preview.html" if preview else "calendar/publish.html", context, status=status)
