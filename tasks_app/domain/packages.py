"""What may lie in a Word, Excel or OFD file: each is a ZIP, judged by its directory alone and never unpacked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_ENTRIES = 5_000
LARGEST_UNPACKED = 400 * 1024 * 1024
# Text packs to a tenth or a thirtieth; a bomb to a thousandth and less.
LARGEST_RATIO = 200
MACROS = "vbaproject.bin"
_OUTSIDE = re.compile(r"^/|\\|:|\x00|(?:^|/)\.\.(?:/|$)")


@dataclass(frozen=True)
class PackageEntry:
    """One line of the directory, as the file states it."""

    name: str
    size: int
    is_encrypted: bool = False


def package_fault(shown: str, holds: Sequence[str], entries: Sequence[PackageEntry] | None, size: int) -> str:
    """The sentence that refuses a package of ``size`` bytes, or an empty one.

    ``holds``: the parts its kind cannot be without, a folder with its slash. ``entries`` is None where there is no
    directory that can be read.
    """
    if entries is None or not all(_is_held(part, entries) for part in holds):
        return f"“{shown}”打不开，或不是它的扩展名所说的文件，请用原软件另存后再上传。"
    if any(_OUTSIDE.search(entry.name) for entry in entries):
        return f"“{shown}”里有指向文件以外的路径，不能上传，请用原软件另存后再上传。"
    if any(entry.name.lower().rsplit("/", 1)[-1] == MACROS for entry in entries):
        return f"“{shown}”带有宏，不能上传，请另存为不含宏的文件后再上传。"
    if any(entry.is_encrypted for entry in entries):
        return f"“{shown}”加了密码，办公室打不开，请取消密码后再上传。"
    unpacked = sum(entry.size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > min(LARGEST_UNPACKED, LARGEST_RATIO * size):
        return f"“{shown}”展开后过大，不能上传，请精简内容或拆分后再上传。"
    return ""


def _is_held(part: str, entries: Sequence[PackageEntry]) -> bool:
    return any(entry.name.startswith(part) if part.endswith("/") else entry.name == part for entry in entries)
