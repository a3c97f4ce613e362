"""Three pictures of a brief as plain numbers for SVG: stacked bars of lights, a column a period, a bar a unit.

Each is as readable without colour: lights have a pattern each, and every bar bears its figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks_app.dashboards.late import Group
from tasks_app.dashboards.period_brief import LateUnit, PeriodPoint
from tasks_app.domain.lights import LIGHT_WORDS, WORST_FIRST

HUNDRED = 100
# The picture of lights: a name, then the bar, then its total.
LIGHTS_WIDTH, NAME_WIDTH, TOTAL_WIDTH, ROW_HEIGHT, BAR_HEIGHT = 720, 220, 40, 17, 11
LONGEST_NAME = 17
FEWEST_UNITS_INSIDE = 16
# The two smaller pictures stand beside one another.
SMALL_WIDTH, TREND_HEIGHT, TREND_FLOOR, TREND_TOP = 340, 190, 160, 22
COLUMN_SHARE = 0.5
LATE_NAME_WIDTH, LATE_ROW = 130, 18
LATE_WORDS_WIDTH = 158
LONGEST_UNIT = 11
# Units that are asked and not pressed read the neutral word.
LATE_WORDS = {False: "逾期", True: "超过时限"}


@dataclass(frozen=True)
class Piece:
    """A part of a stacked bar; ``text`` is its figure where there is room for one."""

    code: str
    x: float
    width: float
    middle: float
    text: str
    words: str


@dataclass(frozen=True)
class LightRow:
    """One heading: its name, and the pieces of its bar, worst first."""

    name: str
    whole_name: str
    y: float
    text_y: float
    pieces: tuple[Piece, ...]
    total: int
    total_x: float


@dataclass(frozen=True)
class LightChart:
    """Lights by heading; all bars share one scale, so that their lengths compare."""

    width: int
    height: int
    name_x: int
    bar_height: int
    rows: tuple[LightRow, ...]


def light_chart(groups: Sequence[Group]) -> LightChart:
    """The picture of the headings, in the order given."""
    most = max((group.counts.total() for group in groups), default=1) or 1
    scale = (LIGHTS_WIDTH - NAME_WIDTH - TOTAL_WIDTH) / most
    rows = tuple(_light_row(group, place, scale) for place, group in enumerate(groups))
    return LightChart(LIGHTS_WIDTH, max(len(rows), 1) * ROW_HEIGHT, NAME_WIDTH - 8, BAR_HEIGHT, rows)


def _light_row(group: Group, place: int, scale: float) -> LightRow:
    pieces = tuple(_pieces(group, scale))
    name = _cut(group.label, LONGEST_NAME)
    y = place * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2
    end = NAME_WIDTH + group.counts.total() * scale + 6
    return LightRow(
        name, group.label, round(y, 1), round(y + BAR_HEIGHT - 2, 1), pieces, group.counts.total(), _at(end)
    )


def _pieces(group: Group, scale: float) -> Iterator[Piece]:
    x = float(NAME_WIDTH)
    for light in WORST_FIRST:
        count = group.counts[light]
        if count:
            width = count * scale
            words = f"{group.label}：{LIGHT_WORDS[light]} {count} 件"
            text = str(count) if width >= FEWEST_UNITS_INSIDE else ""
            yield Piece(light.value, _at(x), _at(width), _at(x + width / 2), text, words)
            x += width


@dataclass(frozen=True)
class TrendColumn:
    """One period; ``share`` is None while it has not begun."""

    name: str
    middle: float
    x: float
    y: float
    width: float
    height: float
    share: int | None
    note: str


@dataclass(frozen=True)
class TrendChart:
    """The share on schedule by period; ``line`` joins the tops."""

    width: int
    height: int
    top: int
    floor: int
    room: int
    columns: tuple[TrendColumn, ...]
    line: str


def trend_chart(points: Sequence[PeriodPoint]) -> TrendChart:
    """The picture of the year so far; what is not reported counts as not on schedule."""
    pitch = SMALL_WIDTH / max(len(points), 1)
    columns = tuple(_column(point, place, pitch) for place, point in enumerate(points))
    line = " ".join(f"{column.middle},{column.y}" for column in columns if column.share is not None)
    return TrendChart(SMALL_WIDTH, TREND_HEIGHT, TREND_TOP, TREND_FLOOR, TREND_FLOOR - TREND_TOP, columns, line)


def _column(point: PeriodPoint, place: int, pitch: float) -> TrendColumn:
    share = point.figures.share_on_schedule if point.figures else None
    height = (TREND_FLOOR - TREND_TOP) * (share or 0) / HUNDRED
    width, middle = pitch * COLUMN_SHARE, pitch * (place + 0.5)
    note = f"{share}%" if share is not None else "未开始"
    x, y = middle - width / 2, TREND_FLOOR - height
    return TrendColumn(point.name, _at(middle), _at(x), _at(y), _at(width), _at(height), share, note)


@dataclass(frozen=True)
class LateBar:
    """One unit that is late."""

    name: str
    y: float
    text_y: float
    width: float
    words_x: float
    words: str
    is_asked: bool


@dataclass(frozen=True)
class LateChart:
    """The units that are late, worst first."""

    width: int
    height: int
    name_x: int
    x: int
    bar_height: int
    bars: tuple[LateBar, ...]


def late_chart(units: Sequence[LateUnit]) -> LateChart:
    """The picture of these units; the longest bar is the most working days."""
    most = max((unit.days for unit in units), default=1) or 1
    scale = (SMALL_WIDTH - LATE_NAME_WIDTH - LATE_WORDS_WIDTH) / most
    bars = tuple(_late_bar(unit, place, scale) for place, unit in enumerate(units))
    return LateChart(SMALL_WIDTH, len(bars) * LATE_ROW, LATE_NAME_WIDTH - 6, LATE_NAME_WIDTH, BAR_HEIGHT, bars)


def _late_bar(unit: LateUnit, place: int, scale: float) -> LateBar:
    y, width = place * LATE_ROW + (LATE_ROW - BAR_HEIGHT) / 2, max(unit.days * scale, 2)
    return LateBar(
        name=_cut(unit.unit, LONGEST_UNIT),
        y=_at(y),
        text_y=_at(y + BAR_HEIGHT - 2),
        width=_at(width),
        words_x=_at(LATE_NAME_WIDTH + width + 5),
        words=f"{days_words(unit)}，{unit.lines} 件",
        is_asked=unit.is_asked,
    )


def days_words(unit: LateUnit) -> str:
    """How long a unit is late, in working days."""
    word = LATE_WORDS[unit.is_asked]
    return f"{word} {unit.days} 个工作日" if unit.days else f"已{word}"


def _cut(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _at(value: float) -> float:
    return round(value, 1)
