"""时间表/路线图 of a year: what is to be done by when by whom, as plain rows, frozen when it is issued."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

MONTHS = range(1, 13)


@dataclass(frozen=True)
class RoadmapUnit:
    """One unit of an item: its name of that day, its part in words, what it delivers itself."""

    name: str
    part: str
    deliverable: str = ""

    @property
    def in_words(self) -> str:
        """As a table names it: 市商务局（牵头）."""
        part = "" if self.part == "责任单位" else f"（{self.part}）"
        return f"{self.name}{part}"


@dataclass(frozen=True)
class RoadmapRow:
    """One item of the year."""

    plan: int
    number: int
    heading: str
    title: str
    deliverable: str
    milestone: str
    deadline: date
    origin: str
    units: tuple[RoadmapUnit, ...]

    @property
    def units_in_words(self) -> str:
        """The units in their order."""
        return "、".join(unit.in_words for unit in self.units)

    @property
    def shares_in_words(self) -> str:
        """What each unit delivers itself, where the item says so."""
        return "\n".join(f"{unit.name}：{unit.deliverable}" for unit in self.units if unit.deliverable)

    def month_in(self, year: int) -> int:
        """The column of the picture: the month of the deadline; 13 for a day after the year, 1 for one before it."""
        if self.deadline.year > year:
            return MONTHS.stop
        return self.deadline.month if self.deadline.year == year else 1


def as_data(rows: Iterable[RoadmapRow]) -> list[dict[str, Any]]:
    """The rows as they are kept."""
    return [asdict(row) | {"deadline": row.deadline.isoformat()} for row in rows]


def from_data(kept: Iterable[Mapping[str, Any]]) -> tuple[RoadmapRow, ...]:
    """The rows that were kept."""
    return tuple(
        RoadmapRow(
            **{
                **row,
                "deadline": date.fromisoformat(row["deadline"]),
                "units": tuple(RoadmapUnit(**unit) for unit in row["units"]),
            }
        )
        for row in kept
    )
