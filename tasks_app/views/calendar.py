"""The calendar of working days (工作日历): a year at a glance, and one day corrected after showing what moves."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import calendars
from tasks_app.dashboards.calendar_moves import moves_of
from tasks_app.dashboards.calendar_year import FIRST_YEAR, LAST_YEAR, YearOfDays, year_of_days
from tasks_app.dashboards.rehearsal import Moves
from tasks_app.domain.access import Verb
from tasks_app.domain.days import iso_day
from tasks_app.domain.refusals import Invalid, NotNow, NotVisible, Stale
from tasks_app.forms.calendar import RESTS, WORKS, DayForm
from tasks_app.permissions import checks
from tasks_app.presenters.calendar import calendar_page
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.moved_steps import MovedPage, moved_page
from tasks_app.views.acting import acting, new_form_key, version_of

CONFIRMED = "save"


@require_safe
def this_year(request: HouseRequest) -> HttpResponse:
    """The calendar of today's year."""
    return redirect("calendar", request.actor.on.year)


@require_safe
def calendar(request: HouseRequest, year: int) -> HttpResponse:
    """Twelve months: open to everyone, since everyone's deadlines are counted by it."""
    actor = request.actor
    may_edit = checks.can(actor, Verb.KEEP_CALENDAR)
    context = {
        "page": calendar_page(known_year(year), today=actor.on, may_edit=may_edit),
        "may_edit": may_edit,
        "crumbs": trail(("设置与审计", reverse("settings")), here="工作日历") if may_edit else (),
    }
    return render(request, "calendar/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_day(request: HouseRequest, day: str) -> HttpResponse:
    """One day: worked or not, and its name."""
    checks.require(request.actor, Verb.KEEP_CALENDAR)
    on = _day(day)
    known = known_year(on.year)
    works, name = known.days[on]
    if request.method != "POST":
        return _day_page(request, on, known, DayForm(initial={"works": WORKS if works else RESTS, "name": name}))
    form = DayForm(request.POST)
    if not form.is_valid():
        return _day_page(request, on, known, form, status=Invalid.status)
    moved = _moved(request, on, known, form)
    if moved.count:
        return _day_page(request, on, known, form, moved=moved)
    return _edit(request, on, known, form)


def _moved(request: HouseRequest, on: date, known: YearOfDays, form: DayForm) -> MovedPage:
    """The steps that move with the day; none where it is only named otherwise, or where they were shown already."""
    works = form.cleaned_data["works"] == WORKS
    if works == known.days[on][0] or request.POST.get("step") == CONFIRMED:
        return moved_page(Moves())
    days = {**known.days, on: (works, form.cleaned_data["name"])}
    return moved_page(moves_of(known.year, days, today=request.actor.on))


def _edit(request: HouseRequest, on: date, known: YearOfDays, form: DayForm) -> HttpResponse:
    try:
        with acting(request) as act:
            if not act.is_repeat:
                works = form.cleaned_data["works"] == WORKS
                by, at = request.actor, request.now
                name = form.cleaned_data["name"]
                calendars.edit_day(on, works=works, name=name, by=by, at=at, version=version_of(request))
                act.outcome = reverse("calendar", args=[on.year])
                said = "上班" if works else "休息"
                messages.success(request, f"已将 {on:%Y-%m-%d} 改为{said}；尚未触发的步骤随之调整，已发出的不重发。")
        return redirect(act.outcome)
    except (NotNow, Stale) as refusal:
        form.add_error(None, refusal.sentence)
        return _day_page(request, on, known, form, status=refusal.status)


def _day_page(
    request: HouseRequest,
    on: date,
    known: YearOfDays,
    form: DayForm,
    *,
    moved: MovedPage | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form of a day or, where its change moves steps, what moves and the question whether to save it."""
    context = {
        "day": on,
        "form": form,
        "moved": moved,
        "year": known.year,
        "version": known.version,
        "form_key": new_form_key(),
        "crumbs": calendar_trail(on.year, f"{on:%Y-%m-%d}"),
    }
    template = "calendar/day_preview.html" if moved else "calendar/day.html"
    return render(request, template, context, status=status)


def known_year(year: int) -> YearOfDays:
    """The year. Raises NotVisible for years no calendar of ours reaches."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotVisible
    return year_of_days(year)


def calendar_trail(year: int, here: str) -> tuple[Crumb, ...]:
    """The steps to a page within a year."""
    return trail(
        ("设置与审计", reverse("settings")), (f"{year}年工作日历", reverse("calendar", args=[year])), here=here
    )


def _day(text: str) -> date:
    day = iso_day(text)
    if day is None:
        raise NotVisible
    return day
