"""A period in figures (调度情况): who reported, and how it stands, from one small table of counts.

No data means not reported, never fine: a line without a report handed in is 未报送, whatever was said before. A line
whose closing was handed in by the report day owes none; it is counted by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tasks_app.domain.report_states import Standing


@dataclass(frozen=True)
class Tally:
    """How many lines of a unit under a heading say the same. ``standing`` is empty where nothing was handed in.

    ``place`` is where the unit first stands in the plan.
    """

    heading: str
    heading_order: int
    unit: str
    unit_id: int
    place: tuple[int, int]
    count: int
    standing: str = ""
    is_accepted: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class Figures:
    """``due`` lines should report; the rest says what came in."""

    due: int
    on_schedule: int
    behind: int
    finished: int
    accepted: int
    closed: int

    @property
    def handed_in(self) -> int:
        """Reports that reached the office and were not sent back."""
        return self.on_schedule + self.behind + self.finished

    @property
    def unreported(self) -> int:
        """Lines of which the office knows nothing for the period (未报送)."""
        return self.due - self.handed_in

    @property
    def waiting(self) -> int:
        """Reports that the office has still to accept."""
        return self.handed_in - self.accepted

    @property
    def share_on_schedule(self) -> int:
        """Of a hundred lines that should report, how many say they are in time or done; what is silent is not."""
        return 100 * (self.on_schedule + self.finished) // self.due if self.due else 0


def figures_of(tallies: Iterable[Tally]) -> Figures:
    """All of these counts together."""
    rows = list(tallies)
    told = {standing: sum(row.count for row in rows if row.standing == standing) for standing in Standing}
    closed = sum(row.count for row in rows if row.is_closed and not row.standing)
    return Figures(
        due=sum(row.count for row in rows) - closed,
        on_schedule=told[Standing.ON_SCHEDULE],
        behind=told[Standing.BEHIND],
        finished=told[Standing.FINISHED],
        accepted=sum(row.count for row in rows if row.is_accepted),
        closed=closed,
    )


@dataclass(frozen=True)
class Part:
    """A heading or a unit with its figures."""

    name: str
    figures: Figures


def by_heading(tallies: Iterable[Tally]) -> tuple[Part, ...]:
    """The headings under which something is due, in the order of the plan."""
    grouped: dict[tuple[int, str], list[Tally]] = {}
    for row in tallies:
        grouped.setdefault((row.heading_order, row.heading), []).append(row)
    parts = (Part(name, figures_of(rows)) for (_, name), rows in sorted(grouped.items()))
    return tuple(part for part in parts if part.figures.due)


def by_unit(tallies: Iterable[Tally]) -> tuple[Part, ...]:
    """The units of which something is due, in the order of the plan: no ranking."""
    grouped: dict[int, list[Tally]] = {}
    for row in tallies:
        grouped.setdefault(row.unit_id, []).append(row)
    placed = sorted(grouped.values(), key=lambda rows: (min(row.place for row in rows), rows[0].unit_id))
    parts = (Part(rows[0].unit, figures_of(rows)) for rows in placed)
    return tuple(part for part in parts if part.figures.due)


def units_all_in(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Units that reported all they owe."""
    return tuple(part for part in parts if not part.figures.unreported)


def units_partly_in(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Units that reported some of it."""
    return tuple(part for part in parts if part.figures.unreported and part.figures.handed_in)


def units_out(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Units that reported nothing."""
    return tuple(part for part in parts if not part.figures.handed_in)
