"""Steps that move when the calendar changes, grouped by rule and days, so that a year of them can be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tasks_app.dashboards.rehearsal import Moved, Moves

UNITS_SHOWN = 3


@dataclass(frozen=True)
class MovedGroup:
    """Steps of one rule that move from one day to another; None for a day beyond the last one played."""

    rule: str
    before: date | None
    after: date | None
    units: str
    count: int


@dataclass(frozen=True)
class MovedPage:
    """What moves, as the page shows it. ``beyond``: how many steps leave the days that were played."""

    groups: tuple[MovedGroup, ...]
    count: int
    beyond: int
    end: date | None
    is_cut: bool


def moved_page(moves: Moves) -> MovedPage:
    """The moved steps by rule and days, in the order of their present days."""
    last = moves.end or date.max
    ordered = sorted(moves.steps, key=lambda one: (one.before or last, one.after or last, one.rule, one.of.place))
    return MovedPage(
        groups=tuple(_group(list(steps)) for _, steps in groupby(ordered, key=_days_of)),
        count=len(ordered),
        beyond=sum(one.after is None for one in ordered),
        end=moves.end,
        is_cut=moves.is_cut,
    )


def _days_of(one: Moved) -> tuple[date | None, date | None, str]:
    return one.before, one.after, one.rule


def _group(steps: list[Moved]) -> MovedGroup:
    first = steps[0]
    units = units_in_words(step.of.unit_name for step in steps)
    return MovedGroup(first.rule, first.before, first.after, units, len(steps))


def units_in_words(names: Iterable[str]) -> str:
    """The first units by name, and how many there are."""
    units = list(dict.fromkeys(names))
    more = f"等 {len(units)} 个单位" if len(units) > UNITS_SHOWN else ""
    return "、".join(units[:UNITS_SHOWN]) + more
