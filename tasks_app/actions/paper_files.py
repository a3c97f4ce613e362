"""Files of papers coming in: scans of what was signed, stamped or received, and what addressees enclose."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.actor import Actor
from tasks_app.actions import evidence, recording
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.uploads import SCAN_EXTENSIONS, extension_of, media_type_of, safe_name
from tasks_app.models import Paper, PaperFile, PaperService

SCAN_NEEDED = "请上传扫描件（PDF、OFD 或图片）；没有原件扫描件不能登记。"


def keep_scan(
    scan: UploadedFile | None,
    paper: Paper,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    service: PaperService | None = None,
) -> PaperFile:
    """Hangs a scan on a paper. Raises Invalid without a file, or with one that is no scan."""
    if scan is None or extension_of(scan.name or "") not in SCAN_EXTENSIONS:
        raise Invalid({"scan": SCAN_NEEDED})
    [kept] = keep([scan], paper, kind, by=by, at=at, service=service, field="scan")
    return kept


def keep(
    files: Iterable[UploadedFile],
    paper: Paper,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    service: PaperService | None = None,
    field: str = "files",
) -> list[PaperFile]:
    """Hangs files on a paper, or on one of its services. All are checked before the first is stored."""
    uploads = list(files)
    evidence.require_sound(uploads, field)
    return [_kept(upload, paper, kind, service, by=by, at=at) for upload in uploads]


def _kept(
    upload: UploadedFile, paper: Paper, kind: str, service: PaperService | None, *, by: Actor, at: datetime
) -> PaperFile:
    name = safe_name(upload.name or "")
    blob = evidence.store(upload, media_type_of(name))
    row = PaperFile(paper=paper, service=service, blob=blob, kind=kind, name=name, added_by=by.own_post, added_at=at)
    return recording.save(row, by=by, at=at, why=f"上传{row.get_kind_display()}")
