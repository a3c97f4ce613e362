"""Tables: the header on each page, no row torn in two."""

from tasks_app.documents.official.columns import column_widths
from tasks_app.documents.official.layout import LOOKS, Form, Part
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.documents.official.word.elements import Element, element, words
from tasks_app.documents.official.wording import width

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
CENTRED_UP_TO = 8.0
THIN, BLACK = 4, "000000"


def table(content: PaperTable, paper: OfficialPaper) -> Element:
    """A table as wide as the type area."""
    is_sheet = paper.form is Form.TABLE_SHEET
    heading, cell = (Part.SHEET_HEADING, Part.SHEET_CELL) if is_sheet else (Part.CELL_HEADING, Part.CELL)
    total = paper.outline.page.text_width
    widths = column_widths(content, total=total, character=LOOKS[cell].twips(1))
    aligns = ["center" if _is_short(content, place) else "left" for place in range(len(widths))]
    made = element("tbl", table_properties(total), element("tblGrid", *(element("gridCol", w=each) for each in widths)))
    made.append(_row(content.header, heading, widths, ["center"] * len(widths), is_header=True))
    made.extend(_row(row, cell, widths, aligns) for row in content.rows)
    return made


def _is_short(content: PaperTable, place: int) -> bool:
    cells = [row[place] for row in content.rows if place < len(row)]
    return all(width(cell) <= CENTRED_UP_TO for cell in cells)


def table_properties(total: int) -> Element:
    """Ruled all round, as wide as ``total`` twips, with columns of fixed width."""
    edges = (element(name, val="single", sz=THIN, space=0, color=BLACK) for name in _EDGES)
    return element(
        "tblPr",
        element("tblW", w=total, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *edges),
        element("tblLayout", type="fixed"),
    )


def _row(
    cells: tuple[str, ...], part: Part, widths: tuple[int, ...], aligns: list[str], *, is_header: bool = False
) -> Element:
    made = element("tr", element("trPr", element("cantSplit"), *([element("tblHeader")] if is_header else [])))
    padded = (*cells, *[""] * len(widths))[: len(widths)]
    for text, size, align in zip(padded, widths, aligns, strict=True):
        formats = (element("jc", val=align),) if align != LOOKS[part].align else ()
        lines = [words(part, line.strip(), formats=formats) for line in text.split("\n")]
        made.append(element("tc", _cell_properties(size), *lines))
    return made


def _cell_properties(size: int) -> Element:
    return element("tcPr", element("tcW", w=size, type="dxa"), element("vAlign", val="center"))
