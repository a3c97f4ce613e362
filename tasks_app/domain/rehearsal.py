"""What would fire if nobody acted (预演): the clock played forward over frozen facts, touching nothing.

It is played as the sweep plays it: the report periods of one line speak with one voice, at most one level is
climbed a day, and a paper that is proposed and left undecided is itself chased.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.ladder import Step, Verdict, due, with_one_voice
from tasks_app.domain.policy import Deed, Policy
from tasks_app.domain.working_days import DAY, Calendar


@dataclass(frozen=True)
class Rehearsed:
    """One step that would be taken on a day.

    A proposal that does not exist yet is named after what it is about: ``proposal:line:17/D5``.
    """

    on: date
    subject: str
    unit_kind: str
    step: Step
    superseded: bool = False
    round: int = 0


def rehearse(
    subjects: Iterable[Facts], policy: Policy, calendar: Calendar, *, start: date, end: date
) -> list[Rehearsed]:
    """Every step from ``start`` to ``end``, both included, in the order of days. Proposals stay undecided."""
    played = [one for group in _groups(subjects) for one in _played(group, policy, calendar, start, end)]
    return sorted(played, key=lambda one: (one.on, one.subject, one.step.rule.code))


def next_step(facts: Facts, policy: Policy, calendar: Calendar, *, today: date) -> Rehearsed | None:
    """The step that one subject would take next, from today on, if nobody acted; None where nothing is left."""
    coming = _played([facts], policy, calendar, today, date.max)
    return next((one for one in coming if one.subject == facts.key and not one.superseded), None)


def _groups(subjects: Iterable[Facts]) -> Iterable[list[Facts]]:
    """Subjects that are decided together: the periods of a line (``period:4/17``), everything else alone."""
    groups: dict[str, list[Facts]] = defaultdict(list)
    for facts in subjects:
        is_period = facts.kind is SubjectKind.PERIOD
        groups[facts.key.partition("/")[2] if is_period else facts.key].append(facts)
    return groups.values()


def _played(group: Sequence[Facts], policy: Policy, calendar: Calendar, start: date, end: date) -> Iterator[Rehearsed]:
    today: date | None = start
    while today is not None and today <= end:
        verdicts = with_one_voice([(facts, due(facts, policy, calendar, today)) for facts in group])
        for facts, verdict in verdicts:
            yield from _steps(facts, verdict, today)
        group = [after for facts, verdict in verdicts for after in _after(facts, verdict, today)]
        is_settled = any(verdict.fire or verdict.superseded for _, verdict in verdicts)
        coming = [verdict.next_on for _, verdict in verdicts if verdict.next_on is not None]
        today = today + DAY if is_settled else min(coming, default=None)


def _steps(facts: Facts, verdict: Verdict, today: date) -> Iterator[Rehearsed]:
    for step in verdict.superseded:
        yield Rehearsed(today, facts.key, facts.unit_kind, step, superseded=True, round=facts.round)
    for step in verdict.fire:
        yield Rehearsed(today, facts.key, facts.unit_kind, step, round=facts.round)


def _after(facts: Facts, verdict: Verdict, today: date) -> Iterator[Facts]:
    """The subject after a day, and the proposals about it that nobody has decided yet."""
    settled = {step.rule.code: today for step in (*verdict.fire, *verdict.superseded)}
    yield replace(facts, decided={**facts.decided, **settled}) if settled else facts
    for step in verdict.fire:
        if step.rule.deed is Deed.PROPOSE:
            yield Facts(
                kind=SubjectKind.PROPOSAL,
                key=f"{SubjectKind.PROPOSAL}:{facts.key}/{step.rule.code}",
                round=0,
                anchors={Anchor.PROPOSED: today},
                unit_kind=facts.unit_kind,
                state=facts.state,
                supervised_elsewhere=facts.supervised_elsewhere,
                is_proposal_open=True,
                pauses=facts.pauses,
            )


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
