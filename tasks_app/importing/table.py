"""Tables drawn with | in a text: every line of a table as cells, with its place in the source."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
BAR = re.compile(r"(?<!\\)\|")
# A line end inside a cell, as every drawn table writes it; a <br> that somebody typed stands there as \<br>.
LINE_END, TYPED_LINE_END = re.compile(r"(?<!\\)<br\s?/?>"), re.compile(r"<br\s?/?>")
ESCAPED = re.compile(r"\\(\||<br\s?/?>)")


@dataclass(frozen=True)
class TableLine:
    """One line of a table. ``closed`` is False where the line does not end in | (a row cut in two)."""

    line: int
    cells: tuple[str, ...]
    closed: bool


def table_lines(lines: Iterable[str]) -> Iterator[TableLine]:
    """The rows of every table of the text, without the rules (|---|) that only draw it."""
    for number, text in enumerate(lines, start=1):
        row = text.strip()
        if row.startswith("|") and not RULE.fullmatch(row):
            yield TableLine(number, _cells(row), row.endswith("|") and len(row) > 1)


def drawn(cells: Sequence[str]) -> str:
    """The cells as one line of a table, from which ``table_lines`` reads the same cells again."""
    return "| " + " | ".join(map(_written, cells)) + " |"


def _cells(row: str) -> tuple[str, ...]:
    inner = row.removeprefix("|")
    inner = inner.removesuffix("|") if row.endswith("|") else inner
    return tuple(ESCAPED.sub(r"\1", LINE_END.sub("\n", cell)).strip() for cell in BAR.split(inner))


def _written(cell: str) -> str:
    escaped = TYPED_LINE_END.sub(r"\\\g<0>", cell.replace("|", "\\|"))
    return (
        re.sub(r"(?<=\\)(?=[\r\n])", " ", escaped).replace("\r\n", "<br>").replace("\r", "<br>").replace("\n", "<br>")
    )
