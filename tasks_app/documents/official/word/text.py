"""The text of a paper: each block a paragraph, signature and date where they belong."""

import re
from collections.abc import Callable, Iterator

from tasks_app.documents.official.layout import CHARACTERS_A_LINE, HEITI, LINE, LOOKS, Part
from tasks_app.documents.official.marked_text import ANNEX_NOTE, Block
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.documents.official.titles import title_lines
from tasks_app.documents.official.word.elements import Element, element, indent_of, paragraph, run, words
from tasks_app.documents.official.word.tables import table
from tasks_app.documents.official.wording import in_words, signature_place, width
from tasks_app.domain.texts import on_one_line

CLOSING_LINES = 3
_LABEL = re.compile(r"([^：]{1,8}：)(.+)")
_ITEM = re.compile(r"\d{1,2}[.．] ?")
_FIRST_SENTENCE = re.compile(r"([^。]*。)(.+)", re.DOTALL)


class UnknownTable(LookupError):
    """The text of a paper asks for a table that the paper does not have: the template is wrong."""


def text(paper: OfficialPaper) -> Iterator[Element]:
    """Main text, signature, annexes."""
    blocks = paper.blocks
    end = next((place for place, block in enumerate(blocks) if block.part is Part.ANNEX), len(blocks))
    main = [_paragraph(paper, blocks, place) for place in range(end)]
    signature = _signature(paper)
    if signature and main:
        _keep_with_next(main[-1])
    yield from (*main, *signature)
    yield from (_paragraph(paper, blocks, place) for place in range(end, len(blocks)))


def _paragraph(paper: OfficialPaper, blocks: tuple[Block, ...], place: int) -> Element:
    block = blocks[place]
    if block.is_table:
        if block.text not in paper.tables:
            raise UnknownTable(block.text)
        return table(paper.tables[block.text], paper)
    if block.part in (Part.TITLE, Part.ANNEX_TITLE):
        return _title(paper, block)
    if block.part is Part.ANNEX_NOTE:
        is_first = place == 0 or blocks[place - 1].part is not Part.ANNEX_NOTE
        return _annex_note(block.text, is_first=is_first)
    if block.part is Part.PLAIN and paper.outline.page.is_landscape:
        return words(Part.SHEET_NOTE, block.text)
    return _SHAPES.get(block.part, _plain)(block)


def _plain(block: Block) -> Element:
    return words(block.part, block.text)


def _title(paper: OfficialPaper, block: Block) -> Element:
    """Broken in balance, but one paragraph; on a table sheet it needs no space above."""
    part = Part.SHEET_TITLE if paper.outline.page.is_landscape else block.part
    lines = title_lines(paper, block)
    return paragraph(part, *(run(line, ends_line=line is not lines[-1]) for line in lines))


def _annex_note(note: str, *, is_first: bool) -> Element:
    """附件： two characters in, one line below the text; further lines begin under the first letter of the name."""
    item = _ITEM.match(note)
    number = width(item[0]) if item else 0
    left = 2 + width(ANNEX_NOTE) + number
    hanging = width(ANNEX_NOTE) + number if is_first else number
    space = element("spacing", before=LINE if is_first else 0)
    inset = indent_of(Part.ANNEX_NOTE, left=left, hanging=hanging)
    return words(Part.ANNEX_NOTE, (ANNEX_NOTE if is_first else "") + note, formats=(space, inset))


def _attendance(block: Block) -> Element:
    """出席：in 黑体, two characters in; the names below one another."""
    found = _LABEL.fullmatch(block.text)
    label, names = (found[1], found[2]) if found else ("", block.text)
    formats = (indent_of(Part.ATTENDANCE, left=2 + width(label), hanging=width(label)),)
    runs = [run(label, font=HEITI)] if label else []
    return paragraph(Part.ATTENDANCE, *runs, run(names), formats=formats)


def _heading(block: Block) -> Element:
    """A heading may go on in the same paragraph; what follows its first sentence is body."""
    found = _FIRST_SENTENCE.fullmatch(block.text)
    if not found or LOOKS[block.part].font == LOOKS[Part.BODY].font:
        return words(block.part, block.text)
    return paragraph(block.part, run(found[1]), run(found[2], font=LOOKS[Part.BODY].font))


def _annex(block: Block) -> Element:
    return words(block.part, block.text, formats=(element("pageBreakBefore"),))


def _signature(paper: OfficialPaper) -> list[Element]:
    """Issuer and date; two lines are left for the seal, one where there is none."""
    if not paper.signed_by:
        return []
    day = in_words(paper.signed_on) if paper.signed_on else ""
    place = signature_place(on_one_line(paper.signed_by), day, is_sealed=paper.is_sealed)
    space = element("spacing", before=LINE * (2 if paper.is_sealed else 1))
    issuer = (element("keepNext"), space, indent_of(Part.SIGNATURE, right=place.issuer))
    return [
        words(Part.SIGNATURE, paper.signed_by, formats=issuer),
        words(Part.DATE, day, formats=(indent_of(Part.DATE, right=place.date),)),
    ]


def _keep_with_next(last: Element) -> None:
    """A signature does not stand alone on a page: the closing words go with it.

    A long paragraph is left where it is, since LibreOffice would take all of it along.
    """
    is_paragraph = last.tag.endswith("}p")
    if is_paragraph and width(last.text) <= CLOSING_LINES * CHARACTERS_A_LINE:
        last.pPr.insert(1, element("keepNext"))


_SHAPES: dict[Part, Callable[[Block], Element]] = {
    Part.ATTENDANCE: _attendance,
    Part.HEADING_1: _heading,
    Part.HEADING_2: _heading,
    Part.ANNEX: _annex,
}
