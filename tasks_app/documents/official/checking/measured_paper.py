"""A whole file as measured: its form, sections, paragraphs, tables, heads and feet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from tasks_app.documents.official.checking.measures import Measuring, ParagraphMeasure, W, is_on, number
from tasks_app.documents.official.checking.parts import Piece, pieces_of
from tasks_app.documents.official.checking.word_file import NAMESPACES, WordFile
from tasks_app.documents.official.layout import LANDSCAPE, OUTLINES, PORTRAIT, Form, Page, Part

R = f"{{{NAMESPACES['r']}}}"


@dataclass(frozen=True)
class Edge:
    """A header or footer: where it stands ("default", "even", "first") and its paragraphs."""

    kind: str
    paragraphs: tuple[ParagraphMeasure, ...]


@dataclass(frozen=True)
class SectionMeasure:
    """A section (节): its sheet and margins in twips, its grid, its heads and feet."""

    sizes: Mapping[str, float]
    grid: Mapping[str, str]
    headers: tuple[Edge, ...]
    footers: tuple[Edge, ...]
    has_first_page: bool

    @property
    def page(self) -> Page:
        """The page it ought to have: upright or across."""
        return LANDSCAPE if self.sizes.get("w", 0) > self.sizes.get("h", 0) else PORTRAIT


class MeasuredPaper:
    """What the rules ask of a file."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.measuring = Measuring(file)
        self.body = file.document.find(f"{W}body")
        self.has_even_pages = is_on(file.settings, "evenAndOddHeaders")

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The paragraphs of the text, without those in tables."""
        found = [] if self.body is None else self.body.iterfind(f"{W}p")
        return pieces_of(self.measuring.paragraph(each) for each in found)

    @cached_property
    def head_pieces(self) -> tuple[Piece, ...]:
        """The paragraphs of the first page's header: there stands the issuer of a 函."""
        paragraphs = [each for section in self.sections[:1] for each in _of_kind(section.headers, "first")]
        return tuple(piece for piece in pieces_of(paragraphs) if piece.is_ours)

    @cached_property
    def tables(self) -> tuple[etree._Element, ...]:
        """The tables of the text."""
        return () if self.body is None else tuple(self.body.iterfind(f"{W}tbl"))

    @cached_property
    def sections(self) -> tuple[SectionMeasure, ...]:
        """The sections in their order; a later one takes over the heads and feet it does not state."""
        sections: list[SectionMeasure] = []
        for element in [] if self.body is None else self.body.iter(f"{W}sectPr"):
            before = sections[-1] if sections else None
            sections.append(
                SectionMeasure(
                    sizes=_sizes(element),
                    grid=_attributes(element.find(f"{W}docGrid")),
                    headers=tuple(self._edges(element, "header")) or (before.headers if before else ()),
                    footers=tuple(self._edges(element, "footer")) or (before.footers if before else ()),
                    has_first_page=is_on(element, "titlePg"),
                )
            )
        return tuple(sections)

    @cached_property
    def form(self) -> Form | None:
        """What the file calls itself; else what it looks like; None where nothing tells."""
        category = "" if self.file.properties is None else self.file.properties.findtext("cp:category", "", NAMESPACES)
        named = next((form for form, outline in OUTLINES.items() if outline.label == category.strip()), None)
        return named or self._form_by_look()

    def _form_by_look(self) -> Form | None:
        parts = {piece.part for piece in (*self.pieces, *self.head_pieces)}
        if parts & {Part.LETTER_MARK, Part.LETTER_NUMBER} or self.title.endswith("函"):
            return Form.LETTER
        return Form.TABLE_SHEET if Part.SHEET_TITLE in parts else None

    @property
    def title(self) -> str:
        """The words of the title."""
        return "".join(piece.measure.text for piece in self.pieces if piece.part in (Part.TITLE, Part.SHEET_TITLE))

    def cells(self, table: etree._Element) -> Iterator[ParagraphMeasure]:
        """The paragraphs in a table."""
        return (self.measuring.paragraph(each) for each in table.iter(f"{W}p"))

    def _edges(self, section: etree._Element, kind: str) -> Iterator[Edge]:
        for reference in section.iterfind(f"{W}{kind}Reference"):
            part = self.file.edges.get(reference.get(f"{R}id", ""))
            if part is not None:
                paragraphs = tuple(self.measuring.paragraph(each) for each in part.iter(f"{W}p"))
                yield Edge(reference.get(f"{W}type", "default"), paragraphs)


def _of_kind(edges: tuple[Edge, ...], kind: str) -> tuple[ParagraphMeasure, ...]:
    return next((edge.paragraphs for edge in edges if edge.kind == kind), ())


def _attributes(element: etree._Element | None) -> dict[str, str]:
    return {} if element is None else {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}


def _sizes(section: etree._Element) -> dict[str, float]:
    stated = _attributes(section.find(f"{W}pgSz")) | _attributes(section.find(f"{W}pgMar"))
    return {name: size for name, text in stated.items() if (size := number(text)) is not None}
