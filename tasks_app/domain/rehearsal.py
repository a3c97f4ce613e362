"""What would fire if nobody acted (预演): the clock played forward over frozen facts, touching nothing.

It is played as the sweep plays it: a line and what hangs on it speak with one voice, at most one level is climbed a
day, a version that starts on the way holds from its day on, and a paper that is proposed and left undecided is
itself chased.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tasks_app.domain.facts import Anchor, Facts, Span, SubjectKind
from tasks_app.domain.ladder import Step, Verdict, after, due
from tasks_app.domain.office_waits import Wait
from tasks_app.domain.one_voice import Verdicts, told_once, with_one_voice
from tasks_app.domain.policy import Deed
from tasks_app.domain.policy_versions import Policies
from tasks_app.domain.working_days import DAY, Calendar

# How subjects that are judged together on one day share their words.
Voice = Callable[[Verdicts, date], Verdicts]


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
    subjects: Iterable[Facts], policies: Policies, calendar: Calendar, *, start: date, end: date
) -> list[Rehearsed]:
    """Every step about one line and what hangs on it, from ``start`` to ``end``, both included, in the order of days.

    Proposals stay undecided.
    """
    always = ((facts, Span(start)) for facts in subjects)
    return sorted(_played(always, policies, calendar, start, end, with_one_voice), key=_by_day)


def rehearse_readings(
    subjects: Iterable[tuple[Facts, Span]], policies: Policies, calendar: Calendar, *, start: date, end: date
) -> list[Rehearsed]:
    """Every step about the figures of all targets: each year with the days on which the clock asks about it.

    They are played together, since of what nobody reports the office hears once.
    """
    return sorted(_played(subjects, policies, calendar, start, end, lambda all_, _: told_once(all_)), key=_by_day)


def _by_day(one: Rehearsed) -> tuple[date, str, str]:
    return one.on, one.subject, one.step.rule.code


def next_step(facts: Facts, policies: Policies, calendar: Calendar, *, today: date) -> Rehearsed | None:
    """The step that one subject would take next, from today on, if nobody acted; None where nothing is left."""
    coming = _played([(facts, Span(today))], policies, calendar, today, date.max, with_one_voice)
    return next((one for one in coming if one.subject == facts.key and not one.superseded), None)


@dataclass(frozen=True)
class _Asleep:
    """A subject that says nothing before ``look``, and nothing after ``last``; ``place`` keeps the order of all."""

    place: int
    facts: Facts
    look: date
    last: date


def _played(
    subjects: Iterable[tuple[Facts, Span]],
    policies: Policies,
    calendar: Calendar,
    start: date,
    end: date,
    voice: Voice,
) -> Iterator[Rehearsed]:
    """Each subject sleeps until its next day: what is not due then and was not touched says nothing before."""
    asleep = [
        _Asleep(place, facts, max(start, days.start), min(end, days.end or end))
        for place, (facts, days) in enumerate(subjects)
    ]
    while asleep := [one for one in asleep if one.look <= one.last]:
        today = min(one.look for one in asleep)
        awake = sorted((one for one in asleep if one.look <= today), key=lambda one: one.place)
        asleep = [one for one in asleep if one.look > today]
        verdicts = _decided([one.facts for one in awake], policies, calendar, today, voice)
        for one, (facts, verdict) in zip(awake, verdicts, strict=True):
            yield from _steps(facts, verdict, today)
            looks = (verdict.next_on, policies.next_start(today))
            look = today + DAY if verdict.fire or verdict.superseded else min(filter(None, looks), default=None)
            if look is not None:
                asleep.append(replace(one, facts=after(facts, verdict, today), look=look))
            asleep += [_Asleep(one.place, paper, today + DAY, end) for paper in _proposals(facts, verdict, today)]


def _decided(subjects: list[Facts], policies: Policies, calendar: Calendar, today: date, voice: Voice) -> Verdicts:
    policy = policies.on(today)
    if policy is None:
        return [(facts, Verdict()) for facts in subjects]
    return voice([(facts, due(facts, policy, calendar, today)) for facts in subjects], today)


def _steps(facts: Facts, verdict: Verdict, today: date) -> Iterator[Rehearsed]:
    for step in verdict.superseded:
        yield Rehearsed(today, facts.key, facts.unit_kind, step, superseded=True, round=facts.round)
    for step in verdict.fire:
        yield Rehearsed(today, facts.key, facts.unit_kind, step, round=facts.round)


def _proposals(facts: Facts, verdict: Verdict, today: date) -> Iterator[Facts]:
    """The proposals that a day makes about a subject, which nobody has decided yet."""
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
                waits=Wait.UNDECIDED,
                pauses=facts.pauses,
            )


@dataclass(frozen=True)
class Change:
    """A step that another policy takes on another day, or that only one of the two takes at all."""

    subject: str
    rule: str
    round: int
    before: date | None
    after: date | None

    @property
    def first_day(self) -> date:
        """The earlier of its days."""
        return min(day for day in (self.before, self.after) if day is not None)


def changes_between(old: Iterable[Rehearsed], new: Iterable[Rehearsed]) -> list[Change]:
    """What changes when the new policy takes the old one's place, in the order of days."""
    before, then = _days(old), _days(new)
    keys = dict.fromkeys((*before, *then))
    found = [Change(*key, before.get(key), then.get(key)) for key in keys if before.get(key) != then.get(key)]
    return sorted(found, key=lambda one: (one.first_day, one.subject, one.rule))


def _days(played: Iterable[Rehearsed]) -> dict[tuple[str, str, int], date]:
    return {(one.subject, one.step.rule.code, one.round): one.on for one in played if not one.superseded}
