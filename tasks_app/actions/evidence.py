"""Taking files in (附件): checked, stored under their hash, hung on a report."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.uploads import HEAD_BYTES, SCAN_EXTENSIONS, extension_of, fault_of, media_type_of, safe_name
from tasks_app.models import Blob, Evidence, ProgressReport

SCAN_NEEDED = "请上传签批件的扫描件（PDF、OFD 或图片）；没有扫描件，线下签批不能登记。"
MOST_AT_ONCE = 20


def attach(
    files: Iterable[UploadedFile], report: ProgressReport, *, by: Actor, at: datetime, field: str = "files"
) -> list[Evidence]:
    """Hangs files on a report. All are checked before the first is stored; raises Invalid naming the file."""
    uploads = list(files)
    require_sound(uploads, field)
    return [_keep(upload, report, Evidence.Kind.MATERIAL, by=by, at=at) for upload in uploads]


def attach_scan(scan: UploadedFile | None, report: ProgressReport, *, by: Actor, at: datetime) -> Evidence:
    """Hangs the scan of a signed sheet on a report. Raises Invalid without a file, or with one that is no scan."""
    if scan is None or extension_of(scan.name or "") not in SCAN_EXTENSIONS:
        raise Invalid({"scan": SCAN_NEEDED})
    _check(scan, "scan")
    return _keep(scan, report, Evidence.Kind.SIGNED_SHEET, by=by, at=at)


def require_sound(uploads: Sequence[UploadedFile], field: str) -> None:
    """Raises Invalid naming the first file that may not come in, or that there are too many."""
    if len(uploads) > MOST_AT_ONCE:
        raise Invalid({field: f"一次最多上传 {MOST_AT_ONCE} 个文件，请分批上传。"})
    for upload in uploads:
        _check(upload, field)


def _check(upload: UploadedFile, field: str) -> None:
    upload.seek(0)
    fault = fault_of(upload.name or "", upload.size or 0, upload.read(HEAD_BYTES))
    if fault:
        raise Invalid({field: fault})


def _keep(upload: UploadedFile, report: ProgressReport, kind: str, *, by: Actor, at: datetime) -> Evidence:
    name = safe_name(upload.name or "")
    blob = store(upload, media_type_of(name))
    known = Evidence.objects.filter(report=report, blob=blob, kind=kind).first()
    if known:
        return known
    row = Evidence(report=report, blob=blob, kind=kind, name=name, added_by=by.post, added_at=at)
    return recording.save(row, by=by, at=at, why="上传附件")


def store(upload: UploadedFile, media_type: str) -> Blob:
    """The blob of these bytes. The file comes before the row: an orphan file harms nobody, an orphan row does.

    A file that a killed process left half written is written again.
    """
    upload.seek(0)
    content = upload.read()
    digest = hashlib.sha256(content).hexdigest()
    blob = Blob(sha256=digest, size=len(content), media_type=media_type)
    if default_storage.exists(blob.path) and default_storage.size(blob.path) != blob.size:
        default_storage.delete(blob.path)
    if not default_storage.exists(blob.path):
        default_storage.save(blob.path, ContentFile(content))
    kept, _ = Blob.objects.get_or_create(sha256=digest, defaults={"size": blob.size, "media_type": media_type})
    return kept
