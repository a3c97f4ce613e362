"""The words of one paragraph or one cell of a .docx, as they stand once every tracked change is accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks_app.importing.files.archive import Element, attribute, local
from tasks_app.importing.files.word_numbers import WordNumbers

# What was taken away by a tracked change, and what is drawn or said beside the text.
PASSED_OVER = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "tcPr", "Fallback", "txbxContent", "instrText", "delText", "rt", "sectPr"}
)
TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
OFF = ("0", "false", "none")
DEEPEST = 40


@dataclass
class WordText:
    """Reads words and remembers what a person should hear of: tracked changes, hidden words, tables in cells."""

    numbers: WordNumbers
    seen: set[str] = field(default_factory=set)

    def of(self, paragraph: Element) -> str:
        """The words of a paragraph, its counted number in front; line ends as they are."""
        words = "".join(self._words(paragraph, 0))
        return self.numbers.before(paragraph) + words if words.strip() or self._is_in_cell(paragraph) else words

    def of_cell(self, cell: Element) -> str:
        """The words of a cell, one line for each paragraph; a table inside it becomes lines of words."""
        return "\n".join(self._blocks(cell, 0)).strip()

    @staticmethod
    def _is_in_cell(paragraph: Element) -> bool:
        """An empty numbered paragraph counts only in a cell: there it is the whole 序号."""
        above = paragraph.getparent()
        return above is not None and local(above) == "tc"

    def _blocks(self, holder: Element, depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            return
        for child in holder:
            kind = local(child)
            if kind == "p":
                yield self.of(child)
            elif kind == "tr":
                cells = [self.of_cell(cell) for cell in child.iterchildren("{*}tc")]
                yield " ".join(filter(None, cells))
            elif kind not in PASSED_OVER:
                if kind == "tbl":
                    self.seen.add("nested")
                yield from self._blocks(child, depth + 1)

    def _words(self, holder: Element, depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            return
        for child in holder:
            kind = local(child)
            if kind in TRACKED:
                self.seen.add("tracked")
            if kind == "t":
                yield child.text or ""
            elif kind in SIGNS:
                yield SIGNS[kind] if attribute(child, "type") != "page" else ""
            elif kind == "r" and _is_hidden(child):
                self.seen.add("hidden")
            elif kind not in PASSED_OVER:
                yield from self._words(child, depth + 1)


def is_taken_away(paragraph_or_row: Element, properties: str) -> bool:
    """Whether a tracked change takes away this row (``trPr``), or the end of this paragraph (``pPr/rPr``)."""
    stated = paragraph_or_row.find("/".join(f"{{*}}{step}" for step in properties.split("/")))
    return stated is not None and stated.find("{*}del") is not None


def _is_hidden(run: Element) -> bool:
    hidden = run.find("{*}rPr/{*}vanish")
    return hidden is not None and attribute(hidden, "val") not in OFF
