"""版记: who gets a copy and who printed it, between lines, at the foot of the page on which the paper ends."""

from tasks_app.documents.official.layout import IMPRINT_INNER, IMPRINT_OUTER, LOOKS, PORTRAIT, Part
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.documents.official.word.elements import Element, element, paragraph, run
from tasks_app.documents.official.wording import in_words
from tasks_app.domain.texts import on_one_line

COPIES = "抄送："
BLACK = "000000"


def imprint(paper: OfficialPaper) -> list[Element]:
    """Paragraphs in one frame at the bottom of the type area, to stand before the last paragraph of the paper.

    A floating table would be simpler, but LibreOffice leaves one in the middle of the text.
    """
    lines = [_copies(paper)] if paper.copies else []
    if paper.printed_by:
        lines.append(_printed(paper))
    parts = [_rule(IMPRINT_OUTER)]
    for line in lines:
        parts += [line, _rule(IMPRINT_OUTER if line is lines[-1] else IMPRINT_INNER)]
    return parts


def _frame() -> Element:
    place = {"hAnchor": "margin", "xAlign": "left", "vAnchor": "margin", "yAlign": "bottom"}
    return element("framePr", w=PORTRAIT.text_width, wrap="around", **place)


def _rule(thickness: int) -> Element:
    """A line as wide as the type area: a black paragraph as high as the line is thick.

    A border would be as narrow as the indented words, and LibreOffice frames no paragraphs of different borders.
    """
    black = element("shd", val="clear", color="auto", fill=BLACK)
    return paragraph(Part.IMPRINT_LINE, formats=(_frame(), black, element("spacing", line=thickness, lineRule="exact")))


def _copies(paper: OfficialPaper) -> Element:
    """One character in from both edges; further lines begin under the first receiver."""
    look, hanging = LOOKS[Part.IMPRINT], len(COPIES)
    edge = look.twips(1)
    inset = element("ind", left=edge + look.twips(hanging), right=edge, hanging=look.twips(hanging))
    names = "，".join(map(on_one_line, paper.copies))
    return paragraph(Part.IMPRINT, run(f"{COPIES}{names}。"), formats=(_frame(), inset))


def _printed(paper: OfficialPaper) -> Element:
    """The printing office on the left, the day on the right, one character in from either edge."""
    edge = LOOKS[Part.IMPRINT].twips(1)
    stop = element("tabs", element("tab", val="right", pos=PORTRAIT.text_width - edge))
    day = [element("r", element("tab")), run(f"{in_words(paper.printed_on)}印发")] if paper.printed_on else []
    inset = element("ind", left=edge, right=edge)
    return paragraph(Part.IMPRINT, run(on_one_line(paper.printed_by)), *day, formats=(_frame(), stop, inset))
