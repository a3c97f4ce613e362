"""Rules of tables: the header on each page, no row torn in two, one type (表格)."""

from collections.abc import Iterator

from lxml import etree

from tasks_app.documents.official.checking.deviations import Deviation, shown
from tasks_app.documents.official.checking.measured_paper import MeasuredPaper
from tasks_app.documents.official.checking.measures import W, is_on
from tasks_app.documents.official.checking.text_rules import type_of
from tasks_app.documents.official.layout import LOOKS, Part

CELLS = {part.value: part for part in (Part.CELL, Part.CELL_HEADING, Part.SHEET_CELL, Part.SHEET_HEADING)}


def headers(paper: MeasuredPaper) -> Iterator[Deviation]:
    """Each table repeats its header."""
    for table in paper.tables:
        rows = table.findall(f"{W}tr")
        if rows and not is_on(rows[0].find(f"{W}trPr"), "tblHeader"):
            first = "".join(text.text or "" for text in rows[0].iter(f"{W}t"))
            yield Deviation("表格", f"表头（{shown(first, 12)}）跨页", "不重复", "在各页顶端重复出现")


def rows(paper: MeasuredPaper) -> Iterator[Deviation]:
    """Each row stays on one page."""
    for table in paper.tables:
        torn = [row for row in table.iterfind(f"{W}tr") if not _stays_whole(row)]
        if torn:
            yield Deviation("表格", "表格行跨页", f"{len(torn)} 行允许断开", "不允许跨页断行")


def types(paper: MeasuredPaper) -> Iterator[Deviation]:
    """The type of our own tables; the standard leaves that of others free."""
    for table in paper.tables:
        for cell in paper.cells(table):
            if part := CELLS.get(cell.style):
                yield from type_of(LOOKS[part].label, cell, LOOKS[part])


def _stays_whole(row: etree._Element) -> bool:
    return is_on(row.find(f"{W}trPr"), "cantSplit")
