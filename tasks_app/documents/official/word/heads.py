"""What stands at the head and foot of the pages: the red head, the red lines of a 函, page numbers (版头、页码)."""

from docx.oxml.ns import qn
from docx.section import Section

from tasks_app.documents.official.layout import (
    LETTER_LINE_BOTTOM,
    LETTER_LINE_LEFT,
    LETTER_LINE_RIGHT,
    LETTER_LINE_TOP,
    LOOKS,
    PAGE_NUMBER_AFTER,
    PAGE_NUMBER_INDENT,
    WITH_RED_HEAD,
    Form,
    Part,
    Rule,
)
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.documents.official.word.elements import Element, element, line_under, paragraph, run, words
from tasks_app.documents.official.wording import width
from tasks_app.domain.texts import on_one_line


def head(paper: OfficialPaper) -> list[Element]:
    """What the first page has above the title: red head and number, or the number of a 函 alone."""
    if paper.form is Form.LETTER:
        return [words(Part.LETTER_NUMBER, paper.number)]
    if paper.form not in WITH_RED_HEAD:
        return []
    space = element("spacing", before=paper.outline.head_space)
    return [_mark(Part.MARK, paper, paper.outline.page.text_width, (space,)), words(Part.NUMBER, paper.number)]


def set_page_edges(section: Section, paper: OfficialPaper) -> None:
    """Headers and footers. A 函 has no number on its first page, but its issuer and its two red lines."""
    is_letter = paper.form is Form.LETTER
    section.different_first_page_header_footer = is_letter or bool(paper.demo)
    _fill(section.footer, [page_number("right")])
    _fill(section.even_page_footer, [page_number("left")])
    _fill(section.header, [])
    _fill(section.even_page_header, [])
    if section.different_first_page_header_footer:
        letter_head = _letter_head(paper) if is_letter else []
        _fill(section.first_page_header, [words(Part.DEMO, paper.demo), *letter_head])
        _fill(section.first_page_footer, [_letter_foot()] if is_letter else [page_number("right")])


def page_number(side: str) -> Element:
    """— 1 —, one character from the outer edge."""
    look = LOOKS[Part.PAGE_NUMBER]
    field = [element("fldChar", fldCharType="begin"), element("instrText"), element("fldChar", fldCharType="end")]
    field[1].text = "PAGE"
    properties = element("rPr", element("rFonts", hint="eastAsia"))
    number = [element("r", properties.__copy__(), each) for each in field]
    formats = (
        element("spacing", after=PAGE_NUMBER_AFTER),
        element("ind", **{side: look.twips(PAGE_NUMBER_INDENT)}),
        element("jc", val=side),
    )
    return paragraph(Part.PAGE_NUMBER, run("— "), *number, run(" —"), formats=formats)


def _letter_head(paper: OfficialPaper) -> list[Element]:
    inner = paper.outline.page.text_width
    return [_mark(Part.LETTER_MARK, paper, inner, ()), _letter_line(Part.END, LETTER_LINE_TOP)]


def _letter_line(part: Part, rule: Rule) -> Element:
    """A line of 170 mm, wider than the type area on both sides."""
    beyond = element("ind", left=LETTER_LINE_LEFT, right=LETTER_LINE_RIGHT)
    return paragraph(part, formats=(line_under(rule), beyond))


def _letter_foot() -> Element:
    return _letter_line(Part.LETTER_FOOT, LETTER_LINE_BOTTOM)


def _mark(part: Part, paper: OfficialPaper, room: int, formats: tuple[Element, ...]) -> Element:
    """The issuer in red on one line: a long name is set narrower, as printers do, not smaller."""
    name = on_one_line(paper.head)
    natural = LOOKS[part].twips(width(name)) or 1
    scale = max(1, min(100, room * 100 // natural))
    return paragraph(part, run(name, scale=scale), formats=formats)


def _fill(edge: object, paragraphs: list[Element]) -> None:
    """Replaces what a header or footer holds; an empty one keeps one empty paragraph, as Word asks."""
    edge.is_linked_to_previous = False  # type: ignore[attr-defined]
    holder = edge._element  # type: ignore[attr-defined]
    for child in holder.findall(qn("w:p")):
        holder.remove(child)
    holder.extend(paragraphs or [paragraph(Part.END)])
