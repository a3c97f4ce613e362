"""Reading and writing uploaded plans (后台作业): one at a time, found in the database, never written twice.

A worker claims an upload for a while (``LEASE``) and counts the try before it begins. One that is killed leaves the
claim to run out; then the next ring takes it again. One that is only slow may meet a second at the same work: whoever
comes first moves the row, which is locked then, and the other keeps nothing. Writing is one transaction on that row.
What is written must be what the person saw: else it is read and shown again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from django.db import OperationalError, transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import plans, recording
from tasks_app.actions.plan_answers import registry_with, remember
from tasks_app.actions.plan_previews import Preview
from tasks_app.actions.stored_bytes import content_of
from tasks_app.actions.transition import locked, move
from tasks_app.domain.plan_questions import Answer
from tasks_app.domain.refusals import Invalid, NotAllowed, Refusal
from tasks_app.domain.upload_states import UPLOAD_MACHINE, UploadState
from tasks_app.importing.reading import LeadConvention, Masthead, PlanReading
from tasks_app.models import PlanUpload

log = logging.getLogger(__name__)

# Seven times what a plan of 5,000 rows takes. A killed worker is followed at the first ring of the clock after it: a
# minute later at most, within 105 seconds.
LEASE = timedelta(seconds=45)
MOST_ATTEMPTS = 4
COMPARING = 2

INTERRUPTED = "后台作业多次中断，没有完成，也没有写入任何内容。请重新读取；仍不行的，请联系系统管理员。"
BROKEN = "系统处理这份文件时出错，没有写入任何内容。请重新读取；仍不行的，请把本页地址告诉系统管理员。"
OVERTAKEN = "确认以后，方案或单位又有变动，与您核对的不一致，没有写入任何内容；已重新比对，请再核对一次。"
POST_ENDED = "确认导入的人员已不在原岗位，没有写入任何内容；请由现任人员重新读取并确认。"


@dataclass(frozen=True)
class Claim:
    """One try at one upload; ``version`` is that of the row, which no other step may have moved since."""

    pk: int
    state: str
    version: int


class _Overtaken(Exception):
    """What would be written is not what was shown."""


def work_on_next(*, at: datetime) -> bool:
    """Takes the upload that waits longest, reads or writes it; returns whether there was one."""
    upload = PlanUpload.objects.waiting(at=at).order_by("attempts", "id").only("pk").first()
    if upload is None:
        return False
    try:
        claim = _claim(upload.pk, at)
    except OperationalError:
        log.warning("upload %s is held by somebody and is taken again later", upload.pk, exc_info=True)
        return False
    if claim:
        _tried(claim, at)
    return True


def _tried(claim: Claim, at: datetime) -> None:
    try:
        (_write if claim.state == UploadState.WRITING else _read)(claim, at)
    except OperationalError:
        log.warning("upload %s waits for other work and is taken again later", claim.pk, exc_info=True)
    except Exception:
        log.exception("upload %s could not be worked on", claim.pk)
        _end(claim, BROKEN, at)


@transaction.atomic
def _claim(pk: int, at: datetime) -> Claim | None:
    """The upload for this worker, its try counted; None where another was faster or it was tried often enough."""
    upload = locked(PlanUpload, pk)
    if not PlanUpload.objects.waiting(at=at).filter(pk=pk).exists():
        return None
    if upload.attempts >= MOST_ATTEMPTS:
        _end(Claim(pk, upload.state, upload.version), INTERRUPTED, at)
        return None
    upload.attempts, upload.leased_until, upload.step = upload.attempts + 1, at + LEASE, 1
    if upload.state == UploadState.UPLOADED:
        move(upload, "begin", machine=UPLOAD_MACHINE, by=_clock(at), at=at, checked=True)
    else:
        recording.save(upload, by=_clock(at), at=at, why=f"后台作业第 {upload.attempts} 次")
    return Claim(pk, upload.state, upload.version)


def _held(claim: Claim) -> PlanUpload | None:
    """The row, locked, where it still is as the claim has it: nobody gave it up or was faster."""
    upload = locked(PlanUpload, claim.pk)
    return upload if (upload.state, upload.version) == (claim.state, claim.version) else None


def _read(claim: Claim, at: datetime) -> None:
    reading = _reading_of(PlanUpload.objects.select_related("blob").get(pk=claim.pk), at)
    PlanUpload.objects.filter(pk=claim.pk, version=claim.version).update(step=COMPARING)
    preview = _rehearsed(reading, at)
    with transaction.atomic():
        upload = _held(claim)
        if upload is None:
            return
        preview.show_on(upload)
        upload.leased_until = None
        move(upload, _found(preview, upload), machine=UPLOAD_MACHINE, by=_clock(at), at=at, checked=True)


def _found(preview: Preview, upload: PlanUpload) -> str:
    """The step that a reading leads to. Answers alone are worth writing: they are remembered as aliases."""
    if preview.faults:
        return "ask" if preview.lacks_masthead_only else "fail"
    return "preview" if preview.changes or upload.answers else "same"


def _rehearsed(reading: PlanReading, at: datetime) -> Preview:
    """What an import would change. Rows that would vanish are faults like those of the file."""
    if reading.faults:
        return Preview.of(reading)
    try:
        return Preview.of(reading, plans.rehearse_import(reading, by=_clock(at), at=at).changes)
    except Invalid as refusal:
        return Preview.of(reading, refused=tuple(refusal.faults.values()))


def _write(claim: Claim, at: datetime) -> None:
    try:
        with transaction.atomic():
            upload = _held(claim)
            if upload:
                _import(upload, at)
    except (_Overtaken, Invalid):
        _end(claim, OVERTAKEN, at, act="overtaken")
    except Refusal as refusal:
        _end(claim, refusal.sentence, at)


def _import(upload: PlanUpload, at: datetime) -> None:
    """The whole import, by whoever confirmed it, as the person they are now. Raises _Overtaken, NotAllowed, Invalid."""
    post = upload.confirmed_by
    by = Actor.in_post(post, timezone.localdate(at)) if post else _clock(at)
    if by.post != post or by.is_clock:
        raise NotAllowed(POST_ENDED)
    reading = _reading_of(upload, at)
    outcome = plans.import_reading(reading, by=by, at=at)
    if Preview.of(reading, outcome.changes).digest != upload.preview_hash:
        raise _Overtaken
    remember(map(Answer.from_json, upload.answers), outcome.plan, by=by, at=at)
    upload.plan, upload.leased_until = outcome.plan, None
    move(upload, "write", machine=UPLOAD_MACHINE, by=by, at=at, checked=True)


@transaction.atomic
def _end(claim: Claim, problem: str, at: datetime, *, act: str = "") -> None:
    """Nothing came of it; the page says why, and the file can be read again."""
    upload = _held(claim)
    if upload is None:
        return
    if upload.state == UploadState.UPLOADED:
        move(upload, "begin", machine=UPLOAD_MACHINE, by=_clock(at), at=at, checked=True)
    upload.problem, upload.leased_until = problem, None
    upload.confirmed_by = upload.confirmed_at = None
    if act:
        upload.attempts = 0
    act = act or ("stop" if upload.state == UploadState.WRITING else "fail")
    move(upload, act, machine=UPLOAD_MACHINE, by=_clock(at), at=at, why=problem, checked=True)


def _reading_of(upload: PlanUpload, at: datetime) -> PlanReading:
    content = content_of(upload.blob, upload.name, at=at)
    answers = tuple(map(Answer.from_json, upload.answers))
    return plans.read(
        content,
        name=upload.name,
        lead=cast(LeadConvention, upload.lead),
        given=Masthead(upload.number, upload.title, upload.issuer),
        known=partial(registry_with, answers),
    )


def _clock(at: datetime) -> Actor:
    return Actor.clock("导入方案", "1", on=timezone.localdate(at))
