"""How far up its ladder each line stands, and which step comes next if nobody acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tasks_app.dashboards.clock_facts import ladder_facts_of
from tasks_app.dashboards.clock_ledger import FIELDS
from tasks_app.domain.reach import Level
from tasks_app.domain.rehearsal import Rehearsed, next_step
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Extension, LineCase, Obligation, ObligationState, PolicyVersion, UnitLine
from tasks_app.models.among import Among

STANDING = (ObligationState.FIRED, ObligationState.REFUSED)


@dataclass(frozen=True)
class Climbed:
    """A rung that was reached: the day, and what a person decided about it, if it was a proposal.

    ``is_drafted``: a paper was drafted from it, on its way or issued by now.
    """

    level: Level
    on: date
    is_refused: bool = False
    is_drafted: bool = False
    deferred_until: date | None = None


@dataclass(frozen=True)
class LineLadder:
    """``climbed`` in the order of rungs, one a level; ``coming`` is None where no step is left or the ladder rests.

    ``is_asked``: it rests since more time was asked for; ``is_raised``: since a case about the line was raised.
    """

    line: UnitLine
    climbed: tuple[Climbed, ...]
    coming: Rehearsed | None
    is_paused: bool
    is_asked: bool = False
    is_raised: bool = False


def ladders_of(
    lines: Iterable[UnitLine],
    calendar: Calendar,
    today: date,
    requests: "Mapping[int, Iterable[Extension]] | None" = None,
    cases: "Mapping[int, Iterable[LineCase]] | None" = None,
    *besides: "QuerySet[Any]",
) -> dict[int, LineLadder]:
    """The ladders of these lines (unit, item and year read along), by line id.

    One statement, with what is asked ``besides``; and one each for ``requests`` for more time and ``cases``, where they
    are not known, or among what is asked.
    """
    batch = list(lines)
    versions, told = PolicyVersion.objects.all(), _rows(batch)
    facts = ladder_facts_of(batch, told, versions, *besides, requests=requests, cases=cases)
    policies, rows = PolicyVersion.policies_of(versions), _by_line(batch, told)
    return {
        line.pk: LineLadder(
            line=line,
            climbed=_climbed(row for row in rows[line.pk] if row.round == line.round),
            coming=next_step(facts[line.pk], policies, calendar, today=today),
            is_paused=facts[line.pk].is_halted,
            is_asked=facts[line.pk].is_request_open,
            is_raised=facts[line.pk].is_case_open,
        )
        for line in batch
    }


def _rows(lines: list[UnitLine]) -> "QuerySet[Obligation]":
    """The question for what the ledger says of the lines themselves, oldest first."""
    rows = Obligation.objects.filter(of_line__in=Among(line.pk for line in lines), line__isnull=False)
    return rows.order_by("at", "id").only("of_line_id", "deferred_until", "decided_at", *FIELDS)


def _by_line(lines: list[UnitLine], rows: "QuerySet[Obligation]") -> dict[int, list[Obligation]]:
    found: dict[int, list[Obligation]] = {line.pk: [] for line in lines}
    for row in rows:
        found[row.the_line_id].append(row)
    return found


def _climbed(rows: Iterable[Obligation]) -> tuple[Climbed, ...]:
    """The rungs that were reached, from the lowest up; of several reminders the latest stands for the rung."""
    found = {
        Level(row.level): Climbed(
            level=Level(row.level),
            on=timezone.localdate(row.at),
            is_refused=row.state == ObligationState.REFUSED,
            is_drafted=row.state == ObligationState.FIRED and row.decided_at is not None,
            deferred_until=row.deferred_until,
        )
        for row in rows
        if row.state in STANDING
    }
    return tuple(found[level] for level in sorted(found))
