"""What would fire if nobody acted (预演): the clock played forward over frozen facts, touching nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tasks_app.domain.facts import Facts
from tasks_app.domain.ladder import Step, due
from tasks_app.domain.policy import Policy
from tasks_app.domain.working_days import DAY, Calendar


@dataclass(frozen=True)
class Rehearsed:
    """One step that would be taken on a day."""

    on: date
    subject: str
    unit_kind: str
    step: Step
    superseded: bool = False


def rehearse(
    subjects: Iterable[Facts], policy: Policy, calendar: Calendar, *, start: date, end: date
) -> list[Rehearsed]:
    """Every step from ``start`` to ``end``, both included, in the order of days. Proposals stay undecided."""
    played = [one for facts in subjects for one in _played(facts, policy, calendar, start, end)]
    return sorted(played, key=lambda one: (one.on, one.subject, one.step.rule.code))


def _played(facts: Facts, policy: Policy, calendar: Calendar, start: date, end: date) -> Iterator[Rehearsed]:
    today: date | None = start
    while today is not None and today <= end:
        verdict = due(facts, policy, calendar, today)
        for step in verdict.superseded:
            yield Rehearsed(today, facts.key, facts.unit_kind, step, superseded=True)
        for step in verdict.fire:
            yield Rehearsed(today, facts.key, facts.unit_kind, step)
        settled = {step.rule.code: today for step in (*verdict.fire, *verdict.superseded)}
        if settled:
            facts = replace(facts, decided={**facts.decided, **settled})
            today += DAY
        else:
            today = verdict.next_on


@dataclass(frozen=True)
class Difference:
    """A step that only one of two policies would take."""

    on: date
    subject: str
    rule: str
    only_in_new: bool


def difference(old: list[Rehearsed], new: list[Rehearsed]) -> list[Difference]:
    """What changes when the new policy takes the old one's place, in the order of days."""
    before = {_key(one) for one in old if not one.superseded}
    after = {_key(one) for one in new if not one.superseded}
    gone = [Difference(*key, only_in_new=False) for key in before - after]
    come = [Difference(*key, only_in_new=True) for key in after - before]
    return sorted([*gone, *come], key=lambda one: (one.on, one.subject, one.rule))


def _key(one: Rehearsed) -> tuple[date, str, str]:
    return one.on, one.subject, one.step.rule.code
