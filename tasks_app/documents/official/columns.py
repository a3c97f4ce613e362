"""How wide the columns of a table are, by what stands in them (列宽)."""

from tasks_app.documents.official.paper import PaperTable
from tasks_app.documents.official.wording import width

# A column of numbers, dates or states is as wide as it asks; a column of sentences takes what is left.
SHORT, NARROWEST, COMFORTABLE, EDGES = 6.0, 2.0, 16.0, 1.5


def column_widths(table: PaperTable, *, total: int, character: int) -> tuple[int, ...]:
    """Shares of ``total`` twips, where one character takes ``character``; they add up."""
    longest = [_longest(table, place) for place in range(len(table.header))]
    short = {place: round((each + EDGES) * character) for place, each in enumerate(longest) if each <= SHORT}
    left = total - sum(short.values())
    if len(short) == len(longest) or left < total / 3:
        short, left = {}, total
    return _shared(longest, short, left)


def _longest(table: PaperTable, place: int) -> float:
    cells = [table.header[place], *(row[place] for row in table.rows if place < len(row))]
    return max(NARROWEST, *(width(line) for cell in cells for line in (cell.split("\n"))))


def _shared(longest: list[float], short: dict[int, int], left: int) -> tuple[int, ...]:
    """What is left goes by need; what will be wrapped anyway asks for its square root more, not for all of it."""
    wishes = {place: _wish(each) for place, each in enumerate(longest) if place not in short}
    shares = {place: int(left * wish / sum(wishes.values())) for place, wish in wishes.items()}
    shares[max(shares)] += left - sum(shares.values())
    return tuple((short | shares)[place] for place in range(len(longest)))


def _wish(longest: float) -> float:
    asked = longest if longest <= COMFORTABLE else (longest * COMFORTABLE) ** 0.5
    return min(asked, 2.5 * COMFORTABLE) + EDGES
