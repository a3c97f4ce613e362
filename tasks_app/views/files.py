"""Evidence (佐证材料) going out: only to whom the report is visible, and only as it came in."""

import hashlib
import logging

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.domain.refusals import NotNow, NotVisible
from tasks_app.domain.report_states import OUTSIDE
from tasks_app.domain.uploads import media_type_of
from tasks_app.models import Evidence
from tasks_app.models.evidence import Blob
from tasks_app.permissions.finding import found

ALTERED = "“{name}”的内容与上传时的校验值不一致，已停止下载；请联系系统管理员核查。"
MISSING = "“{name}”的内容在存储中找不到；请联系系统管理员核查。"
UNNAMED = "尚未报送的附件"

logger = logging.getLogger(__name__)


@require_safe
def evidence(request: HouseRequest, pk: int) -> HttpResponse:
    """A file as an attachment; its bytes are hashed again on the way out, and the download is noted."""
    actor = request.actor
    file = found(Evidence.objects.visible_to(actor).select_related("blob", "report"), pk)
    return handed_out(request, file.blob, file.name, what=_name_for_the_book(file))


def handed_out(request: HouseRequest, blob: Blob, name: str, *, what: str) -> HttpResponse:
    """The bytes as an attachment under a name; ``what`` is what the book of downloads says."""
    return sent_out(request, _bytes_of(blob, name), name, what=what)


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


def _name_for_the_book(file: Evidence) -> str:
    """The name others than the unit may read too; that of a draft is the unit's own, and the address names the file."""
    handed_in = file.report.state in OUTSIDE and file.report.submitted_at is not None
    return file.name if handed_in else UNNAMED


def _bytes_of(blob: Blob, name: str) -> bytes:
    """The bytes, as they were stored. Files are at most 20 MB, so they are read whole."""
    try:
        with default_storage.open(blob.path) as stored:
            content: bytes = stored.read()
    except OSError:
        logger.exception("evidence is missing", extra={"blob": blob.sha256})
        raise NotVisible(MISSING.format(name=name)) from None
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        logger.error("evidence was altered", extra={"blob": blob.sha256})
        raise NotNow(ALTERED.format(name=name))
    return content
