"""Tables in a text, drawn with | or with tabs: every line of a table as cells, with its place in the source.

One row is one line. A line break inside a cell is written <br>, a | inside a cell as \\|; cells that a merged cell
covers are empty.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
BAR = re.compile(r"(?<!\\)\|")

Drawing = Literal["|", "\t"]
# A line end inside a cell, as every drawn table writes it; a <br> that somebody typed stands there as \<br>.
LINE_END, TYPED_LINE_END = re.compile(r"(?<!\\)<br\s?/?>", re.IGNORECASE), re.compile(r"<br\s?/?>", re.IGNORECASE)
ESCAPED = re.compile(r"\\(\||<br\s?/?>)", re.IGNORECASE)


@dataclass(frozen=True)
class TableLine:
    """One line of a table. ``closed`` is False where the line does not end in | (a row cut in two)."""

    line: int
    cells: tuple[str, ...]
    closed: bool
    drawing: Drawing = "|"

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)


def table_lines(lines: Iterable[str]) -> Iterator[TableLine]:
    """The rows of every table of the text, without the rules (|---|) that only draw it."""
    for number, text in enumerate(lines, start=1):
        row = text.strip()
        if row.startswith("|"):
            if not RULE.fullmatch(row):
                yield TableLine(number, _cells(row), row.endswith("|") and len(row) > 1)
        elif "\t" in row:
            cells = text.strip(" \r\n\u3000").split("\t")
            yield TableLine(number, tuple(_read(cell) for cell in cells), True, "\t")


def drawn(cells: Sequence[str]) -> str:
    """The cells as one line of a table, from which ``table_lines`` reads the same cells again."""
    return "| " + " | ".join(map(_written, cells)) + " |"


def _cells(row: str) -> tuple[str, ...]:
    inner = row.removeprefix("|")
    inner = inner.removesuffix("|") if row.endswith("|") else inner
    return tuple(map(_read, BAR.split(inner)))


def _read(cell: str) -> str:
    return ESCAPED.sub(r"\1", LINE_END.sub("\n", cell)).strip()


def _written(cell: str) -> str:
    escaped = TYPED_LINE_END.sub(r"\\\g<0>", cell.replace("|", "\\|"))
    return (
        re.sub(r"(?<=\\)(?=[\r\n])", " ", escaped).replace("\r\n", "<br>").replace("\r", "<br>").replace("\n", "<br>")
    )
