"""An Office file opened with care: its directory is judged before anything is unpacked, its XML read without entities.

Every way in which such a file can be wrong ends in Unreadable with one sentence that says what to do.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from time import thread_time
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from tasks_app.domain.packages import LARGEST_RATIO, MACROS, MOST_ENTRIES
from tasks_app.importing.source import Unreadable

# One part unpacked: a sheet of 5,000 long rows has about 5 MB, and hostile XML takes six times its size in memory.
LARGEST_PART = 48 * 1024 * 1024
LARGEST_PACKAGE = 256 * 1024 * 1024
SMALL = 1024 * 1024  # below it a ratio says nothing: empty rows pack to a hundredth
LONGEST_SECONDS = 20.0  # of the processor: a busy machine is not the file's fault
LOOK_AT_CLOCK_EVERY = 2_000
RELATIONS = ".rels"
LONGEST_NUMBER = 7

DAMAGED = "文件已损坏或不完整（可能没有下载完），请重新取得原文件，或用原软件打开后另存再导入。"
OUTSIDE = re.compile(r"^[/\\]|^\w:|\\|\x00|(?:^|/)\.\.(?:/|$)")
# Loaded from elsewhere when the file is opened. A hyperlink only leads away, and is nobody's content.
LOADS = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument|package)$")
REMOTE = re.compile(r"(?:https?|ftp|file)://(?!/)|\\\\|//", re.IGNORECASE)
ZIP_FAULTS = (
    BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, LookupError,
    OverflowError, MemoryError,
)  # fmt: skip

Element = Any  # an lxml element


class Archive:
    """The parts of one Office file. Raises Unreadable already when it is opened."""

    def __init__(self, content: bytes) -> None:
        self.until = thread_time() + LONGEST_SECONDS
        try:
            self.zip = ZipFile(BytesIO(content))
            self.parts = {entry.filename: entry for entry in self.zip.infolist()}
        except ZIP_FAULTS:
            raise Unreadable(DAMAGED) from None
        _refuse_hostile(self.zip.infolist())

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self.parts

    def refuse_what_it_loads(self) -> None:
        """A template, an object or a page from elsewhere is never asked for: the file is refused."""
        for name in self.parts:
            if name.endswith(RELATIONS):
                for relation in self.elements(name, "Relationship"):
                    loads = LOADS.search(relation.get("Type", ""))
                    if loads and relation.get("TargetMode") == "External" and REMOTE.match(relation.get("Target", "")):
                        raise Unreadable(
                            "文件引用了其他地方的模板或对象，打开时会自动下载；请在 Word 或 Excel 中取消引用，"
                            "或把内容复制到新建的文件里再导入。"
                        )

    def relations(self, part: str) -> dict[str, str]:
        """Relation id → name of the part it points to, of one part."""
        folder, _, name = part.rpartition("/")
        listed = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if not self.has(listed):
            return {}
        found = self.elements(listed, "Relationship")
        return {relation.get("Id", ""): _target(folder, relation.get("Target", "")) for relation in found}

    def elements(self, part: str, *names: str) -> Iterator[Element]:
        """Every element of these local names, complete, in the order in which they end.

        Whoever is done with one clears it; what was not asked for stays small or is cleared by the asker.
        """
        yield from (element for event, element in self.events(part, *names) if event == "end")

    def events(self, part: str, *names: str) -> Iterator[tuple[str, Element]]:
        """("start" or "end", element) for the local names, whichever namespace (also ISO Strict) they are of."""
        if not self.has(part):
            raise Unreadable(DAMAGED)
        tags = [f"{{*}}{name}" for name in names]
        try:
            with self.zip.open(self.parts[part]) as stream:
                yield from self._parsed(stream, tags)
        except (etree.LxmlError, *ZIP_FAULTS):
            raise Unreadable(DAMAGED) from None

    def _parsed(self, stream: IO[bytes], tags: list[str]) -> Iterator[tuple[str, Element]]:
        walk = etree.iterparse(
            stream, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for count, (event, element) in enumerate(walk):
            if count == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise Unreadable("文件里带有 XML 实体定义，正常的 Office 文件不会有；请用原软件另存后再导入。")
            if count % LOOK_AT_CLOCK_EVERY == 0 and thread_time() > self.until:
                raise Unreadable(f"文件过于复杂，{LONGEST_SECONDS:.0f} 秒内没有读完；请拆分后再导入。")
            yield event, element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return None


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number of at most seven digits as XML states it; ``otherwise`` where it states none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else otherwise


def forget(element: Element) -> None:
    """Lets go of an element that was read, and of everything before it, so that memory stays where it was."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _refuse_hostile(entries: list[ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if any(OUTSIDE.search(name) for name in names):
        raise Unreadable("压缩包里有指向文件以外的路径，不是正常的 Office 文件；请用原软件另存后再导入。")
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries):
        raise Unreadable("压缩包里有链接，不是正常的 Office 文件；请用原软件另存后再导入。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("文件加了密码，请取消密码后再导入。")
    if len(entries) > MOST_ENTRIES or len(set(names)) != len(names):
        raise Unreadable(f"压缩包里的部件超过 {MOST_ENTRIES} 个或有重名，请用原软件另存后再导入。")
    if any(_is_bomb(entry) for entry in entries) or sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
        raise Unreadable("文件展开后过大，不像一个方案；请删去图片和多余的工作表，或拆分后再导入。")
    if any(name.lower().rpartition("/")[2] == MACROS for name in names):
        raise Unreadable("文件带有宏，请另存为不含宏的 .docx 或 .xlsx 后再导入。")
    if any("/embeddings/" in name.lower() for name in names):
        raise Unreadable("文件里嵌入了其他文件（OLE 对象），其中的内容读不到；请改为普通文字和表格后再导入。")


def _is_bomb(entry: ZipInfo) -> bool:
    too_dense = entry.file_size > SMALL and entry.file_size > LARGEST_RATIO * max(1, entry.compress_size)
    return entry.file_size > LARGEST_PART or too_dense


def _target(folder: str, target: str) -> str:
    """A part's name from a relation: relative to its folder, or from the root with a slash."""
    if target.startswith("/"):
        return target[1:]
    steps = [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
