"""What was played: how often each act came off or was refused, which states were reached, what the clock told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tasks_app.domain.extension_states import ExtensionState
from tasks_app.domain.line_case_states import CaseState
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportState

STATES: dict[str, frozenset[str]] = {
    "line": frozenset(LineState.values),
    "report": frozenset(ReportState.values),
    "extension": frozenset(ExtensionState.values),
    "line_case": frozenset(CaseState.values),
}
# The rungs of a line's ladder, and a period's, that plays climb.
RUNGS = frozenset({"S3", "S6", "R15", "R5", "R1", "E20", "U1", "D5", "P3", "P1", "PU1", "X1", "XU1", "O3", "O5"})
# What the few plays of a build reach whatever the luck: a closing goes to the office, comes back and is accepted, more
# time is granted, cases are decided both ways.
SHORTLY: dict[str, frozenset[str]] = {
    "line": frozenset({"pending_signature", "in_progress", "unit_review", "office_review", "completed", "cancelled"}),
    "report": STATES["report"],
    "extension": frozenset({"asked", "granted"}),
    "line_case": frozenset({"asked", "granted", "refused"}),
}
CAME_OFF = "came off"


@dataclass
class Book:
    """The figures of a run."""

    plays: int = 0
    steps: Counter[str] = field(default_factory=Counter)  # what came of them
    acts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reached: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    told: Counter[str] = field(default_factory=Counter)  # what the clock told, by its rule

    def note(self, act: str, refused: str, things: Mapping[str, Iterable[Any]]) -> None:
        """An act came off, or was refused in this way, and this is where everything stands now."""
        outcome = refused or CAME_OFF
        self.steps[outcome] += 1
        self.acts[act][outcome] += 1
        for kind, of_kind in things.items():
            self.reached[kind] |= {one.state for one in of_kind}

    def unreached(self, wanted: Mapping[str, frozenset[str]] = STATES) -> list[str]:
        """Those of the states that nothing was ever in."""
        return sorted(f"{kind}: {state}" for kind in wanted for state in wanted[kind] - self.reached[kind])

    def untold(self) -> list[str]:
        """The rungs that the clock never told."""
        return sorted(RUNGS - self.told.keys())

    def never(self, acts: Iterable[str]) -> list[str]:
        """Those of the acts that never came off."""
        return sorted(act for act in acts if not self.acts[act][CAME_OFF])

    def __str__(self) -> str:
        acts = "\n".join(f"  {act:20}{dict(counts)}" for act, counts in sorted(self.acts.items()))
        told = dict(self.told.most_common())
        return f"{self.plays} plays, {dict(self.steps)}\n{acts}\n  the clock: {told}\n  unreached: {self.unreached()}"
