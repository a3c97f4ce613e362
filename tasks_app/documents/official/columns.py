"""How wide the columns of a table are, by what stands in them (列宽)."""

from itertools import chain

from tasks_app.documents.official.paper import PaperTable
from tasks_app.documents.official.wording import width

NARROWEST, WIDEST = 3.0, 16.0


def column_widths(table: PaperTable, *, total: int) -> tuple[int, ...]:
    """Shares of ``total``: as the longest cell asks, but a long text does not starve its neighbours.

    What a text asks for grows with its square root beyond one comfortable line, since it will be wrapped anyway.
    """
    wishes = [_wish([table.header[place], *_column(table, place)]) for place in range(len(table.header))]
    shares = [round(total * wish / sum(wishes)) for wish in wishes]
    return (*shares[:-1], total - sum(shares[:-1]))


def _column(table: PaperTable, place: int) -> list[str]:
    return [row[place] for row in table.rows if place < len(row)]


def _wish(cells: list[str]) -> float:
    longest = max(width(line) for line in chain.from_iterable(cell.split("\n") or [""] for cell in cells))
    if longest > WIDEST:
        longest = (longest * WIDEST) ** 0.5
    return min(max(longest, NARROWEST), 2.5 * WIDEST) + 1
