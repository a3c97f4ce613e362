"""What a target says of a year (目标年度状态): which years are asked for, until when, and how a figure is judged.

Pure: promises and figures in, states out. Silence is never good news: a year that has passed its data day without a
figure is 逾期未报, whatever the years before it said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tasks_app.domain.target_words import Comparator, ReadingKind, TargetKind

LAST_OF_MONTH = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
LONGEST_MONTH = 31
# 左右 has no width in any plan we know. Ours, by unit: points of a percentage, else a share of the value.
ABOUT_POINTS = {"%": Decimal(1), "百分点": Decimal(1)}
ABOUT_SHARE = Decimal("0.05")
# A path is a picture, not a promise: a figure this near to it (a share of the whole way) stands on it.
ON_PATH_SHARE = Decimal("0.01")


class TargetState(StrEnum):
    """What is known of a target for one year."""

    NOT_DUE = "not_due"
    AWAITED = "awaited"
    OVERDUE = "overdue"
    TO_BE_SET = "to_be_set"
    MET = "met"
    MISSED = "missed"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    AHEAD = "ahead"
    ON_PATH = "on_path"
    BEHIND = "behind"
    NO_PATH = "no_path"


STATE_WORDS: dict[TargetState, str] = {
    TargetState.NOT_DUE: "未到期",
    TargetState.AWAITED: "待发布",
    TargetState.OVERDUE: "逾期未报",
    TargetState.TO_BE_SET: "待省下达",
    TargetState.MET: "达标",
    TargetState.MISSED: "未达标",
    TargetState.REACHED: "节点已完成",
    TargetState.NOT_REACHED: "节点未完成",
    TargetState.AHEAD: "超前",
    TargetState.ON_PATH: "符合路径",
    TargetState.BEHIND: "滞后",
    TargetState.NO_PATH: "已填报（无路径）",
}
# What hurts first stands first.
WORST_STATES = (
    *(TargetState.MISSED, TargetState.NOT_REACHED, TargetState.OVERDUE, TargetState.BEHIND, TargetState.AWAITED),
    *(TargetState.TO_BE_SET, TargetState.NO_PATH, TargetState.ON_PATH, TargetState.AHEAD, TargetState.MET),
    *(TargetState.REACHED, TargetState.NOT_DUE),
)


@dataclass(frozen=True)
class Promise:
    """What a target promises. ``year`` None: throughout; ``value`` None: a milestone, or still to be set (``set_by``).

    ``after`` is the last year of the target before it of the same indicator, ``begins`` the year of the plan: the
    years in between are its own. Months and days say when a year's figure is out, in the year after; ``asked_since`` is
    the day on which a unit was named to report it.
    """

    kind: str
    year: int | None
    begins: int
    comparator: str = ""
    value: Decimal | None = None
    unit: str = ""
    is_before: bool = False
    baseline_year: int | None = None
    after: int | None = None
    data_month: int = 6
    data_day: int = 30
    asked_since: date | None = None

    @property
    def is_milestone(self) -> bool:
        """Whether something must have happened, rather than a figure stand."""
        return self.kind == TargetKind.MILESTONE

    @property
    def is_to_be_set(self) -> bool:
        """Whether the value is still to come (待省下达): no figure is asked for before, since none can be judged."""
        return self.value is None and not self.is_milestone

    @property
    def final_year(self) -> int | None:
        """The last year that counts. 2030 年前 is kept or broken by the end of 2029."""
        return self.year - 1 if self.year and self.is_before else self.year

    @property
    def first_year(self) -> int | None:
        """The first year that is asked for: of a milestone only its last, of all else every year since the one before.

        None for a milestone without a year: nobody can say when to ask.
        """
        if self.is_milestone:
            return self.final_year
        return self.begins if self.after is None else max(self.begins, self.after + 1)

    def asks_for(self, year: int) -> bool:
        """Whether the figure of a year is one of this target's."""
        first, final = self.first_year, self.final_year
        return first is not None and first <= year and (final is None or year <= final)


@dataclass(frozen=True)
class Figure:
    """The figure of one year: a value, or for a milestone whether it was reached."""

    year: int
    kind: str
    value: Decimal | None = None
    is_reached: bool | None = None

    @property
    def is_quick(self) -> bool:
        """Whether it is a quick figure (快报), which the verified one will replace."""
        return self.kind == ReadingKind.QUICK


@dataclass(frozen=True)
class Standing:
    """Where a target stands: the state of the year in question, and the last figure with what it says.

    ``year`` is None where nothing is asked for yet; ``gaps`` are years before it that have no figure either.
    """

    state: TargetState
    year: int | None = None
    figure: Figure | None = None
    last_state: TargetState | None = None
    gaps: tuple[int, ...] = ()


@dataclass(frozen=True)
class Path:
    """A straight line from a first figure to the target's value (目标路径)."""

    from_year: int
    from_value: Decimal
    to_year: int
    to_value: Decimal

    def at(self, year: int) -> Decimal:
        """The value of the line in a year."""
        share = Decimal(year - self.from_year) / (self.to_year - self.from_year)
        return self.from_value + (self.to_value - self.from_value) * share


def plain_number(value: Decimal) -> str:
    """A number without trailing zeros: 32.5000 is 32.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def data_day(promise: Promise, year: int) -> date:
    """The day until which the figure of a year is awaited (数据发布日), in the year after it."""
    last = min(promise.data_day, LAST_OF_MONTH.get(promise.data_month, LONGEST_MONTH))
    return date(year + 1, promise.data_month, last)


def belongs_to(years: Iterable[int | None], year: int) -> int | None:
    """Which target of an indicator a year belongs to, by target years: the first that is not before it.

    None where all are past.
    """
    return min((one for one in years if one is not None and one >= year), default=None)


def year_in_question(promise: Promise, today: date) -> int | None:
    """The latest year that is over and is asked for; None where none is yet."""
    if promise.is_to_be_set:
        return None
    over = today.year - 1
    final = promise.final_year
    year = over if final is None else min(over, final)
    return year if promise.asks_for(year) else None


def best_of(figures: Iterable[Figure]) -> dict[int, Figure]:
    """One figure a year: the verified one (核定) beats the quick one (快报)."""
    found: dict[int, Figure] = {}
    for figure in figures:
        known = found.get(figure.year)
        if known is None or known.is_quick:
            found[figure.year] = figure
    return dict(sorted(found.items()))


def standing(promise: Promise, figures: Iterable[Figure], today: date) -> Standing:
    """Where a target stands on a day. ``figures`` are all of its indicator, also those of the years before it."""
    known = best_of(figures)
    own = [figure for year, figure in known.items() if _counts(promise, year)]
    last = next((one for one in own if one.is_reached), own[-1] if own else None)
    if promise.is_to_be_set:
        return Standing(TargetState.TO_BE_SET, figure=last)
    path = path_of(promise, tuple(known.values()))
    judged = judge(promise, last, path) if last else None
    year = year_in_question(promise, today)
    is_settled = last is not None and (last.is_reached or (year is not None and last.year >= year))
    if last is not None and is_settled:
        return Standing(judged or TargetState.NO_PATH, last.year, last, judged)
    if year is None:
        return Standing(TargetState.NOT_DUE, None, last, judged)
    late = overdue_year(promise, last.year if last else None, today)
    open_years = [one for one in _asked(promise, year) if last is None or one > last.year]
    gaps = tuple(one for one in open_years if one < (late or year))
    return Standing(TargetState.OVERDUE if late else TargetState.AWAITED, late or year, last, judged, gaps)


def overdue_year(promise: Promise, last_year: int | None, today: date) -> int | None:
    """The latest year without a figure that is overdue, where ``last_year`` is the last that has one.

    Older years than the one in question count if somebody had been asked for them: no unit is late with a figure that
    was due before it was named. They stay gaps.
    """
    year, since = year_in_question(promise, today), promise.asked_since
    if year is None:
        return None
    for one in reversed(_asked(promise, year)):
        if last_year is not None and one <= last_year:
            return None
        day = data_day(promise, one)
        if today > day and (one == year or (since is not None and since <= day)):
            return one
    return None


def missing_years(promise: Promise, figures: Iterable[Figure], today: date) -> tuple[int, ...]:
    """The years that are over, were asked for, and have no figure; the latest first."""
    year, known = year_in_question(promise, today), best_of(figures)
    if year is None or any(one.is_reached for one in known.values()):
        return ()
    return tuple(one for one in reversed(_asked(promise, year)) if one not in known)


def judge(promise: Promise, figure: Figure, path: Path | None) -> TargetState:
    """Of the last year whether the promise is kept, of a year in between how the figure lies to the path."""
    if promise.is_milestone:
        return TargetState.REACHED if figure.is_reached else TargetState.NOT_REACHED
    if promise.value is None:
        return TargetState.TO_BE_SET
    if figure.value is None or not promise.comparator:
        return TargetState.NO_PATH
    if promise.final_year is None or figure.year >= promise.final_year:
        return TargetState.MET if _holds(promise, figure.value) else TargetState.MISSED
    return _beside(promise, figure, path)


def path_of(promise: Promise, figures: Sequence[Figure]) -> Path | None:
    """The line to a level, from the base year's figure, else from the first; None where there is none to draw.

    A change, a milestone and 左右 have no path: nobody promised how they come about.
    """
    final, value = promise.final_year, promise.value
    if promise.kind != TargetKind.LEVEL or final is None or value is None or promise.comparator == Comparator.ABOUT:
        return None
    drawn = [one for one in best_of(figures).values() if one.value is not None and one.year < final]
    base = [one for one in drawn if one.year == promise.baseline_year]
    start = next(iter((*base, *drawn)), None)
    if start is None or start.value is None:
        return None
    return Path(start.year, start.value, final, value)


def about_width(promise: Promise) -> Decimal:
    """How far 左右 reaches on each side of the value, in its unit."""
    if promise.value is None:
        return Decimal(0)
    return ABOUT_POINTS.get(promise.unit.strip(), abs(promise.value) * ABOUT_SHARE)


def _counts(promise: Promise, year: int) -> bool:
    """Whether a figure speaks for this target; of a milestone a figure of any year up to its last."""
    final = promise.final_year
    return promise.asks_for(year) or (promise.is_milestone and (final is None or year <= final))


def _asked(promise: Promise, until: int) -> range:
    first = promise.first_year
    return range(until if first is None else first, until + 1)


def _holds(promise: Promise, value: Decimal) -> bool:
    wanted = promise.value or Decimal(0)
    if promise.comparator == Comparator.AT_LEAST:
        return value >= wanted
    if promise.comparator == Comparator.AT_MOST:
        return value <= wanted
    return abs(value - wanted) <= about_width(promise)


def _beside(promise: Promise, figure: Figure, path: Path | None) -> TargetState:
    if path is None or figure.value is None or figure.year <= path.from_year:
        return TargetState.NO_PATH
    gap = figure.value - path.at(figure.year)
    if abs(gap) <= abs(path.to_value - path.from_value) * ON_PATH_SHARE:
        return TargetState.ON_PATH
    return TargetState.AHEAD if (gap > 0) == (promise.comparator == Comparator.AT_LEAST) else TargetState.BEHIND
