"""The picture of a rehearsal: columns a week, a part for each level, as plain numbers for an SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks_app.domain.reach import Level
from tasks_app.presenters.clock import LEVEL_WORDS
from tasks_app.presenters.rehearsal import WeekRow

WIDTH, HEIGHT, FOOT, LEFT = 960, 220, 22, 44
WIDEST_BAR, BAR_SHARE = 44, 0.7
LINES, MOST_LABELS = 5, 12
# The highest column stays a little below the top.
HEADROOM = 0.95


@dataclass(frozen=True)
class Bar:
    """A part of a week's column, in the picture's own units."""

    level: int
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


def chart_of(rows: Sequence[WeekRow], levels: Sequence[Level]) -> Chart | None:
    """The picture of the weeks; None where nothing would fire."""
    most = max((row.total for row in rows), default=0)
    if not most:
        return None
    step, floor = _step(most), HEIGHT - FOOT
    top = -(-most // step) * step
    pitch = (WIDTH - LEFT) / len(rows)
    bars = [bar for place, row in enumerate(rows) for bar in _column(row, levels, place, pitch, floor / top)]
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


def _column(row: WeekRow, levels: Sequence[Level], place: int, pitch: float, scale: float) -> Iterator[Bar]:
    width = min(pitch * BAR_SHARE, WIDEST_BAR)
    x, y = LEFT + pitch * (place + 0.5) - width / 2, float(HEIGHT - FOOT)
    for level, count in zip(levels, row.counts, strict=True):
        if count:
            height = count * scale * HEADROOM
            y -= height
            words = f"{row.monday:%Y-%m-%d} 当周{LEVEL_WORDS[level]} {count} 件"
            yield Bar(int(level), round(x, 1), round(y, 1), round(width, 1), round(height, 1), words)
