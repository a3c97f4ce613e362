"""Files going out (文件): only to whom they are visible, only as they came in, and each time noted.

Every door of a file (evidence, scans of papers and sheets, mandates) ends in ``handed_out``, which knows three ways:
as an attachment, ``?show=page`` for a page around it, ``?show=bytes`` for what that page shows.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.actions.stored_bytes import content_of
from tasks_app.dashboards.file_uses import uses_of
from tasks_app.domain.previews import preview_of
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.report_states import OUTSIDE
from tasks_app.domain.uploads import media_type_of
from tasks_app.models import Evidence
from tasks_app.models.evidence import Blob
from tasks_app.permissions.finding import found
from tasks_app.presenters.files import preview_page

UNNAMED = "尚未报送的附件"
# What a previewed file may do within its own frame: nothing but be drawn. A sandbox would stop a browser's PDF viewer.
_DRAWN = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
FRAMED = {
    "picture": f"{_DRAWN}; sandbox; frame-ancestors 'self'",
    "pdf": f"{_DRAWN}; object-src 'self'; frame-ancestors 'self'",
}


@require_safe
def evidence(request: HouseRequest, pk: int) -> HttpResponse:
    """A file of a report."""
    actor = request.actor
    file = found(Evidence.objects.visible_to(actor).select_related("blob", "report"), pk)
    return handed_out(request, file.blob, file.name, what=_name_for_the_book(file))


def handed_out(request: HouseRequest, blob: Blob, name: str, *, what: str) -> HttpResponse:
    """The bytes under a name, verified first; ``what`` is what the book of downloads says."""
    content = content_of(blob, name, at=request.now)
    show = request.GET.get("show", "")
    if show == "page":
        uses = uses_of({blob.pk}, request.actor).get(blob.pk, ())
        page = preview_page(blob, name, preview_of(name, content), uses, request.path, request.actor.role)
        return render(request, "files/preview.html", {"page": page, "back_url": _way_back(request)})
    if show == "bytes":
        return _framed(request, content, name, what=what)
    return sent_out(request, content, name, what=what)


def sent_out(request: HouseRequest, content: bytes, name: str, *, what: str, media_type: str = "") -> HttpResponse:
    """Bytes as an attachment under a name, noted in the book of downloads.

    ``media_type`` where the name is not of a kind that may come in.
    """
    traces.note_download(request.actor, path=request.path, what=what, at=request.now)
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media_type or media_type_of(name), headers=headers)


def _framed(request: HouseRequest, content: bytes, name: str, *, what: str) -> HttpResponse:
    """Bytes to be drawn within our own page, noted like a download. Raises NotNow where they are not."""
    preview = preview_of(name, content)
    if not preview.kind:
        raise NotNow(preview.why_not)
    answer = sent_out(request, content, name, what=f"预览：{what}")
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    answer["Content-Security-Policy"] = FRAMED[preview.kind]
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _way_back(request: HouseRequest) -> str:
    """The page of ours that led here; empty where none did."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if is_ours and request.path not in came_from else ""


def _name_for_the_book(file: Evidence) -> str:
    """The name others than the unit may read too; that of a draft is the unit's own, and the address names the file."""
    handed_in = file.report.state in OUTSIDE and file.report.submitted_at is not None
    return file.name if handed_in else UNNAMED
