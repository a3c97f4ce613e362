"""What every kind of file becomes: paragraphs and rows, as the lines of one source text."""

import re
from collections.abc import Iterable, Sequence

from tasks_app.importing.columns import layout_of
from tasks_app.importing.source import Unreadable
from tasks_app.importing.table import GOES_ON, drawn

MOST_ROWS = 20_000
MOST_COLUMNS = 64
MOST_CELLS = 400_000

# A line end after one of these ends a sentence; elsewhere somebody only broke a long line in balance.
ENDS_A_SENTENCE = frozenset("。！？；：:;.!?）)")
WORD = re.compile(r"[A-Za-z0-9]")


def row_line(cells: Sequence[str], width: int) -> str:
    """A row as one line, filled up to ``width`` cells; an empty line where nothing stands in it."""
    if not any(_words(cells)):
        return ""
    return drawn((*cells, *[""] * (width - len(cells))))


def paragraph_lines(text: str) -> list[str]:
    """A paragraph as lines of the text: broken only where a sentence ends, and never taken for a row.

    A tab sets words apart on the page, as in a list of contents; in a text it would draw a table.
    """
    lines: list[list[str]] = []
    before = ""
    for piece in filter(None, (part.strip() for part in text.replace("\t", " ").splitlines())):
        if not before or before[-1] in ENDS_A_SENTENCE:
            lines.append([piece])
        else:
            # Pieces are joined once, at the end: a paragraph may have as many as there is room in a file.
            lines[-1] += [" ", piece] if WORD.match(before[-1]) and WORD.match(piece) else [piece]
        before = piece
    joined = ("".join(pieces) for pieces in lines)
    return [f"\\{line}" if line.startswith("|") else line for line in joined] or [""]


def sheet_lines(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The rows of a sheet, line n for row n. What stands alone above the header is a paragraph, not a row."""
    width = max((_width(row) for row in rows), default=0)
    header = next((place for place, row in enumerate(rows) if layout_of(_words(row))), len(rows))
    return tuple(
        "".join(paragraph_lines(_alone(row))) if place < header and _alone(row) else row_line(row, width)
        for place, row in enumerate(rows)
    )


def has_header(rows: Iterable[Sequence[str]]) -> bool:
    """Whether one of the rows heads a table of tasks."""
    return any(layout_of(row) for row in rows)


def refuse_too_many(*, rows: int = 0, columns: int = 0, cells: int = 0, where: str = "表格") -> None:
    """Raises Unreadable beyond what a plan can have."""
    if rows > MOST_ROWS:
        raise Unreadable(f"{where}超过 {MOST_ROWS} 行，请删去多余的行，或分开导入。")
    if columns > MOST_COLUMNS:
        raise Unreadable(f"{where}超过 {MOST_COLUMNS} 列，请删去多余的列后再导入。")
    if cells > MOST_CELLS:
        raise Unreadable(f"{where}超过 {MOST_CELLS} 个有内容的单元格，请删去多余内容，或分开导入。")


def _width(row: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)


def _alone(row: Sequence[str]) -> str:
    """The only cell of a row that says something, or an empty string."""
    said = [cell for cell in _words(row) if cell.strip()]
    return said[0] if len(said) == 1 else ""


def _words(row: Sequence[str]) -> list[str]:
    """The cells, empty where they go on from above."""
    return ["" if cell == GOES_ON else cell for cell in row]
