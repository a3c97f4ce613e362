"""A paper as .docx (GB/T 9704—2012): the same paper, the same bytes."""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Twips

from tasks_app.documents.official.layout import LINE, Page, Part
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.documents.official.word.archive import packed_again
from tasks_app.documents.official.word.elements import Element, element, paragraph
from tasks_app.documents.official.word.heads import head, set_page_edges
from tasks_app.documents.official.word.imprint import imprint
from tasks_app.documents.official.word.styles import set_styles
from tasks_app.documents.official.word.text import text
from tasks_app.domain.texts import on_one_line

# A file that said when it was made would differ each time; the register knows when.
MADE = datetime(2012, 7, 1, tzinfo=UTC)
LONGEST_PROPERTY = 255


def render(paper: OfficialPaper) -> bytes:
    """The file of a paper."""
    return set_out(paper, [*head(paper), *text(paper)])


def set_out(paper: OfficialPaper, parts: list[Element], *, note: str = "") -> bytes:
    """A file with these paragraphs and tables on the page of the paper; ``note`` goes into its properties."""
    document = Document()
    set_styles(document)
    _set_page(document, paper)
    _set_properties(document, paper, note)
    _write(document, paper, parts)
    out = BytesIO()
    document.save(out)
    return packed_again(out.getvalue())


def _set_page(document: WordDocument, paper: OfficialPaper) -> None:
    page: Page = paper.outline.page
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if page.is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(page.width), Twips(page.height)
    section.top_margin, section.bottom_margin = Twips(page.top), Twips(page.bottom)
    section.left_margin, section.right_margin = Twips(page.left), Twips(page.right)
    section.header_distance, section.footer_distance = Twips(page.header), Twips(page.footer)
    # "linesAndChars" is what Word would follow, but LibreOffice then sets 16 characters a line.
    for grid in section._sectPr.xpath("w:docGrid"):
        section._sectPr.remove(grid)
    section._sectPr.append(element("docGrid", type="lines", linePitch=LINE))
    set_page_edges(section, paper)
    document.settings.odd_and_even_pages_header_footer = True


def _set_properties(document: WordDocument, paper: OfficialPaper, note: str) -> None:
    """The title and the form; nobody's name."""
    properties = document.core_properties
    properties.title = on_one_line(paper.title)[:LONGEST_PROPERTY]
    properties.category = paper.outline.label
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = MADE
    properties.revision, properties.language = 1, "zh-CN"
    if note:  # longer than python-docx itself would write
        properties._element.get_or_add_description().text = note


def _write(document: WordDocument, paper: OfficialPaper, parts: list[Element]) -> None:
    """The parts in their order; 版记 is anchored to the last paragraph, since it belongs to the last page."""
    body = document.element.body
    if not parts or not parts[-1].tag.endswith("}p"):
        parts.append(paragraph(Part.END))
    if paper.has_imprint:
        parts[-1:-1] = imprint(paper)
    for part in parts:
        body.insert(len(body) - 1, part)
