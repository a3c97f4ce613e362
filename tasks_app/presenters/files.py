"""What pages show of a file, and of a decision signed on paper (线下签批)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FileLink:
    """A file as ``components/file_link.html`` shows it."""

    name: str
    url: str
    size: int
    sha256: str
    uploaded_on: date
    uploaded_by: str


@dataclass(frozen=True)
class SheetWords:
    """A decision on paper."""

    signer: str
    signer_title: str
    words: str
    signed_on: date
    registered: str
    scan: FileLink
