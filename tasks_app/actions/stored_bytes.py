"""Stored bytes on their way out: whole, or refused with an alarm (文件告警) that stays until they are whole again.

Every door for files goes through ``content_of``. A daily walk (每日巡查) looks at all of them, a bounded part a day.
"""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from tasks_app.domain.refusals import NotNow, NotVisible
from tasks_app.models import Blob, FileAlarm, FileWalk

ALTERED = "“{name}”的内容与上传时的校验值不一致，已停止下载；请联系系统管理员核查。"
MISSING = "“{name}”的内容在存储中找不到；请联系系统管理员核查。"
CHUNK = 1024 * 1024
BATCH = 100
# A day's part: what a disk reads in a minute or two.
MOST_FILES = 5000
MOST_BYTES = 4 * 1024**3

logger = logging.getLogger(__name__)
# What each fault is called in the log.
_LOGGED = {FileAlarm.Kind.MISSING: "evidence is missing", FileAlarm.Kind.ALTERED: "evidence was altered"}


@dataclass(frozen=True)
class Walked:
    """What one day's walk looked at, and how many of it are amiss."""

    files: int = 0
    bytes: int = 0
    amiss: int = 0

    def __add__(self, other: "Walked") -> "Walked":
        return Walked(self.files + other.files, self.bytes + other.bytes, self.amiss + other.amiss)


def content_of(blob: Blob, name: str, *, at: datetime) -> bytes:
    """The bytes as they came in. Files are at most 20 MB, so they are read whole and hashed before one of them leaves.

    Raises NotVisible where they are missing, NotNow where they were altered, once the alarm is written.
    """
    try:
        with default_storage.open(blob.path) as stored:
            content: bytes = stored.read()
    except OSError:
        alarm(blob, FileAlarm.Kind.MISSING, FileAlarm.Finder.DOOR, at=at)
        raise NotVisible(MISSING.format(name=name)) from None
    if len(content) != blob.size or hashlib.sha256(content).hexdigest() != blob.sha256:
        alarm(blob, FileAlarm.Kind.ALTERED, FileAlarm.Finder.DOOR, at=at)
        raise NotNow(ALTERED.format(name=name))
    heal(blob, at=at)
    return content


@transaction.atomic
def alarm(blob: Blob, kind: str, finder: str, *, at: datetime) -> None:
    """Writes the alarm, once while it is open; the log hears it each time."""
    logger.error(_LOGGED[FileAlarm.Kind(kind)], extra={"blob": blob.sha256})
    FileAlarm.objects.get_or_create(
        blob=blob, healed_at=None, defaults={"kind": kind, "finder": finder, "found_at": at}
    )


def heal(blob: Blob, *, at: datetime) -> None:
    """The bytes are whole: an alarm about them is over."""
    FileAlarm.objects.open().filter(blob=blob).update(healed_at=at)


def walk(*, at: datetime, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> Walked:
    """A day's part of the walk, from where the last one stopped; first whatever is amiss already.

    Each batch notes how far it came, so that one that is killed is gone on with.
    """
    _look_at(Blob.objects.filter(alarms__in=FileAlarm.objects.open()).distinct(), at=at)
    place, _ = FileWalk.objects.get_or_create(pk=1, defaults={"at": at})
    walked, up_to = Walked(), place.up_to
    while walked.files < most_files and walked.bytes < most_bytes:
        batch = list(Blob.objects.filter(pk__gt=up_to).order_by("pk")[: min(BATCH, most_files - walked.files)])
        walked += _look_at(batch, at=at)
        up_to = batch[-1].pk if batch else 0
        FileWalk.objects.update_or_create(
            pk=1, defaults={"up_to": up_to, "at": at} | ({} if batch else {"rounded_at": at})
        )
        if not batch:
            break
    return walked


def _look_at(blobs: Iterable[Blob], *, at: datetime) -> Walked:
    walked = Walked()
    for blob in blobs:
        kind = fault_of_stored(blob)
        if kind:
            alarm(blob, kind, FileAlarm.Finder.WALK, at=at)
        else:
            heal(blob, at=at)
        walked += Walked(1, blob.size, int(bool(kind)))
    return walked


def fault_of_stored(blob: Blob) -> str:
    """What is wrong with the stored bytes, or an empty word; they are read in pieces."""
    digest, size = hashlib.sha256(), 0
    try:
        with default_storage.open(blob.path) as stored:
            for chunk in stored.chunks(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return FileAlarm.Kind.MISSING
    return "" if size == blob.size and digest.hexdigest() == blob.sha256 else FileAlarm.Kind.ALTERED
