"""The ledger (督办台账) as the rules need it: what is settled, what of it stands, what is refused for good."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import timezone

from tasks_app.domain.facts import Anchor
from tasks_app.domain.reach import Level
from tasks_app.models import Obligation, ObligationState

UNDONE = (ObligationState.REFUSED, ObligationState.RETRACTED)
FIELDS = ("subject", "rule", "round", "level", "anchor", "anchor_on", "state", "at")


class Row(Protocol):
    """What is read of a row."""

    subject: str
    rule: str
    round: int
    level: int
    anchor: str
    anchor_on: date
    state: str
    at: datetime


@dataclass
class Settled:
    """The rules settled of one subject in one round, as :class:`~tasks_app.domain.facts.Facts` names them.

    ``elsewhere``: those that count from another day than the deadline.
    """

    decided: dict[str, date] = field(default_factory=dict)
    superseded: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()

    def and_before(self, earlier: "Iterable[Settled]") -> "Settled":
        """With what was settled ``elsewhere`` in rounds that only another deadline separates from this one."""
        whole = Settled(dict(self.decided), self.superseded, self.undone, self.elsewhere)
        for one in earlier:
            whole.decided = {rule: day for rule, day in one.decided.items() if rule in one.elsewhere} | whole.decided
            whole.superseded |= one.superseded & one.elsewhere
            whole.undone |= one.undone & one.elsewhere
        return whole


# Shared by all subjects of which nothing is settled, and changed by none.
NOTHING = Settled()
NEVER: frozenset[tuple[Level, date]] = frozenset()


class Ledger:
    """Rows of the ledger by subject and round; what was refused counts for every round of the subject."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._settled: defaultdict[tuple[str, int], Settled] = defaultdict(Settled)
        self._refused: defaultdict[str, frozenset[tuple[Level, date]]] = defaultdict(frozenset)
        for row in rows:
            self._enter(row)

    @classmethod
    def of_lines(cls, lines: list[int]) -> "Ledger":
        """What the ledger says of these lines and of all that hangs on them. One query."""
        return cls(Obligation.objects.filter(of_line__in=lines).values_list(*FIELDS, named=True))

    def settled(self, subject: str, round_: int) -> Settled:
        """What is settled of a subject in a round."""
        return self._settled.get((subject, round_), NOTHING)

    def refused(self, subject: str) -> frozenset[tuple[Level, date]]:
        """The rungs a person decided 不予发出 for, each with the anchor day that was meant."""
        return self._refused.get(subject, NEVER)

    def _enter(self, row: Row) -> None:
        settled = self._settled[row.subject, row.round]
        settled.decided[row.rule] = timezone.localdate(row.at)
        if row.anchor != Anchor.DEADLINE:
            settled.elsewhere |= {row.rule}
        if row.state == ObligationState.SUPERSEDED:
            settled.superseded |= {row.rule}
        elif row.state in UNDONE:
            settled.undone |= {row.rule}
        if row.state == ObligationState.REFUSED:
            self._refused[row.subject] |= {(Level(row.level), row.anchor_on)}


def proposals_of(lines: list[int]) -> dict[int, list[Mapping[str, Any]]]:
    """The open proposals about these lines, by line. One query."""
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    rows = Obligation.objects.open_proposals().filter(of_line__in=lines)
    for row in rows.values("pk", "of_line_id", "at", "deferred_until", "deferrals"):
        found[row["of_line_id"]].append(row)
    return found
