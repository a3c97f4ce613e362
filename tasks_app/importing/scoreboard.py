"""How well a plan was read, against a truth that a person typed by hand while reading the paper.

Counted are (row, unit, role) pairs. A pair that is wrong or missing counts as flagged where a doubt of its row asks a
person to look; what is wrong in silence is what matters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks_app.importing.reading import Doubt, PlanReading

LEAST_RIGHT = 0.97
MOST_SILENT = 0.005
# Doubts about the row as a whole; the others are about the one unit they chose.
OF_THE_ROW = frozenset(
    {"inferred_lead", "no_lead", "group_leads", "carried_cell", "roles_by_label", "no_units", "item_without_units"}
)

Pair = tuple[int, str, str]


@dataclass(frozen=True)
class Score:
    """Pairs of the truth, of the reading, of both; wrong ones, and those among them that no doubt names."""

    truth: frozenset[Pair]
    read: frozenset[Pair]
    flagged: frozenset[Pair]

    @property
    def wrong(self) -> frozenset[Pair]:
        """Pairs that stand in only one of the two."""
        return self.truth ^ self.read

    @property
    def silent(self) -> frozenset[Pair]:
        """What is wrong without a flag."""
        return self.wrong - self.flagged

    @property
    def precision(self) -> float:
        """The share of what was read that is right."""
        return _share(len(self.truth & self.read), len(self.read))

    @property
    def recall(self) -> float:
        """The share of what is true that was read."""
        return _share(len(self.truth & self.read), len(self.truth))

    @property
    def silent_share(self) -> float:
        """What is wrong without a flag, in relation to what is true."""
        return len(self.silent) / len(self.truth) if self.truth else 0.0

    @property
    def holds(self) -> bool:
        """Whether the reading is over the bars."""
        return min(self.precision, self.recall) >= LEAST_RIGHT and self.silent_share <= MOST_SILENT


def score(reading: PlanReading, rows: Iterable[Mapping[str, Any]]) -> Score:
    """The score of a reading. ``rows`` are the rows of the truth: number, leads, support."""
    truth = {
        (row["number"], unit, role)
        for row in rows
        for role, key in (("lead", "leads"), ("support", "support"))
        for unit in row[key]
    }
    read = {(task.number, share.party.name, share.role) for task, share in reading.responsibilities}
    wrong = truth ^ read
    return Score(frozenset(truth), frozenset(read), frozenset(_flagged(wrong, wrong & read, reading.doubts)))


def _flagged(wrong: Iterable[Pair], extra: Iterable[Pair], doubts: Iterable[Doubt]) -> Iterable[Pair]:
    """A wrong pair is flagged by a doubt about its row, or about a unit that was read wrongly in its row."""
    rows = {doubt.row for doubt in doubts if doubt.kind in OF_THE_ROW}
    chosen = {(doubt.row, doubt.chosen) for doubt in doubts}
    rows |= {row for row, unit, _role in extra if (row, unit) in chosen}
    return (pair for pair in wrong if pair[0] in rows)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
