"""What comes out of a period: 汇总表 as a workbook, 专报 as one page for paper. What leaves is noted."""

from contextlib import ExitStack
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.dashboards.period import lines_in, tallies_of
from tasks_app.dashboards.period_brief import brief_of
from tasks_app.documents import period_bulletin, period_files, period_summary
from tasks_app.documents.paper_context import issuer_name
from tasks_app.domain.period_figures import figures_of
from tasks_app.presenters.period_brief import brief_page
from tasks_app.views.files import sent_out
from tasks_app.views.period import office_period


@require_safe
def summary(request: HouseRequest, pk: int) -> FileResponse:
    """汇总表: what every line that should report reported, as one workbook."""
    actor: Actor = request.actor
    period = office_period(request, pk)
    around = period_summary.Summary(period, actor.on, demo=settings.DEMO_BANNER)
    rows = period_summary.rows_of(lines_in(period, actor), period)
    closed = figures_of(tallies_of(period, actor)).closed
    with ExitStack() as cleared_up:
        out = cleared_up.enter_context(TemporaryFile())
        period_summary.write(rows, around, closed=closed, out=out)
        out.seek(0)
        traces.note_download(actor, path=request.path, what=around.title, at=request.now)
        cleared_up.pop_all()  # from here on the response closes the file, after its last byte
    return FileResponse(out, as_attachment=True, filename=around.file_name)


@require_safe
def summary_docx(request: HouseRequest, pk: int) -> HttpResponse:
    """汇总表 as a Word file."""
    actor: Actor = request.actor
    period = office_period(request, pk)
    around = period_summary.Summary(period, actor.on, demo=settings.DEMO_BANNER)
    rows = period_summary.rows_of(lines_in(period, actor), period)
    contents = period_summary.contents(rows, around, closed=figures_of(tallies_of(period, actor)).closed)
    return _word_file(request, contents.title, period_files.summary_file(contents))


@require_safe
def bulletin(request: HouseRequest, pk: int) -> HttpResponse:
    """进展情况通报 as a Word file; nothing is sent or published by making it."""
    actor: Actor = request.actor
    period = office_period(request, pk)
    tallies = tallies_of(period, actor)
    contents = period_bulletin.contents(tallies, period, today=actor.on, demo=settings.DEMO_BANNER)
    file = period_files.bulletin_file(contents, issuer=issuer_name(), signed_on=actor.on)
    return _word_file(request, contents.title, file)


def _word_file(request: HouseRequest, title: str, content: bytes) -> HttpResponse:
    return sent_out(request, content, f"{title}.docx", what=title)


@require_safe
def brief(request: HouseRequest, pk: int) -> HttpResponse:
    """专报: one page of A4 for a vice-mayor, printed by the browser."""
    actor: Actor = request.actor
    page = brief_page(brief_of(office_period(request, pk), actor))
    traces.note_download(actor, path=request.path, what=page.title, at=request.now)
    return render(request, "periods/brief.html", {"page": page, "crumbs": page.crumbs})
