"""What the office does with a plan's file (上传方案): upload, answer and read again, confirm, give up.

Reading and writing are a job's (``actions.plan_upload_jobs``): nobody's browser waits for 5,000 rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import evidence, recording
from tasks_app.actions.doorbell import ring
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.package_directory import entries_of
from tasks_app.actions.transition import locked, move, require_version, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.packages import package_fault
from tasks_app.domain.plan_questions import Answer
from tasks_app.domain.plan_upload_files import PACKAGES, PlanFile
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.upload_states import UPLOAD_MACHINE
from tasks_app.models import Blob, PlanUpload
from tasks_app.permissions import checks

JOB = "import_plans"
HEAD_BYTES = 2048
FILE_NEEDED = "请选择方案文件。"
NOTHING_TO_WRITE = "读出的方案与已导入的相同，没有需要写入的变动。"


@dataclass(frozen=True)
class Terms:
    """How a file is to be read: who leads where a row does not say, and what the source does not say of the plan."""

    lead: str
    number: str = ""
    title: str = ""
    issuer: str = ""


def take_in(upload: UploadedFile | None) -> StoredFile:
    """Stores the file, outside of any transaction. Raises Invalid, before a byte is stored, where it is no plan's."""
    if upload is None:
        raise Invalid({"file": FILE_NEEDED})
    upload.seek(0)
    file = PlanFile(upload.name or "", upload.size or 0, upload.read(HEAD_BYTES))
    fault = file.fault
    if not fault and file.kind in PACKAGES:
        fault = package_fault(file.shown, file.kind.holds, entries_of(upload, file.size), file.size)
    if fault:
        raise Invalid({"file": fault})
    return evidence.store(upload)


@transaction.atomic
def upload(file: StoredFile, terms: Terms, *, by: Actor, at: datetime) -> PlanUpload:
    """Keeps an uploaded file; a job reads it. Raises NotAllowed for a person who may not import."""
    checks.require(by, Verb.IMPORT_PLAN)
    row = PlanUpload(name=file.name, blob=_blob_of(file), uploaded_by=by.own_post, uploaded_at=at, **vars(terms))
    recording.save(row, by=by, at=at, why="上传方案")
    first = step_by(by, kind=UPLOAD_MACHINE.subject, subject=row, act="upload", label="上传", at=at)
    first.to_state = row.state
    first.save(force_insert=True)
    ring(JOB)
    return row


@transaction.atomic
def reread(
    row: PlanUpload,
    terms: Terms,
    answers: Sequence[Answer],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> PlanUpload:
    """Keeps the answers and terms, and has the file read again with them (重新读取)."""
    row = locked(PlanUpload, row.pk)
    for name, value in vars(terms).items():
        setattr(row, name, value)
    row.answers = [answer.as_json for answer in answers]
    _for_the_job(row)
    move(row, "reread", machine=UPLOAD_MACHINE, by=by, at=at, version=version)
    return row


@transaction.atomic
def confirm(row: PlanUpload, *, by: Actor, at: datetime, version: int | None = None) -> PlanUpload:
    """Has written what the page showed (确认导入). Raises NotNow where there is nothing to write."""
    row = locked(PlanUpload, row.pk)
    checks.require(by, Verb.IMPORT_PLAN)
    require_version(row, version, UPLOAD_MACHINE.subject, by=by)
    UPLOAD_MACHINE.step("confirm", row.state)
    if not row.changes and not row.answers:
        raise NotNow(NOTHING_TO_WRITE)
    row.confirmed_by, row.confirmed_at = by.own_post, at
    _for_the_job(row)
    move(row, "confirm", machine=UPLOAD_MACHINE, by=by, at=at, checked=True)
    return row


@transaction.atomic
def give_up(row: PlanUpload, *, by: Actor, at: datetime, version: int | None = None) -> PlanUpload:
    """Nothing of the file is written (放弃); a job that is reading it finds so and keeps nothing."""
    row = locked(PlanUpload, row.pk)
    row.leased_until = None
    return _moved(row, "give_up", by=by, at=at, version=version)


def call_again(row: PlanUpload, *, by: Actor) -> None:
    """Rings for the job once more: whoever looks at a page that does not move need not wait for the timetable."""
    checks.require(by, Verb.IMPORT_PLAN, row)
    if not row.is_with_the_job:
        raise NotNow("这份文件不在等待处理，请刷新页面查看最新情况。")
    ring(JOB)


def _moved(row: PlanUpload, act: str, *, by: Actor, at: datetime, version: int | None) -> PlanUpload:
    move(row, act, machine=UPLOAD_MACHINE, by=by, at=at, version=version)
    return row


def _for_the_job(row: PlanUpload) -> None:
    """From here on it is the job's: its tries are counted anew."""
    row.problem, row.step, row.attempts, row.leased_until = "", 0, 0, None
    ring(JOB)


def _blob_of(file: StoredFile) -> Blob:
    kind = PlanFile(file.name, file.size, b"").kind
    media_type = kind.media_type if kind else "application/octet-stream"
    known, _ = Blob.objects.get_or_create(sha256=file.sha256, defaults={"size": file.size, "media_type": media_type})
    return known
