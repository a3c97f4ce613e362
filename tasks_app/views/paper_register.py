"""发文登记簿: every number that was given, as a page to print and as a workbook."""

from contextlib import ExitStack
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.dashboards.paper_register import SoughtNumbers, for_register, register_of, register_years
from tasks_app.documents import paper_register
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_kinds import Series
from tasks_app.permissions import checks
from tasks_app.presenters.filters import address
from tasks_app.presenters.papers import narrowed_to, register_rows, register_words, series_chips, year_chips
from tasks_app.views.acting import number_in
from tasks_app.views.paging import LATEST_NUMBER_FIRST, page_of

FIRST_YEAR, LAST_YEAR = 2000, 2199


@require_safe
def register(request: HouseRequest) -> HttpResponse:
    """The register, the latest number first; numbers of void papers stay."""
    actor = request.actor
    sought = _sought(request)
    pager = page_of(register_of(actor, sought), request, order=LATEST_NUMBER_FIRST, counted="件", showing=for_register)
    context = {
        "rows": register_rows(pager.rows),
        "pager": pager,
        "year_chips": year_chips(sought, register_years(actor)),
        "series_chips": series_chips(sought),
        "narrowed_to": narrowed_to(sought),
        "file_url": address(request.path.removesuffix("/") + ".xlsx", register_words(sought)),
        "today": actor.on,
    }
    return render(request, "papers/register.html", context)


@require_safe
def register_file(request: HouseRequest) -> FileResponse:
    """The same as one workbook. What leaves is noted."""
    actor = request.actor
    sought = _sought(request)
    heading = paper_register.Heading(narrowed_to(sought), actor.on, settings.DEMO_BANNER)
    papers = for_register(register_of(actor, sought)).order_by(*LATEST_NUMBER_FIRST.forwards)
    noted = f"发文登记簿（{heading.narrowed_to}）"
    with ExitStack() as cleared_up:
        out = cleared_up.enter_context(TemporaryFile())
        paper_register.write(papers[: paper_register.MOST_ROWS], heading, out=out)
        out.seek(0)
        traces.note_download(actor, path=request.get_full_path(), what=noted, at=request.now)
        cleared_up.pop_all()  # from here on the response closes the file, after its last byte
    return FileResponse(out, as_attachment=True, filename=heading.file_name)


def _sought(request: HouseRequest) -> SoughtNumbers:
    """Which part is sought; what cannot be read narrows nothing. Raises NotAllowed for whoever keeps no papers."""
    checks.require(request.actor, Verb.SEE_REGISTER)
    year = number_in(request.GET.get("year", "")) or 0
    series = request.GET.get("series", "")
    return SoughtNumbers(year if FIRST_YEAR <= year <= LAST_YEAR else None, series if series in Series.values else "")
