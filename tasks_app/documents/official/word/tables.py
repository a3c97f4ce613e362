"""Tables: the header on each page, no row torn in two; and the 版记, a table at the foot of the last page."""

from tasks_app.documents.official.columns import column_widths
from tasks_app.documents.official.layout import IMPRINT_INNER, IMPRINT_OUTER, LOOKS, Form, Part, Rule
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.documents.official.word.elements import Element, element, words
from tasks_app.documents.official.wording import in_words, width

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
CENTRED_UP_TO = 8.0


def table(content: PaperTable, paper: OfficialPaper) -> Element:
    """A table as wide as the type area."""
    is_sheet = paper.form is Form.TABLE_SHEET
    heading, cell = (Part.SHEET_HEADING, Part.SHEET_CELL) if is_sheet else (Part.CELL_HEADING, Part.CELL)
    total = paper.outline.page.text_width
    widths = column_widths(content, total=total)
    aligns = ["center" if _is_short(content, place) else "left" for place in range(len(widths))]
    made = element("tbl", _properties(total), element("tblGrid", *(element("gridCol", w=each) for each in widths)))
    made.append(_row(content.header, heading, widths, ["center"] * len(widths), is_header=True))
    made.extend(_row(row, cell, widths, aligns) for row in content.rows)
    return made


def imprint(paper: OfficialPaper) -> Element:
    """抄送 and 印发 between their lines, held at the foot of the page on which the paper ends."""
    total = paper.outline.page.text_width
    half = total // 2
    floats = element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpX=0, tblpYSpec="bottom")
    grid = element("tblGrid", element("gridCol", w=half), element("gridCol", w=total - half))
    rows = []
    if paper.copies:
        rows.append([_imprint_cell(f"抄送：{'，'.join(paper.copies)}。", total, span=2)])
    if paper.printed_by:
        day = f"{in_words(paper.printed_on)}印发" if paper.printed_on else ""
        rows.append([_imprint_cell(paper.printed_by, half), _imprint_cell(day, total - half, align="right")])
    made = element("tbl", _properties(total, floats=floats, lines=False), grid)
    made.extend(_imprint_row(cells, number == 0, number == len(rows) - 1) for number, cells in enumerate(rows))
    return made


def _is_short(content: PaperTable, place: int) -> bool:
    cells = [row[place] for row in content.rows if place < len(row)]
    return all(width(cell) <= CENTRED_UP_TO for cell in cells)


def _properties(total: int, *, floats: Element | None = None, lines: bool = True) -> Element:
    made = element("tblPr", *([] if floats is None else [floats]), element("tblW", w=total, type="dxa"))
    made.append(element("jc", val="center") if lines else element("tblInd", w=0, type="dxa"))
    if lines:
        made.append(element("tblBorders", *(_edge(name, Rule("single", 4)) for name in _EDGES)))
    made.append(element("tblLayout", type="fixed"))
    return made


def _edge(name: str, rule: Rule) -> Element:
    return element(name, val=rule.style, sz=rule.weight, space=0, color="000000")


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


def _imprint_row(cells: list[Element], is_first: bool, is_last: bool) -> Element:
    for cell in cells:
        top = _edge("top", IMPRINT_OUTER if is_first else IMPRINT_INNER)
        bottom = _edge("bottom", IMPRINT_OUTER if is_last else IMPRINT_INNER)
        cell.tcPr.append(element("tcBorders", top, bottom))
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _imprint_cell(text: str, size: int, *, align: str = "left", span: int = 1) -> Element:
    """One character of space to either edge (左右各空一字)."""
    look = LOOKS[Part.IMPRINT]
    properties = element("tcPr", element("tcW", w=size, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    edge = look.twips(1) - 85
    formats = (element("ind", left=edge, right=edge), element("jc", val=align))
    return element("tc", properties, words(Part.IMPRINT, text, formats=formats))
