"""What pages show of a file, and of a decision signed on paper (线下签批)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tasks_app.dashboards.file_uses import Use
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.domain.previews import Preview
from tasks_app.models import Blob, FileAlarm


@dataclass(frozen=True)
class FileLink:
    """A file as ``components/file_link.html`` shows it."""

    name: str
    url: str
    size: int
    sha256: str
    uploaded_on: date
    uploaded_by: str
    note: str = ""


@dataclass(frozen=True)
class SheetWords:
    """A decision on paper."""

    signer: str
    signer_title: str
    words: str
    signed_on: date
    registered: str
    scan: FileLink


@dataclass(frozen=True)
class PreviewPage:
    """A file looked at inside the frame (预览), or the sentence that says why it cannot be."""

    name: str
    size: int
    sha256: str
    kind: str
    why_not: str
    download_url: str
    bytes_url: str
    uses: tuple[Use, ...]
    used: str


def preview_page(blob: Blob, name: str, preview: Preview, uses: Sequence[Use], url: str, role: str) -> PreviewPage:
    """The page of one file; ``uses`` are those its reader may see, and are told where there are several."""
    return PreviewPage(
        name=name,
        size=blob.size,
        sha256=blob.sha256,
        kind=preview.kind,
        why_not=preview.why_not,
        download_url=url,
        bytes_url=f"{url}?show=bytes",
        uses=tuple(uses) if len(uses) > 1 else (),
        used=used_words(len(uses), role) if len(uses) > 1 else "",
    )


def used_words(places: int, role: str) -> str:
    """How often the same bytes are used: the office reads all of it, others what they see."""
    return f"同一文件用于 {places} 处" if role in OFFICE_ROLES else f"在您可以查看的范围内，同一文件用于 {places} 处"


def reuse_note(others: Sequence[Use], role: str) -> str:
    """What is said beside a file that was used before: how often to the office, where to everybody else."""
    if not others:
        return ""
    if role in OFFICE_ROLES:
        return f"{used_words(len(others) + 1, role)}。"
    more = f"等 {len(others)} 处" if len(others) > 1 else ""
    return f"此文件已在{others[0].unit}“{others[0].what}”{more}使用过。"


@dataclass(frozen=True)
class AlarmRow:
    """Bytes that were not whole; the office reads where they are used, an administrator where they lie."""

    place: str
    kind: str
    finder: str
    found_at: datetime
    healed_at: datetime | None
    uses: tuple[Use, ...]


def alarm_row(alarm: FileAlarm, uses: Sequence[Use]) -> AlarmRow:
    """One row of the page."""
    return AlarmRow(
        place=alarm.blob.path,
        kind=alarm.get_kind_display(),
        finder=alarm.get_finder_display(),
        found_at=alarm.found_at,
        healed_at=alarm.healed_at,
        uses=tuple(uses),
    )
