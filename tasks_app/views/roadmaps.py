"""时间表/路线图 of an issued year, for every unit: on a page, by month, and as files; all of it as it was frozen."""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.roadmap import roadmap_of
from tasks_app.documents import period_files, roadmap_files
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotVisible
from tasks_app.domain.roadmap import MONTHS, RoadmapRow
from tasks_app.models import Cycle
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.cycles import cycle_trail
from tasks_app.views.consultations import XLSX
from tasks_app.views.files import sent_out
from tasks_app.views.staff import own_unit


@dataclass(frozen=True)
class _Drawn:
    """A row with its place among the months: 13 is after the year."""

    row: RoadmapRow
    month: int


def _issued_year(request: HouseRequest, year: int) -> Cycle:
    checks.require(request.actor, Verb.SEE_ROADMAP, own_unit(request.actor))
    issued = Cycle.objects.issued_to(request.actor).filter(year=year, is_imported=False).first()
    if issued is None:
        raise NotVisible
    return issued


def _trail(request: HouseRequest, cycle: Cycle) -> tuple[Crumb, ...]:
    """Under the year; a unit, which does not look over the year, comes from its desk."""
    if checks.can(request.actor, Verb.SUPERVISE):
        return cycle_trail("时间表、路线图", cycle)
    return trail(("工作台", reverse("desk")), here=f"{cycle}时间表、路线图")


@require_safe
def roadmap(request: HouseRequest, year: int) -> HttpResponse:
    """The table, and a picture of it by month."""
    cycle = _issued_year(request, year)
    drawn = [_Drawn(row, row.month_in(year)) for row in roadmap_of(cycle)]
    has_next_year = any(one.month == MONTHS.stop for one in drawn)
    context = {
        "cycle": cycle,
        "title": roadmap_files.title_of(cycle),
        "drawn": drawn,
        "months": [*MONTHS],
        "places": [*MONTHS, MONTHS.stop] if has_next_year else [*MONTHS],
        "has_next_year": has_next_year,
        "crumbs": _trail(request, cycle),
    }
    return render(request, "cycles/roadmap.html", context)


@require_safe
def workbook(request: HouseRequest, year: int) -> HttpResponse:
    """The table as .xlsx."""
    cycle, out = _issued_year(request, year), BytesIO()
    roadmap_files.write(roadmap_of(cycle), cycle, demo=settings.DEMO_BANNER, out=out)
    title = roadmap_files.title_of(cycle)
    return sent_out(request, out.getvalue(), f"{title}.xlsx", what=title, media_type=XLSX)


@require_safe
def document(request: HouseRequest, year: int) -> HttpResponse:
    """The table as .docx, across A4 pages."""
    cycle = _issued_year(request, year)
    paper = roadmap_files.contents(roadmap_of(cycle), cycle, demo=settings.DEMO_BANNER)
    return sent_out(request, period_files.summary_file(paper), f"{paper.title}.docx", what=paper.title)
