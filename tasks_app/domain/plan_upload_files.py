"""Which files may come in as a plan: kinds, first bytes and size, asked before a byte of them is stored."""

import re
from dataclasses import dataclass

from tasks_app.domain.uploads import (
    FILE_KINDS,
    LARGEST,
    LONGEST_NAME_BYTES,
    FileKind,
    extension_of,
    safe_name,
    secret_mark_in,
)

MEGABYTE = 1024 * 1024
LARGEST_TEXT = 4 * MEGABYTE
PACKAGES = tuple(kind for kind in FILE_KINDS if {".docx", ".xlsx"} & set(kind.extensions))
TEXTS = (
    FileKind((".txt", ".md"), (), "text/plain"),
    FileKind((".csv",), (), "text/csv"),
    FileKind((".json",), (), "application/json"),
)
ACCEPTED = "、".join(extension for kind in (*PACKAGES, *TEXTS) for extension in kind.extensions)

MARKED = "文件名或文件开头带有密级标志。本系统为非涉密系统，严禁上传国家秘密，该文件未被保存。"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What a file of text never begins with, and what it is then.
NO_TEXT = {
    b"PK\x03\x04": "Word、Excel 文件或压缩包",
    OLD_OFFICE: "旧版 Office 文件",
    b"%PDF": "PDF 文件",
    b"MZ": "程序",
}
HEAD_LINES = 12
_MARK_LINE = re.compile(r"(?:绝密|机密|秘密)(?:[★☆].*|级|\d+年)?")


@dataclass(frozen=True)
class PlanFile:
    """A file as it was offered: its name, its size in bytes, and how it begins."""

    name: str
    size: int
    head: bytes

    @property
    def shown(self) -> str:
        """The name as pages write it."""
        return safe_name(self.name)

    @property
    def kind(self) -> FileKind | None:
        """What it says it is; None where plans do not come so."""
        extension = extension_of(self.shown)
        return next((kind for kind in (*PACKAGES, *TEXTS) if extension in kind.extensions), None)

    @property
    def fault(self) -> str:
        """The sentence that refuses the file, or an empty one."""
        kind = self.kind
        if secret_mark_in(self.name) or (kind in TEXTS and _begins_with_mark(self.head)):
            return MARKED
        if self.size == 0:
            return f"“{self.shown}”是空文件（0 字节），请检查是否选错了文件。"
        if len(self.shown.encode()) > LONGEST_NAME_BYTES:
            return "文件名过长，请缩短到 60 个汉字以内再上传。"
        if self.head.startswith(OLD_OFFICE):
            return f"“{self.shown}”是旧版 Office 文件或加了密码的文件，请用原软件另存为 .docx 或 .xlsx 后再上传。"
        if kind is None:
            return f"“{self.shown}”的类型不能作为方案导入，请使用 {ACCEPTED}。"
        return self._fault_as(kind)

    def _fault_as(self, kind: FileKind) -> str:
        largest = LARGEST_TEXT if kind in TEXTS else LARGEST
        if self.size > largest:
            return f"“{self.shown}”超过 {largest // MEGABYTE} MB，方案不应这样大，请检查是否选错了文件。"
        if kind in PACKAGES and not self.head.startswith(kind.signatures):
            return f"“{self.shown}”的内容与扩展名不符，不是真正的 Office 文件，请用原软件另存后再上传。"
        disguised = next((what for sign, what in NO_TEXT.items() if self.head.startswith(sign)), "")
        if kind in TEXTS and disguised:
            return f"“{self.shown}”的内容与扩展名不符：这是{disguised}，不是文本，请核对后再上传。"
        return ""


def _begins_with_mark(head: bytes) -> bool:
    """Whether one of the first lines of a text is a classification mark and nothing else (机密★10年)."""
    for encoding in ("utf-8-sig", "gb18030"):
        lines = head.decode(encoding, errors="ignore").splitlines()[:HEAD_LINES]
        if any(_MARK_LINE.fullmatch("".join(line.split())) for line in lines):
            return True
    return False
