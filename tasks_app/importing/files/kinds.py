"""Which kind of file this is, by its first bytes and what it holds, never by its name; then its text."""

import re

from tasks_app.importing.files.csv_table import csv_lines, delimiter_of
from tasks_app.importing.files.office import read_office
from tasks_app.importing.source import SourceText, Unreadable, read_source

# The largest file that is looked into; what a text may have is less (source.MAX_BYTES).
MAX_FILE_BYTES = 20 * 1024 * 1024
PACKAGE, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LOOKED_AT = 2_000

SAVE_AS = "请用 Word 或 Excel 打开并另存为 .docx 或 .xlsx 后再导入。"
# How files begin that are not read, and what to do.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "这是 PDF 文件。请换用 Word 原稿，或转换为 .docx 并核对后再导入。"),
    (b"PK\x05\x06", "这是空的压缩包，请检查是否选错了文件。"),
    (b"{\\rtf", f"这是 RTF 文件，{SAVE_AS}"),
    (b"Rar!", "这是压缩包，请解压后导入其中的 .docx 或 .xlsx。"),
    (b"7z\xbc\xaf", "这是压缩包，请解压后导入其中的 .docx 或 .xlsx。"),
    (b"\x1f\x8b", "这是压缩包，请解压后导入其中的 .docx 或 .xlsx。"),
    (b"\x89PNG", "这是图片，里面的文字读不到；请换用文字版后再导入。"),
    (b"\xff\xd8\xff", "这是图片，里面的文字读不到；请换用文字版后再导入。"),
    (b"MZ", "这是程序，不是文档，请检查是否选错了文件。"),
    (b"\x7fELF", "这是程序，不是文档，请检查是否选错了文件。"),
)
WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<head|<meta|<table|<body)", re.IGNORECASE)
OLD_XML = re.compile(rb"\s*<\?xml|\s*<[a-z]+:?(?:workbook|wordDocument)", re.IGNORECASE)


def read_file(content: bytes, *, name: str) -> SourceText:
    """The text of any file that can be read: .txt, .md, .csv, .json, .docx, .xlsx.

    Raises Unreadable, with one sentence that says what to do, for every other file and for every damaged one.
    """
    if len(content) > MAX_FILE_BYTES:
        raise Unreadable(f"文件超过 {MAX_FILE_BYTES // 1024 // 1024} MB，请删去图片等无关内容，或检查是否选错了文件。")
    if content.startswith(PACKAGE):
        return read_office(content, name=name)
    refuse_others(content)
    source = read_source(content, name=name)
    if source.text.lstrip().startswith(("{", "[")):
        return source
    delimiter = delimiter_of(source.text, name=name)
    return csv_lines(source, delimiter) if delimiter else source


def refuse_others(content: bytes) -> None:
    """Raises Unreadable for a file that begins like one which cannot be read, and says what to do."""
    if content.startswith(OLD_OFFICE):
        raise Unreadable(_old_office(content))
    for begins, sentence in OTHERS:
        if content.startswith(begins):
            raise Unreadable(sentence)
    head = content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe")
    if WEB_PAGE.match(head):
        raise Unreadable(f"这是网页（HTML），即使名称写着 .xls 或 .doc；{SAVE_AS}")
    if OLD_XML.match(head):
        raise Unreadable(f"这是 XML 格式的旧版文件，{SAVE_AS}")


def _old_office(content: bytes) -> str:
    """What a compound file (OLE) holds, by the names in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "文件加了密码，请在 Word 或 Excel 中取消密码、另存后再导入。"
    if "WordDocument".encode("utf-16-le") in content:
        return "这是旧版 Word 或 WPS 文件（.doc、.wps），请打开后另存为 .docx 再导入。"
    if any(each.encode("utf-16-le") in content for each in ("Workbook", "Book")):
        return "这是旧版 Excel 或 WPS 表格（.xls、.et），请打开后另存为 .xlsx 再导入。"
    return f"这是旧版 Office 文件，{SAVE_AS}"
