"""The picture of a target (目标路径图) as plain numbers for SVG: figures by year, the path, and the promised values.

A verified figure is a filled dot, a quick one (快报) a hollow one, a promise a diamond; the table beside it says the
same in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tasks_app.domain.targets import Figure, Path, Promise, best_of, plain_number
from tasks_app.presenters.chart import Mark
from tasks_app.presenters.target_words import figure_words, with_unit

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 720, 260, 64, 24, 20, 28
TICKS = 4
# Steps of the scale: 1, 2 or 5 times a power of ten.
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
# A figure's label stands above its dot; below it where a promised value stands right above, beside which its own is.
ABOVE, BELOW, NEAR, BESIDE = 8, 18, 26, 12


@dataclass(frozen=True)
class Dot:
    """A figure at its place; ``text`` stands beside it, ``words`` is what a reader hears."""

    x: float
    y: float
    is_quick: bool
    text: str
    words: str
    text_y: float


@dataclass(frozen=True)
class Goal:
    """A promised value; ``is_own``: of the target whose page this is. ``points`` is a diamond."""

    points: str
    text: str
    x: float
    text_y: float
    is_own: bool
    words: str


@dataclass(frozen=True)
class TargetChart:
    """The whole picture; ``path`` are the two ends of the line, empty where there is no path."""

    width: int
    height: int
    left: int
    right: int
    floor: int
    dots: tuple[Dot, ...]
    goals: tuple[Goal, ...]
    path: str
    years: tuple[Mark, ...]
    scale: tuple[Mark, ...]
    words: str


def target_chart(
    promise: Promise, figures: Sequence[Figure], path: Path | None, others: Iterable[Promise] = ()
) -> TargetChart | None:
    """The picture of an indicator; None for milestones, and where there is no number at all."""
    shown = [one for one in best_of(figures).values() if one.value is not None]
    goals = [one for one in (promise, *others) if one.value is not None and one.final_year is not None]
    if promise.is_milestone or not (shown or goals):
        return None
    years = [one.year for one in shown] + [one.final_year or 0 for one in goals]
    values = [one.value or Decimal(0) for one in shown] + [one.value or Decimal(0) for one in goals]
    frame = _Frame.around(years, values)
    dots = tuple(_dot(one, frame, promise.unit, goals) for one in shown)
    line = ((path.from_year, path.from_value), (path.to_year, path.to_value)) if path else ()
    return TargetChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        floor=HEIGHT - FOOT,
        dots=dots,
        goals=tuple(_goal(one, frame, is_own=one is promise) for one in goals),
        path=" ".join(f"{frame.x(year)},{frame.y(value)}" for year, value in line),
        years=tuple(Mark(frame.x(year), HEIGHT - 8, str(year)) for year in frame.every_year()),
        scale=tuple(Mark(LEFT - 8, frame.y(value), plain_number(value)) for value in frame.ticks()),
        words="；".join((*(dot.words for dot in dots), *(_goal_words(one) for one in goals))),
    )


@dataclass(frozen=True)
class _Frame:
    """Which years and values the picture spans."""

    first: int
    last: int
    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def around(cls, years: Sequence[int], values: Sequence[Decimal]) -> "_Frame":
        """A frame with round values, a little wider than what it holds."""
        low, high = min(values), max(values)
        span = (high - low) or abs(high) or Decimal(1)
        raw = span / TICKS
        power = Decimal(10) ** raw.adjusted()
        step = next(one * power for one in STEPS if one * power >= raw)
        bottom, top = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
        if top * step == high:
            top += 1
        if bottom * step == low and bottom != 0:
            bottom -= 1
        return cls(min(years) - 1, max(years) + 1, bottom * step, top * step, step)

    def x(self, year: int) -> float:
        """The place of a year."""
        return round(LEFT + (year - self.first) * (WIDTH - LEFT - RIGHT) / (self.last - self.first), 1)

    def y(self, value: Decimal) -> float:
        """The place of a value."""
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - FOOT - share * (HEIGHT - FOOT - TOP), 1)

    def every_year(self) -> range:
        """The years that bear a label; not all where there are many."""
        return range(self.first, self.last + 1, 1 + (self.last - self.first) // 12)

    def ticks(self) -> list[Decimal]:
        """The values that bear a line."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]


def _dot(figure: Figure, frame: _Frame, unit: str, goals: Sequence[Promise]) -> Dot:
    value = figure.value or Decimal(0)
    y = frame.y(value)
    above = [frame.y(one.value or Decimal(0)) for one in goals if one.final_year == figure.year]
    text_y = y + BELOW if any(0 <= y - goal <= NEAR for goal in above) else y - ABOVE
    words = figure_words(figure, unit)
    return Dot(frame.x(figure.year), y, figure.is_quick, plain_number(value), words, round(text_y, 1))


def _goal(promise: Promise, frame: _Frame, *, is_own: bool) -> Goal:
    x, y = frame.x(promise.final_year or 0), frame.y(promise.value or Decimal(0))
    corners = ((x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y))
    points = " ".join(f"{round(a, 1)},{round(b, 1)}" for a, b in corners)
    text = f"{promise.comparator if promise.comparator != 'about' else '≈'}{plain_number(promise.value or Decimal(0))}"
    return Goal(points, text, round(x - BESIDE, 1), round(y - ABOVE + BESIDE, 1), is_own, _goal_words(promise))


def _goal_words(promise: Promise) -> str:
    return f"{promise.final_year} 年目标 {with_unit(promise.value, promise.unit)}"
