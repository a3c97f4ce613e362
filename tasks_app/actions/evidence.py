"""Taking files in (附件): checked and stored under their hash first, then hung on a report in its transaction."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.package_directory import entries_of
from tasks_app.actions.stored_bytes import fault_of_stored
from tasks_app.actions.transition import step_by
from tasks_app.dashboards.report import removable_files
from tasks_app.domain.packages import package_fault
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.uploads import (
    HEAD_BYTES,
    SCAN_EXTENSIONS,
    extension_of,
    fault_of,
    media_type_of,
    parts_of,
    safe_name,
)
from tasks_app.models import Blob, Evidence, ProgressReport

SCAN_NEEDED = "请上传签批件的扫描件（PDF、OFD 或图片）；没有扫描件，线下签批不能登记。"
STAYS = "已经报送过的附件随件留存，不能移除；如需更正，请另附新的文件并在文字中说明。"
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class StoredFile:
    """Bytes that lie in the store and hang on nothing yet; if it comes to nothing, an orphan file harms nobody."""

    name: str
    sha256: str
    size: int


def take_in(files: Iterable[UploadedFile], *, field: str = "files") -> list[StoredFile]:
    """Stores files, outside of any transaction: 20 times 20 MB must not keep rows, or all of SQLite, locked.

    All are checked before the first is stored; raises Invalid naming the file.
    """
    uploads = list(files)
    require_sound(uploads, field)
    return [store(upload) for upload in uploads]


def take_in_scan(scan: UploadedFile | None, *, needed: str = SCAN_NEEDED) -> StoredFile:
    """Stores a scan. Raises Invalid with the sentence ``needed`` without a file, or with one that is no scan."""
    if scan is None or extension_of(scan.name or "") not in SCAN_EXTENSIONS:
        raise Invalid({"scan": needed})
    [stored] = take_in([scan], field="scan")
    return stored


def store_own(content: bytes, extension: str) -> StoredFile:
    """Stores what this house made itself. The rules of uploads are for what comes in: they are not asked here."""
    return store(SimpleUploadedFile(f"own{extension}", content))


def attach(files: Iterable[StoredFile], report: ProgressReport, *, by: Actor, at: datetime) -> list[Evidence]:
    """Hangs stored files on a report."""
    return [_keep(file, report, Evidence.Kind.MATERIAL, by=by, at=at) for file in files]


def attach_scan(scan: StoredFile | None, report: ProgressReport, *, by: Actor, at: datetime) -> Evidence:
    """Hangs the stored scan of a signed sheet on a report. Raises Invalid without one."""
    if scan is None:
        raise Invalid({"scan": SCAN_NEEDED})
    return _keep(scan, report, Evidence.Kind.SIGNED_SHEET, by=by, at=at)


def remove(wanted: Collection[int], report: ProgressReport, *, by: Actor, at: datetime) -> None:
    """Takes files off a draft (移除附件); the action has locked it and asked who and when.

    Only what came since it was last handed in: what the office may have read stays. History keeps the row, the
    store the bytes. Whatever is gone already is passed over. Raises Invalid.
    """
    files = [file for file in report.evidence.filter(kind=Evidence.Kind.MATERIAL) if file.pk in wanted]
    if not set(files) <= set(removable_files(report, files)):
        raise Invalid({"remove": STAYS})
    for file in files:
        step = step_by(by, kind="report", subject=report, act="remove_file", label="移除附件", at=at)
        step.line, step.work_item_id = report.line, report.line.work_item_id
        step.from_state = step.to_state = report.state
        step.why, step.internal = file.name, True
        step.save(force_insert=True)
        recording.remove(file, by=by, at=at, why="移除附件")


def require_sound(uploads: Sequence[UploadedFile], field: str) -> None:
    """Raises Invalid naming the first file that may not come in, or that there are too many."""
    if len(uploads) > MOST_AT_ONCE:
        raise Invalid({field: f"一次最多上传 {MOST_AT_ONCE} 个文件，请分批上传。"})
    for upload in uploads:
        fault = _fault(upload, upload.name or "", upload.size or 0)
        if fault:
            raise Invalid({field: fault})


def _fault(upload: UploadedFile, name: str, size: int) -> str:
    upload.seek(0)
    fault = fault_of(name, size, upload.read(HEAD_BYTES))
    holds = () if fault else parts_of(name)
    return package_fault(safe_name(name), holds, entries_of(upload, size), size) if holds else fault


def _keep(file: StoredFile, report: ProgressReport, kind: str, *, by: Actor, at: datetime) -> Evidence:
    blob = blob_of(file)
    known = Evidence.objects.filter(report=report, blob=blob, kind=kind, name=file.name).first()
    if known:
        return known
    row = Evidence(report=report, blob=blob, kind=kind, name=file.name, added_by=by.post, added_at=at)
    return recording.save(row, by=by, at=at, why="上传附件")


def store(upload: UploadedFile) -> StoredFile:
    """The bytes in the store; what may come in was asked before.

    What a killed process left half written, or somebody altered, is written again: that mends it for everybody.
    """
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    file = StoredFile(safe_name(upload.name or ""), digest.hexdigest(), upload.size or 0)
    path = Blob(sha256=file.sha256).path
    if default_storage.exists(path) and fault_of_stored(Blob(sha256=file.sha256, size=file.size)):
        default_storage.delete(path)
    if not default_storage.exists(path):
        # Copied, not moved away: a form that is tried again reads its upload again.
        default_storage.save(path, File(upload))
    return file


def blob_of(file: StoredFile) -> Blob:
    """The row of stored bytes, made where nobody had them before."""
    media_type = media_type_of(file.name)
    known, _ = Blob.objects.get_or_create(sha256=file.sha256, defaults={"size": file.size, "media_type": media_type})
    return known
