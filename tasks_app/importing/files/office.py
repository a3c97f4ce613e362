"""A ZIP that says it is an Office file: which kind, by what it declares inside, whatever its name says."""

import hashlib

from tasks_app.domain.file_note import FileNote, read_note
from tasks_app.importing.files.archive import DAMAGED, Archive
from tasks_app.importing.files.sheet import Sheet
from tasks_app.importing.files.word import word_lines
from tasks_app.importing.files.workbook import seen_sheets, workbook_lines
from tasks_app.importing.source import NO_NOTE, SourceText, Unreadable

TYPES, PROPERTIES = "[Content_Types].xml", "docProps/core.xml"
WORD, SHEET = "wordprocessingml.document.main+xml", "spreadsheetml.sheet.main+xml"
# What the main part of a package may say it is, and what to do instead.
OTHERS = {
    "macroEnabled": "文件带有宏，请另存为不含宏的 .docx 或 .xlsx 后再导入。",
    "sheet.binary": "这是二进制工作簿（.xlsb），请用 Excel 另存为 .xlsx 后再导入。",
    "template.main+xml": "这是模板文件，请用它新建文件，另存为 .docx 或 .xlsx 后再导入。",
    "presentationml": "这是演示文稿，里面没有可以读入的表格；请把内容放进 .docx 或 .xlsx 后再导入。",
}
LONGEST_NOTE = 4_000


def read_office(content: bytes, *, name: str) -> SourceText:
    """The text of a .docx or .xlsx. Raises Unreadable for every other package, and for a hostile or damaged one."""
    archive = Archive(content)
    if archive.has("mimetype"):
        raise Unreadable("这是 OpenDocument 文件（.odt、.ods），请另存为 .docx 或 .xlsx 后再导入。")
    if not archive.has(TYPES):
        raise Unreadable("这是压缩包，不是 Word 或 Excel 文件；请解压后导入其中的 .docx 或 .xlsx。")
    kind, part = _main_part(archive)
    archive.refuse_what_it_loads()
    digest = hashlib.sha256(content).hexdigest()
    if kind == WORD:
        lines, repairs = word_lines(archive, part)
        source = SourceText(name, digest, lines, repairs=repairs, note=_note(archive))
    else:
        lines, doubts = workbook_lines(archive, part)
        source = SourceText(name, digest, lines, doubts=doubts, note=_note(archive))
    if not source.text.strip():
        raise Unreadable("文件里没有文字（可能只有图片或扫描件），请换用文字版后再导入。")
    return source


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx that people see, in their order. Raises Unreadable for every other package."""
    archive = Archive(content)
    if not archive.has(TYPES):
        raise Unreadable("这是压缩包，不是 Excel 文件；请解压后导入其中的 .xlsx。")
    kind, part = _main_part(archive)
    if kind != SHEET:
        raise Unreadable("这是 Word 文件，请把表格复制到 Excel 中，另存为 .xlsx 后再导入。")
    archive.refuse_what_it_loads()
    return seen_sheets(archive, part)


def _main_part(archive: Archive) -> tuple[str, str]:
    stated = [(each.get("ContentType", ""), each.get("PartName", "")) for each in archive.elements(TYPES, "Override")]
    for ending, sentence in OTHERS.items():
        if any(ending in kind for kind, _part in stated):
            raise Unreadable(sentence)
    for ending in (WORD, SHEET):
        for kind, part in stated:
            if kind.endswith(ending) and archive.has(part.lstrip("/")):
                return ending, part.lstrip("/")
    raise Unreadable(DAMAGED)


def _note(archive: Archive) -> FileNote:
    """What our own files say of the plan in their properties; damaged properties say nothing."""
    if not archive.has(PROPERTIES):
        return NO_NOTE
    try:
        said = [each.text or "" for each in archive.elements(PROPERTIES, "description")]
    except Unreadable:
        return NO_NOTE
    return read_note("\n".join(said)[:LONGEST_NOTE])
