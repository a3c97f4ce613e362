"""The picture of a rehearsal: columns a week, a part for each level, as plain numbers for an SVG.

Where other rules were tried, each week has two columns: the rules in force on the left, the others on the right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks_app.domain.reach import Level
from tasks_app.presenters.clock import LEVEL_WORDS
from tasks_app.presenters.rehearsal import WeekPair, WeekRow

WIDTH, HEIGHT, FOOT, LEFT = 960, 220, 22, 44
WIDEST_BAR, BAR_SHARE, GAP = 44, 0.7, 0.5
LINES, MOST_LABELS = 5, 12
# The highest column stays a little below the top.
HEADROOM = 0.95


@dataclass(frozen=True)
class Bar:
    """A part of a week's column, in the picture's own units; ``is_new``: under the other rules."""

    level: int
    is_new: bool
    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True)
class Mark:
    """A label beside an axis, at its place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    """Columns a week by level; the table beneath says the same in figures."""

    width: int
    height: int
    left: int
    floor: int
    bars: tuple[Bar, ...]
    weeks: tuple[Mark, ...]
    scale: tuple[Mark, ...]


def chart_of(pairs: Sequence[WeekPair], levels: Sequence[Level]) -> Chart | None:
    """The picture of the weeks; None where nothing would fire."""
    rows = [pair.now for pair in pairs]
    most = max((row.total for pair in pairs for row in (pair.now, pair.new) if row), default=0)
    if not most:
        return None
    step, floor = _step(most), HEIGHT - FOOT
    top = -(-most // step) * step
    pitch = (WIDTH - LEFT) / len(rows)
    bars = [bar for place, pair in enumerate(pairs) for bar in _columns(pair, levels, place, pitch, floor / top)]
    every = -(-len(rows) // MOST_LABELS)
    weeks = tuple(
        Mark(round(LEFT + pitch * (place + 0.5), 1), HEIGHT - 6, f"{row.monday:%m-%d}")
        for place, row in enumerate(rows)
        if place % every == 0
    )
    values = range(0, top + 1, step)
    scale = tuple(Mark(LEFT - 6, round(floor - value * floor / top * HEADROOM, 1), str(value)) for value in values)
    return Chart(WIDTH, HEIGHT, LEFT, floor, tuple(bars), weeks, scale)


def _step(most: int) -> int:
    """The distance of two lines of the scale: 1, 2 or 5 times a power of ten, with at most ``LINES`` steps."""
    power = int(10 ** (len(str(most)) - 1))
    fitting = (step for step in (power // 5, power // 2, power, 2 * power, 5 * power) if step and step * LINES >= most)
    return next(fitting, 10 * power)


def _columns(pair: WeekPair, levels: Sequence[Level], place: int, pitch: float, scale: float) -> Iterator[Bar]:
    """One column in the middle of the week's place, or two side by side."""
    middle = LEFT + pitch * (place + 0.5)
    width = min(pitch * BAR_SHARE, WIDEST_BAR)
    if pair.new is None:
        yield from _column(pair.now, levels, _Place(middle - width / 2, width), scale)
        return
    half = width / 2
    yield from _column(pair.now, levels, _Place(middle - half, half - GAP, "现行"), scale)
    yield from _column(pair.new, levels, _Place(middle + GAP, half - GAP, "比较", is_new=True), scale)


@dataclass(frozen=True)
class _Place:
    """Where a column stands, and whose it is."""

    x: float
    width: float
    whose: str = ""
    is_new: bool = False


def _column(row: WeekRow, levels: Sequence[Level], place: _Place, scale: float) -> Iterator[Bar]:
    y = float(HEIGHT - FOOT)
    for level, count in zip(levels, row.counts, strict=True):
        if count:
            height = count * scale * HEADROOM
            y -= height
            words = f"{place.whose} {row.monday:%Y-%m-%d} 当周{LEVEL_WORDS[level]} {count} 件".strip()
            size = (round(place.x, 1), round(y, 1), round(place.width, 1), round(height, 1))
            yield Bar(int(level), place.is_new, *size, words)
