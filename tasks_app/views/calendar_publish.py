"""Publishing a year (公布工作日历): first what would move, then the act. Nothing is sent again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tasks_app.actions import calendars
from tasks_app.dashboards.calendar_year import Days, YearOfDays, calendar_with, published_with
from tasks_app.dashboards.rehearsal import MOST_LINES, Moved, moved_by, unfinished_lines
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow, Stale
from tasks_app.forms.calendar import PublishForm
from tasks_app.forms.faults import ask_for_files_again
from tasks_app.models import PolicyVersion
from tasks_app.models.calendar import working_calendar
from tasks_app.permissions import checks
from tasks_app.presenters.calendar import changed_days, moved_groups
from tasks_app.views.acting import acting, new_form_key, version_of
from tasks_app.views.calendar import calendar_trail, known_year

CONFIRMED = "publish"


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_publish(request: HttpRequest, year: int) -> HttpResponse:
    """Asks for the basis and the days, shows what moves, and publishes what was shown."""
    checks.require(request.actor, Verb.KEEP_CALENDAR)  # type: ignore[attr-defined]
    known = known_year(year)
    if request.method != "POST":
        return _page(request, known, PublishForm(year=year, initial={"basis": known.basis}))
    form = PublishForm(request.POST, request.FILES, year=year)
    if not form.is_valid():
        ask_for_files_again(form)
        return _page(request, known, form, status=Invalid.status)
    if request.POST.get("step") != CONFIRMED:
        return _page(request, known, form, preview=_preview(request, known, _days(known, form)))
    return _publish(request, known, form)


def _publish(request: HttpRequest, known: YearOfDays, form: PublishForm) -> HttpResponse:
    by, at = request.actor, request.now  # type: ignore[attr-defined]
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


def _preview(request: HttpRequest, known: YearOfDays, days: Days) -> dict[str, Any]:
    moved = _moved(request.actor.on, known, days)  # type: ignore[attr-defined]
    return {
        "changed": changed_days(known.days, days),
        "moved": moved_groups(moved),
        "moved_count": len(moved),
    }


def _moved(today: date, known: YearOfDays, days: Days) -> list[Moved]:
    """Played to the end of the following quarter, since steps count across the turn of the year."""
    version, old = PolicyVersion.in_force(today), working_calendar()
    end = date(known.year + 1, 3, 31)
    if version is None or end < today:
        return []
    new = calendar_with(old, known.year, days)
    return moved_by(unfinished_lines(), version.policy, old, new, start=today, end=end, most=MOST_LINES)


def _page(
    request: HttpRequest,
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
