"""Files of papers: scans of what was signed, stamped or received, and what addressees enclose."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actor import Actor
from tasks_app.actions import evidence, recording
from tasks_app.actions.evidence import StoredFile
from tasks_app.domain.refusals import Invalid
from tasks_app.models import Paper, PaperFile, PaperService

SCAN_NEEDED = "请上传扫描件（PDF、OFD 或图片）；没有原件扫描件不能登记。"


def keep_scan(
    scan: StoredFile | None,
    paper: Paper,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    service: PaperService | None = None,
) -> PaperFile:
    """Hangs a stored scan on a paper. Raises Invalid without one."""
    if scan is None:
        raise Invalid({"scan": SCAN_NEEDED})
    [kept] = keep([scan], paper, kind, by=by, at=at, service=service)
    return kept


def keep(
    files: Iterable[StoredFile],
    paper: Paper,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    service: PaperService | None = None,
) -> list[PaperFile]:
    """Hangs stored files on a paper, or on one of its services."""
    rows = [
        PaperFile(
            paper=paper,
            service=service,
            blob=evidence.blob_of(file),
            kind=kind,
            name=file.name,
            added_by=by.own_post,
            added_at=at,
        )
        for file in files
    ]
    return [recording.save(row, by=by, at=at, why=f"上传{row.get_kind_display()}") for row in rows]
