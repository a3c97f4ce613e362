"""How far up its ladder each line stands, and which step comes next if nobody acts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tasks_app.dashboards.clock_facts import ladder_facts_of
from tasks_app.domain.reach import Level
from tasks_app.domain.rehearsal import Rehearsed, next_step
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Obligation, ObligationState, PolicyVersion, UnitLine

STANDING = (ObligationState.FIRED, ObligationState.REFUSED)


@dataclass(frozen=True)
class Climbed:
    """A rung that was reached: the day, and what a person decided about it, if it was a proposal."""

    level: Level
    on: date
    is_refused: bool = False
    deferred_until: date | None = None


@dataclass(frozen=True)
class LineLadder:
    """``climbed`` in the order of rungs, one a level; ``coming`` is None where no step is left or the ladder rests."""

    line: UnitLine
    climbed: tuple[Climbed, ...]
    coming: Rehearsed | None
    is_paused: bool


def ladders_of(lines: Iterable[UnitLine], calendar: Calendar, today: date) -> dict[int, LineLadder]:
    """The ladders of these lines (unit, item and year read along), by line id. Four queries."""
    batch = list(lines)
    version = PolicyVersion.in_force(today)
    policy = version.policy if version else None
    facts, climbed = ladder_facts_of(batch), _climbed(batch)
    return {
        line.pk: LineLadder(
            line=line,
            climbed=climbed[line.pk],
            coming=next_step(facts[line.pk], policy, calendar, today=today) if policy else None,
            is_paused=facts[line.pk].is_paused(today),
        )
        for line in batch
    }


def _climbed(lines: list[UnitLine]) -> dict[int, tuple[Climbed, ...]]:
    """The highest word is the last one; of several reminders the latest stands for the rung."""
    rounds = {line.pk: line.round for line in lines}
    found: dict[int, dict[Level, Climbed]] = defaultdict(dict)
    rows = Obligation.objects.filter(of_line__in=rounds, line__isnull=False, state__in=STANDING)
    for row in rows.order_by("at", "id").only("of_line_id", "round", "level", "at", "state", "deferred_until"):
        if row.round == rounds[row.of_line_id]:
            found[row.of_line_id][Level(row.level)] = Climbed(
                level=Level(row.level),
                on=timezone.localdate(row.at),
                is_refused=row.state == ObligationState.REFUSED,
                deferred_until=row.deferred_until,
            )
    return {pk: tuple(found[pk][level] for level in sorted(found[pk])) for pk in rounds}
