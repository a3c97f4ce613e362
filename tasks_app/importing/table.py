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
BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)

Drawing = Literal["|", "\t"]


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
            yield TableLine(number, tuple(_unbroken(cell.strip()) for cell in cells), True, "\t")


def drawn(cells: Sequence[str]) -> str:
    """The cells as one line of a table again: what messages quote, and what ``table_lines`` reads back."""
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"


def _cells(row: str) -> tuple[str, ...]:
    inner = row.removeprefix("|")
    inner = inner.removesuffix("|") if row.endswith("|") else inner
    return tuple(_unbroken(cell.replace("\\|", "|").strip()) for cell in BAR.split(inner))


def _unbroken(cell: str) -> str:
    return BREAK.sub("\n", cell).strip() if "<" in cell else cell
