"""Workbooks and documents made for tests, good ones and ones with a part replaced."""

import io
from collections.abc import Iterable, Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import xlsxwriter

HEADER = ("序号", "重点任务", "", "主要负责单位")
ROW = (1, "某行动", "某事。", "市商务局")


def workbook(rows: Iterable[Sequence[object]] = (HEADER, ROW), *, change=lambda book, page: None) -> bytes:
    """One sheet with these rows; ``change`` may do more with xlsxwriter's book and page."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("分工表")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(number, column, value)
        change(book, page)
    return content.getvalue()


def document(rows: Sequence[Sequence[object]] = (HEADER, ROW), *, before: Sequence[str] = (), change=None) -> bytes:
    """Paragraphs, then one table; ``change`` may do more with python-docx's document."""
    made = docx.Document()
    for text in before:
        made.add_paragraph(text)
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = str(value)
    if change:
        change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes | str | None]) -> bytes:
    """The same package with parts replaced or added; None takes one out."""
    changed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return changed.getvalue()


def with_link(content: bytes) -> bytes:
    """The same package with a symbolic link in it."""
    changed = io.BytesIO(content)
    with ZipFile(changed, "a") as package:
        link = ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return changed.getvalue()


def part_of(content: bytes, name: str) -> str:
    """A part as text."""
    with ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def marked_encrypted(content: bytes) -> bytes:
    """The flag of encryption set on every entry, as ZIP programs with a password set it."""
    data = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)
