"""The parts of a .docx that are measured, opened with care: anybody's file may come in here.

No entity is resolved and no document type accepted; nothing is unpacked beyond a size that a paper never has.
"""

import posixpath
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from tasks_app.domain.refusals import Refusal

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_PART = 40 * 1024 * 1024
MOST_PARTS = 2_000
DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
RELATIONS, PROPERTIES = "word/_rels/document.xml.rels", "docProps/core.xml"
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}
OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "这是旧版 Word 文件（.doc）或加了密码的文件，请用 Word 打开并另存为不加密的 .docx 后再检查。",
    b"%PDF": "这是 PDF 文件，版式检查只认 .docx，请改用排版用的原文件。",
}


class Unreadable(Refusal):
    """The file is not a Word document that can be measured."""

    status = 422


@dataclass(frozen=True)
class WordFile:
    """The XML of a document: its text, styles, settings, and the headers and footers by their relation."""

    document: etree._Element
    styles: etree._Element | None
    settings: etree._Element | None
    properties: etree._Element | None
    edges: Mapping[str, etree._Element] = field(default_factory=dict)


def read_word_file(content: bytes) -> WordFile:
    """The parts of a .docx; raises Unreadable with the sentence to show."""
    _refuse_at_a_glance(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _read(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Unreadable("文件已损坏或不完整（压缩包打不开），请重新取得或另存后再检查。") from None


def _refuse_at_a_glance(content: bytes) -> None:
    if not content:
        raise Unreadable("文件为空（0 字节），请检查是否选错了文件。")
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"文件超过 {LARGEST_FILE // 1024 // 1024} MB，公文不应这样大，请压缩其中的图片后再检查。")
    for signature, sentence in OTHER_KINDS.items():
        if content.startswith(signature):
            raise Unreadable(sentence)
    if not content.startswith(b"PK"):
        raise Unreadable("这不是 Word 文件（.docx），请检查是否选错了文件。")


def _read(archive: ZipFile) -> WordFile:
    names = set(archive.namelist())
    if DOCUMENT not in names:
        raise Unreadable("压缩包里没有 Word 正文（word/document.xml），这不是 .docx 文件，请检查是否选错了文件。")
    if len(names) > MOST_PARTS:
        raise Unreadable("文件内含的部件过多，不像是公文，未作检查；请另存为新的 .docx 后再试。")
    parts = {name: _xml(archive, name) for name in (STYLES, SETTINGS, RELATIONS, PROPERTIES) if name in names}
    return WordFile(
        document=_xml(archive, DOCUMENT),
        styles=parts.get(STYLES),
        settings=parts.get(SETTINGS),
        properties=parts.get(PROPERTIES),
        edges=_edges(archive, names, parts.get(RELATIONS)),
    )


def _edges(archive: ZipFile, names: set[str], relations: etree._Element | None) -> dict[str, etree._Element]:
    """Headers and footers by the identity under which a section names them."""
    edges: dict[str, etree._Element] = {}
    for relation in [] if relations is None else relations:
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        name = posixpath.normpath(posixpath.join("word", str(relation.get("Target", "")))).removeprefix("/")
        if kind in ("header", "footer") and name in names and len(edges) < MOST_PARTS:
            edges[str(relation.get("Id"))] = _xml(archive, name)
    return edges


def _xml(archive: ZipFile, name: str) -> etree._Element:
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise Unreadable("文件解压后过大，像是压缩炸弹，未作检查；请用 Word 另存为新的 .docx 后再试。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise Unreadable(f"文件内容已损坏（{name} 不是有效的 XML），请用 Word 打开并另存后再检查。") from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable("文件含有文档类型声明（DOCTYPE），可能引用外部内容，未作检查；请用 Word 另存后再试。")
    return root
