"""Reads the directory of a ZIP (Word, Excel, OFD) without unpacking anything of it."""

import struct
from typing import IO
from zipfile import BadZipFile, ZipFile

from tasks_app.domain.packages import MOST_ENTRIES, PackageEntry

# The end of a ZIP says where its directory lies and how long it is: 22 bytes and a comment.
END = b"PK\x05\x06"
END_OF_LARGE = b"PK\x06\x07"
END_BYTES = 22
END_AREA = END_BYTES + 0xFFFF
LARGEST_DIRECTORY = MOST_ENTRIES * 200
ENCRYPTED = 0x1
UNREADABLE = (BadZipFile, NotImplementedError, OverflowError, ValueError, struct.error, OSError)


def entries_of(file: IO[bytes], size: int) -> list[PackageEntry] | None:
    """The entries as the directory states them; None where there is none, or one longer than any true file has."""
    if not _is_modest(file, size):
        return None
    try:
        with ZipFile(file) as package:
            return [
                PackageEntry(entry.orig_filename, entry.file_size, bool(entry.flag_bits & ENCRYPTED))
                for entry in package.infolist()
            ]
    except UNREADABLE:
        return None


def _is_modest(file: IO[bytes], size: int) -> bool:
    """Whether the directory is short enough to be read: 20 MB of nothing but directory would fill the memory.

    Files of more than 4 GB name a second end, which overrules the first; ours are never that large.
    """
    file.seek(max(0, size - END_AREA))
    area = file.read(END_AREA)
    at = area.rfind(END)
    if at < 0 or len(area) - at < END_BYTES or END_OF_LARGE in area[:at][-END_BYTES:]:
        return False
    (length,) = struct.unpack_from("<L", area, at + 12)
    return bool(length <= LARGEST_DIRECTORY)
