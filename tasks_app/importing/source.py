"""From bytes to numbered lines: encodings and size. What is no text is turned away before, by files/kinds.py."""

import hashlib
import re
from dataclasses import dataclass

from tasks_app.domain.file_note import FileNote
from tasks_app.importing.reading import Doubt, Repair

MAX_BYTES = 4 * 1024 * 1024
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# A file with this share of unreadable characters is damaged UTF-8; with more it is another encoding.
DAMAGED_SHARE = 0.02


NO_NOTE = FileNote()


class Unreadable(Exception):
    """The file cannot be read as text; the message is the Chinese sentence to show."""


@dataclass(frozen=True)
class SourceText:
    """A source file as lines; line 1 is the first. ``sha256`` is taken over the bytes as they came.

    A row of a table is a line drawn with |, whatever the file was; of a workbook, line n is row n of the sheet.
    ``note`` is what the file says of the plan in its properties: it counts where the lines do not say it.
    """

    name: str
    sha256: str
    lines: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    note: FileNote = NO_NOTE

    @property
    def text(self) -> str:
        """The whole text with one kind of line end, so that line n of it is line n of the source."""
        return "\n".join(self.lines)


def read_source(content: bytes, *, name: str) -> SourceText:
    """The text of a file in UTF-8 (with or without BOM), UTF-16 with BOM or GB18030.

    Raises Unreadable for an empty, too large, or damaged file.
    """
    _refuse_nothing_and_too_much(content)
    text, encoding = _decode(content)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Unreadable(f"第 {line} 行含有空字符（NUL），文件已损坏，请重新导出后再导入。")
    lines = tuple(re.split(r"\r\n|\r|\n", text))
    if not text.strip():
        raise Unreadable("文件里没有文字，请检查是否选错了文件。")
    foreign = encoding != "utf-8"
    repairs = (Repair(1, "文件编码转换为 UTF-8", encoding, "utf-8"),) if foreign else ()
    return SourceText(name, hashlib.sha256(content).hexdigest(), lines, repairs)


def _refuse_nothing_and_too_much(content: bytes) -> None:
    if not content:
        raise Unreadable("文件为空（0 字节），请检查是否选错了文件。")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，方案文本不应这样大，请检查是否选错了文件。")


def _decode(content: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            _refuse_damaged_utf8(content)
    raise Unreadable("无法识别文件编码，请另存为 UTF-8 文本后再导入。")


def _refuse_damaged_utf8(content: bytes) -> None:
    """GB18030 accepts nearly any bytes: a UTF-8 file with a few broken ones must not come out as gibberish."""
    text = content.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= max(1, len(text) * DAMAGED_SHARE):
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise Unreadable(f"第 {line} 行有无法识别的字节，文件可能被截断或损坏，请重新取得原文件。")
