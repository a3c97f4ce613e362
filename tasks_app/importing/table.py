"""Tables in a text, drawn with | or with tabs: every line of a table as cells, with its place in the source.

One row is one line. A line break inside a cell is written <br>, a | inside a cell as \\|; cells that a merged cell
covers to the right are empty, those it covers downwards are written ^^.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
BAR = re.compile(r"(?<!\\)\|")

Drawing = Literal["|", "\t"]
# A line end inside a cell, as every drawn table writes it; a <br> that somebody typed stands there as \<br>.
# Between a backslash of the words and a line end stands a mark without width, or the end would look typed.
APART = "\u2060"
TYPED_LINE_END = re.compile(r"<br\s?/?>", re.IGNORECASE)
LINE_END = re.compile(rf"{APART}?(?<!\\)<br\s?/?>", re.IGNORECASE)
# A cell that goes on from the one above, as the readers of files hand it over, and as it is drawn.
GOES_ON, DRAWN_GOES_ON = "\0", "^^"
TYPED_GOES_ON = re.compile(r"\\*\^\^")
ESCAPED = re.compile(r"\\(\||<br\s?/?>)", re.IGNORECASE)


@dataclass(frozen=True)
class TableLine:
    """One line of a table. ``closed`` is False where the line does not end in | (a row cut in two).

    ``goes_on`` are the places of cells that are one with the cell above; they are empty here.
    """

    line: int
    cells: tuple[str, ...]
    closed: bool
    drawing: Drawing = "|"
    goes_on: frozenset[int] = frozenset()

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
                cells = _cells(row)
                goes_on = frozenset(place for place, cell in enumerate(cells) if cell == GOES_ON)
                words = tuple("" if cell == GOES_ON else cell for cell in cells) if goes_on else cells
                yield TableLine(number, words, row.endswith("|") and len(row) > 1, goes_on=goes_on)
        elif "\t" in row:
            apart = text.strip(" \r\n\u3000").split("\t")
            yield TableLine(number, tuple(_read(cell) for cell in apart), True, "\t")


def drawn(cells: Sequence[str]) -> str:
    """The cells as one line of a table, from which ``table_lines`` reads the same cells again."""
    return "| " + " | ".join(map(_written, cells)) + " |"


def _cells(row: str) -> tuple[str, ...]:
    inner = row.removeprefix("|")
    inner = inner.removesuffix("|") if row.endswith("|") else inner
    return tuple(map(_drawn_cell, BAR.split(inner)))


def _drawn_cell(cell: str) -> str:
    if DRAWN_GOES_ON in cell and TYPED_GOES_ON.fullmatch(cell.strip()):
        return GOES_ON if cell.strip() == DRAWN_GOES_ON else cell.strip()[1:]
    return _read(cell)


def _read(cell: str) -> str:
    return ESCAPED.sub(r"\1", LINE_END.sub("\n", cell)).strip()


def _written(cell: str) -> str:
    if cell == GOES_ON:
        return DRAWN_GOES_ON
    if DRAWN_GOES_ON in cell and TYPED_GOES_ON.fullmatch(cell.strip()):
        return f"\\{cell.strip()}"
    escaped = TYPED_LINE_END.sub(r"\\\g<0>", cell.replace("|", "\\|"))
    return (
        re.sub(r"(?<=\\)(?=[\r\n])", APART, escaped).replace("\r\n", "<br>").replace("\r", "<br>").replace("\n", "<br>")
    )
