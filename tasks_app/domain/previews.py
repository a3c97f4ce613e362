"""Which files may be looked at inside a page (预览): pictures, and PDFs that do nothing by themselves.

A browser shows a PDF in a viewer of its own, away from our page. Files with scripts, actions that begin by themselves,
enclosures, or a lock are not opened there all the same; packed parts (object streams) are unpacked and looked through.
"""

import re
import zlib
from dataclasses import dataclass

from tasks_app.domain.uploads import extension_of

PICTURES = (".png", ".jpg", ".jpeg")
PDF = ".pdf"
OTHER_KIND = "此类文件不能在页面内预览，请下载后用本机软件查看。"
ACTIVE = "文件含有脚本、自动动作或内嵌文件，不在页面内打开；请下载后用本机软件查看，并留意来源。"
LOCKED = "文件设有密码或权限限制，不能在页面内预览，请下载后查看。"
TOO_DEEP = "文件结构过于复杂，不能在页面内预览，请下载后查看。"
# Every script names its kind (/S /JavaScript). Shorter marks would be met by chance in packed pictures.
_ACTIVE = re.compile(rb"/(JavaScript|OpenAction|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")
_LOCKED = re.compile(rb"/Encrypt\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n", re.DOTALL)
# An action that only says where to begin reading is in nearly every PDF that an office exports.
_BEGINS_AT_A_PAGE = re.compile(rb"/OpenAction\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
MOST_UNPACKED = 32 * 1024 * 1024


@dataclass(frozen=True)
class Preview:
    """How a file is shown: as a picture, as a PDF, or not at all, with the sentence that says why."""

    kind: str = ""
    why_not: str = ""


def may_be_previewed(name: str) -> bool:
    """Whether a file of this name is of a kind that a page shows; what is in it is asked when it is opened."""
    return extension_of(name) in (*PICTURES, PDF)


def preview_of(name: str, content: bytes) -> Preview:
    """How a file is shown."""
    extension = extension_of(name)
    if extension in PICTURES:
        return Preview("picture")
    if extension != PDF:
        return Preview(why_not=OTHER_KIND)
    why_not = _fault_of_pdf(content)
    return Preview("" if why_not else "pdf", why_not)


def _fault_of_pdf(content: bytes) -> str:
    parts = [content]
    room = MOST_UNPACKED
    for found in _PACKED.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            parts.append(unpacker.decompress(content[found.end() :], room + 1))
        except zlib.error:
            return TOO_DEEP
        room -= len(parts[-1])
        if room < 0:
            return TOO_DEEP
    plain = [_HEX.sub(lambda hit: bytes([int(hit[1], 16)]), part) for part in parts]
    if any(_LOCKED.search(part) for part in plain):
        return LOCKED
    return ACTIVE if any(_ACTIVE.search(_BEGINS_AT_A_PAGE.sub(b"", part)) for part in plain) else ""
