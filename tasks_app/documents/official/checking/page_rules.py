"""Rules of the page: sheet, margins, grid, page numbers, and the red lines of a 函 (幅面、页码、红线)."""

import re
from collections.abc import Iterator

from tasks_app.documents.official.checking.deviations import (
    ALIGNMENTS,
    Deviation,
    characters,
    millimetres,
    shown,
)
from tasks_app.documents.official.checking.measured_paper import Edge, MeasuredPaper, SectionMeasure
from tasks_app.documents.official.checking.measures import FIELD, ParagraphMeasure
from tasks_app.documents.official.checking.text_rules import type_of
from tasks_app.documents.official.layout import (
    LETTER_LINE_BOTTOM,
    LETTER_LINE_LEFT,
    LETTER_LINE_RIGHT,
    LETTER_LINE_TOP,
    LETTER_LINE_WIDTH,
    LOOKS,
    MARGIN_TOLERANCE,
    OUTLINES,
    PAGE_NUMBER_INDENT,
    RED,
    Form,
    Page,
    Part,
    Rule,
)

SHEET_TOLERANCE, INDENT_TOLERANCE = 20, 0.15
MARGINS = (("top", "上边距"), ("bottom", "下边距"), ("left", "左边距"), ("right", "右边距"))
# Which footer is whose page, and on which side its number stands.
FOOTERS = {"default": ("单页页码", "right"), "even": ("双页页码", "left"), "first": ("首页页码", "right")}
_PAGE_NUMBER = re.compile(rf"— ?{FIELD} ?—")
LINE_STYLES = {
    "thickThinSmallGap": "上粗下细的双线",
    "thinThickSmallGap": "上细下粗的双线",
    "single": "单线",
    "double": "双线",
}


def sheet(paper: MeasuredPaper) -> Iterator[Deviation]:
    """A4, the right way round."""
    if not paper.sections:
        yield Deviation("页面", "页面设置", "未设置", "A4 纸并设定页边距")
    for place, section in enumerate(paper.sections):
        page = _page(paper, section, place)
        found, wanted = (section.sizes.get("w"), section.sizes.get("h")), (page.width, page.height)
        if any(each is None or abs(each - size) > SHEET_TOLERANCE for each, size in zip(found, wanted, strict=True)):
            yield Deviation("页面", "纸张", _sheet(*found), f"A4（{_sheet(*wanted)}）")


def margins(paper: MeasuredPaper) -> Iterator[Deviation]:
    """Each margin within a millimetre."""
    for place, section in enumerate(paper.sections):
        page = _page(paper, section, place)
        for name, label in MARGINS:
            found, wanted = section.sizes.get(name), getattr(page, name)
            if found is None or abs(found - wanted) > MARGIN_TOLERANCE:
                yield Deviation("页面", label, millimetres(found), f"{millimetres(wanted)}（±1 毫米）")


def grid(paper: MeasuredPaper) -> Iterator[Deviation]:
    """No grid of characters: LibreOffice would set 16 of them a line."""
    for section in paper.sections:
        if section.grid.get("type", "lines") != "lines":
            yield Deviation("页面", "文档网格", "指定行和字符网格", "只指定行网格，或无网格")


def page_numbers(paper: MeasuredPaper) -> Iterator[Deviation]:
    """— 1 — in 4号宋体, one character from the outer edge; none on the first page of a 函."""
    if not paper.has_even_pages:
        yield Deviation("页码", "奇偶页", "不区分", "单页居右、双页居左（奇偶页不同）")
    for section in paper.sections:
        footers = {edge.kind: edge for edge in section.footers}
        wanted = ["default", *(["even"] if paper.has_even_pages else [])]
        if section.has_first_page and paper.form is not Form.LETTER:
            wanted.append("first")
        for kind in wanted:
            yield from _page_number(kind, footers.get(kind))
    if paper.form is Form.LETTER and paper.sections:
        yield from _no_number_on_first_page(paper.sections[0])


def letter_lines(paper: MeasuredPaper) -> Iterator[Deviation]:
    """The two red double lines of a 函, on its first page."""
    if paper.form is not Form.LETTER or not paper.sections:
        return
    first = paper.sections[0]
    yield from _letter_line("函的上红线", _first(first.headers), LETTER_LINE_TOP)
    yield from _letter_line("函的下红线", _first(first.footers), LETTER_LINE_BOTTOM)


def _page(paper: MeasuredPaper, section: SectionMeasure, place: int) -> Page:
    """A form decides the first section; an annex may lie across."""
    return section.page if paper.form is None or place else OUTLINES[paper.form].page


def _sheet(width: float | None, height: float | None) -> str:
    return f"{millimetres(width)} × {millimetres(height)}"


def _page_number(kind: str, edge: Edge | None) -> Iterator[Deviation]:
    label, side = FOOTERS[kind]
    found = [each for each in edge.paragraphs if each.text.strip()] if edge else []
    number = next((each for each in found if FIELD in each.text), None)
    if number is None:
        yield Deviation("页码", label, shown(found[0].text) if found else "缺少", "页码域“— 1 —”")
        return
    if not _PAGE_NUMBER.fullmatch(number.text.strip()):
        yield Deviation("页码", f"{label}格式", shown(number.text.replace(FIELD, "1")), "“— 1 —”")
    yield from type_of("页码", number, LOOKS[Part.PAGE_NUMBER])
    if number.align not in ({"right", "end"} if side == "right" else {"left", "start", "both"}):
        yield Deviation("页码", f"{label}位置", ALIGNMENTS.get(number.align, number.align), ALIGNMENTS[side])
    indent = _from_edge(number, side)
    if abs(indent - PAGE_NUMBER_INDENT) > INDENT_TOLERANCE:
        yield Deviation("页码", f"{label}距版心边", characters(indent), characters(PAGE_NUMBER_INDENT))


def _from_edge(number: ParagraphMeasure, side: str) -> float:
    in_characters = number.indents.get(f"{side}Chars", 0)
    return in_characters / 100 if in_characters else number.indents.get(side, 0) / LOOKS[Part.PAGE_NUMBER].twips(1)


def _no_number_on_first_page(first: SectionMeasure) -> Iterator[Deviation]:
    numbered = any(FIELD in each.text for each in _first(first.footers))
    if not first.has_first_page or numbered:
        yield Deviation("页码", "函的首页页码", "有", "不显示")


def _first(edges: tuple[Edge, ...]) -> tuple[ParagraphMeasure, ...]:
    return next((edge.paragraphs for edge in edges if edge.kind == "first"), ())


def _letter_line(part: str, paragraphs: tuple[ParagraphMeasure, ...], rule: Rule) -> Iterator[Deviation]:
    line = next((each for each in paragraphs if each.bottom.get("val", "none") not in ("none", "nil")), None)
    if line is None:
        yield Deviation(part, "红线", "缺少", f"{LINE_STYLES[rule.style]}，红色，长 {millimetres(LETTER_LINE_WIDTH)}")
        return
    style, color = line.bottom.get("val", ""), line.bottom.get("color", "")
    if style != rule.style:
        yield Deviation(part, "线型", LINE_STYLES.get(style, style), LINE_STYLES[rule.style])
    if color.upper() != RED:
        yield Deviation(part, "颜色", color or "未设置", f"红色（{RED}）")
    beyond = -line.indents.get("left", 0) - line.indents.get("right", 0)
    length = LETTER_LINE_WIDTH + LETTER_LINE_LEFT + LETTER_LINE_RIGHT + beyond
    if abs(length - LETTER_LINE_WIDTH) > MARGIN_TOLERANCE:
        yield Deviation(part, "长度", millimetres(length), millimetres(LETTER_LINE_WIDTH))
