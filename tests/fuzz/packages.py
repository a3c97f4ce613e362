"""The smallest Word and Excel packages that hold a table, made fast: a fuzz run makes thousands."""

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/{part}" '
    'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="x/{kind}" Target="{target}"/></Relationships>'
)
SHEET = '<sheet name="分工表" sheetId="1" r:id="r1"/>'
BOOK = f'<workbook xmlns="m" xmlns:r="o"><workbookPr/><sheets>{SHEET}</sheets></workbook>'
ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with one sheet of words."""
    drawn = "".join(f"<row>{''.join(map(_sheet_cell, row))}</row>" for row in rows)
    return _package(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        {
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="m"><sheetData>{drawn}</sheetData></worksheet>',
        },
    )


def docx(paragraphs: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A document: paragraphs, then one table."""
    said = "".join(map(_paragraph, paragraphs))
    drawn = "".join(f"<w:tr>{''.join(map(_word_cell, row))}</w:tr>" for row in rows)
    body = f'<w:document xmlns:w="w"><w:body>{said}<w:tbl>{drawn}</w:tbl></w:body></w:document>'
    return _package("word/document.xml", "wordprocessingml.document", {"word/document.xml": body})


def clean(text: str) -> str:
    """The text as XML can hold it."""
    return escape(text.translate(ILLEGAL))


def _sheet_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{clean(text)}</t></is></c>'


def _word_cell(text: str) -> str:
    return f"<w:tc>{''.join(map(_paragraph, text.splitlines() or ['']))}</w:tc>"


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{clean(text)}</w:t></w:r></w:p>'


def _package(part: str, kind: str, parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES.format(part=part, kind=kind))
        package.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target=part))
        for name, text in parts.items():
            package.writestr(name, text)
    return content.getvalue()
