"""Which files may come in: kinds by their first bytes, size, and names that promise a state secret.

The office's system carries no state secret (《中华人民共和国保守国家秘密法》): a file whose name bears a
classification mark is refused before a byte of it is stored.
"""

import re
from dataclasses import dataclass

from tasks_app.domain.texts import on_one_line

LARGEST = 20 * 1024 * 1024
LONGEST_NAME_BYTES = 200
HEAD_BYTES = 16
_SECRET_MARK = re.compile(r"绝密|机密|秘密(?:★|☆|级|\d+年)|★")
_UNSAFE = re.compile(r'[/\\:*?"<>|]')


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its extensions, how its bytes begin, and the media type under which it is handed out.

    ``holds``: what a package (a ZIP) of this kind cannot be without (``domain.packages``).
    """

    extensions: tuple[str, ...]
    signatures: tuple[bytes, ...]
    media_type: str
    holds: tuple[str, ...] = ()


_ZIP = (b"PK\x03\x04",)
_OFFICE = "application/vnd.openxmlformats-officedocument"
FILE_KINDS: tuple[FileKind, ...] = (
    FileKind((".pdf",), (b"%PDF-",), "application/pdf"),
    FileKind((".png",), (b"\x89PNG\r\n\x1a\n",), "image/png"),
    FileKind((".jpg", ".jpeg"), (b"\xff\xd8\xff",), "image/jpeg"),
    FileKind((".docx",), _ZIP, f"{_OFFICE}.wordprocessingml.document", ("[Content_Types].xml", "word/")),
    FileKind((".xlsx",), _ZIP, f"{_OFFICE}.spreadsheetml.sheet", ("[Content_Types].xml", "xl/")),
    FileKind((".ofd",), _ZIP, "application/ofd", ("OFD.xml",)),
)
ACCEPTED = "、".join(extension for kind in FILE_KINDS for extension in kind.extensions)
SCAN_EXTENSIONS = (".pdf", ".png", ".jpg", ".jpeg", ".ofd")


def safe_name(name: str) -> str:
    """The name without folders and without characters that file systems or pages stumble over."""
    last = re.split(r"[/\\]", on_one_line(name))[-1]
    return _UNSAFE.sub("_", last).strip(" .") or "附件"


def fitting_name(stem: str, extension: str) -> str:
    """A safe name for what is handed out, of at most ``LONGEST_NAME_BYTES`` bytes; no character is cut in two."""
    room = LONGEST_NAME_BYTES - len(extension.encode())
    return f"{safe_name(_UNSAFE.sub('_', stem)).encode()[:room].decode(errors='ignore').strip(' .')}{extension}"


def secret_mark_in(text: str) -> str:
    """The classification mark (密级标志) that a text bears, or an empty string; spaces do not hide one."""
    found = _SECRET_MARK.search("".join(on_one_line(text).split()))
    return found.group() if found else ""


def fault_of(name: str, size: int, head: bytes) -> str:
    """The sentence that refuses a file, or an empty one. ``head`` are its first ``HEAD_BYTES`` bytes."""
    shown = safe_name(name)
    extension = extension_of(shown)
    kind = next((kind for kind in FILE_KINDS if extension in kind.extensions), None)
    if secret_mark_in(name):
        return "文件名带有密级标志。本系统为非涉密系统，严禁上传国家秘密，该文件未被保存。"
    if size == 0:
        return f"“{shown}”是空文件，请重新选择。"
    if size > LARGEST:
        return f"“{shown}”超过 {LARGEST // 1024 // 1024} MB，请压缩或拆分后再上传。"
    if len(shown.encode()) > LONGEST_NAME_BYTES:
        return "文件名过长，请缩短到 60 个汉字以内再上传。"
    if kind is None:
        return f"“{shown}”的类型不能上传，请使用 {ACCEPTED}。"
    if not head.startswith(kind.signatures):
        return f"“{shown}”的内容与扩展名 {extension} 不符，请用原软件另存后再上传。"
    return ""


def extension_of(name: str) -> str:
    """The lower-case extension with its dot, or an empty string."""
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if stem and dot else ""


def parts_of(name: str) -> tuple[str, ...]:
    """The parts a file of this accepted name cannot be without; none where it is no package."""
    extension = extension_of(safe_name(name))
    return next(kind.holds for kind in FILE_KINDS if extension in kind.extensions)


def media_type_of(name: str) -> str:
    """The media type of an accepted name."""
    extension = extension_of(name)
    return next(kind.media_type for kind in FILE_KINDS if extension in kind.extensions)
