"""Files going out: their bytes are hashed again on the way, they leave as attachments, and the download is noted."""

import hashlib
import logging

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from tasks_app.actions import traces
from tasks_app.domain.refusals import NotNow, NotVisible
from tasks_app.models.evidence import Blob

ALTERED = "“{name}”的内容与上传时的校验值不一致，已停止下载；请联系系统管理员核查。"
MISSING = "“{name}”的内容在存储中找不到；请联系系统管理员核查。"

logger = logging.getLogger(__name__)


def attachment(request: HttpRequest, blob: Blob, name: str, *, noted_as: str) -> HttpResponse:
    """The file only as it came in. Raises NotVisible or NotNow where the store no longer has it so."""
    content = _bytes_of(blob, name)
    actor, at = request.actor, request.now  # type: ignore[attr-defined]
    traces.note_download(actor, path=request.path, what=noted_as, at=at)
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=blob.media_type, headers=headers)


def _bytes_of(blob: Blob, name: str) -> bytes:
    """The bytes, as they were stored. Files are at most 20 MB, so they are read whole."""
    try:
        with default_storage.open(blob.path) as stored:
            content: bytes = stored.read()
    except OSError:
        logger.exception("a file is missing", extra={"blob": blob.sha256})
        raise NotVisible(MISSING.format(name=name)) from None
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        logger.error("a file was altered", extra={"blob": blob.sha256})
        raise NotNow(ALTERED.format(name=name))
    return content
