"""Stored bytes: whole, or an alarm that stays until they are whole again; and the daily walk that looks at all."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from tasks_app.actions import stored_bytes
from tasks_app.actions.evidence import blob_of
from tasks_app.dashboards.clock_health import clock_health
from tasks_app.domain.refusals import NotNow, NotVisible
from tasks_app.models import Blob, FileAlarm, FileWalk
from tests.factories import LATER, PDF, pdf, stored

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def kept(*contents: bytes) -> list[Blob]:
    """Blobs with these bytes."""
    return [blob_of(file) for content in contents for file in stored(pdf(content=PDF + content))]


def spoil(blob: Blob, how: str) -> None:
    path = Path(default_storage.path(blob.path))
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + (b"!" if how == "altered" else b""))


@pytest.mark.parametrize(
    ("how", "kind", "refusal"),
    [("missing", "missing", NotVisible), ("altered", "altered", NotNow), ("short", "altered", NotNow)],
)
def test_an_alarm_stays_until_the_bytes_are_whole(how: str, kind: str, refusal: type[Exception]) -> None:
    [blob] = kept(b"1")
    spoil(blob, how)
    for _ in range(2):
        with pytest.raises(refusal):
            stored_bytes.content_of(blob, "件.pdf", at=LATER)
    alarm = FileAlarm.objects.get()
    assert (alarm.kind, alarm.finder, alarm.found_at, alarm.healed_at) == (kind, "door", LATER, None)
    assert clock_health(LATER).broken_files == 1
    assert "1 个文件缺失或内容改变" in "".join(clock_health(LATER).banner)
    stored(pdf(content=PDF + b"1"))  # somebody brings the same file again
    assert stored_bytes.content_of(blob, "件.pdf", at=LATER) == PDF + b"1"
    assert FileAlarm.objects.get().healed_at == LATER
    assert clock_health(LATER).broken_files == 0


def test_the_walk_goes_on_where_it_stopped_and_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_bytes, "BATCH", 2)
    blobs = kept(*(b"%d" % number for number in range(5)))
    spoil(blobs[3], "altered")
    days = [stored_bytes.walk(at=LATER + timedelta(days=day), most_files=3) for day in range(3)]
    assert [(day.files, day.amiss) for day in days] == [(3, 0), (2, 1), (3, 0)]
    alarm = FileAlarm.objects.get()
    assert (alarm.blob, alarm.finder) == (blobs[3], "walk")
    place = FileWalk.objects.get()
    assert (place.up_to, place.rounded_at) == (blobs[2].pk, LATER + timedelta(days=1))
    Path(default_storage.path(blobs[3].path)).write_bytes(PDF + b"3")  # restored from the backup
    stored_bytes.walk(at=LATER + timedelta(days=3), most_files=0)
    assert FileAlarm.objects.get().healed_at == LATER + timedelta(days=3)


def test_a_day_reads_so_many_bytes_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_bytes, "BATCH", 1)
    kept(b"1", b"2", b"3")
    assert stored_bytes.walk(at=LATER, most_bytes=1).files == 1
