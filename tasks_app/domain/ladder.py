"""What is due: a pure function of facts, policy, calendar and day.

Due means "by now, and not yet decided", never "today exactly": a reminder missed while the machine was down is
found the next time. Of several reminders missed, only the latest is sent and the others are noted as superseded;
levels are climbed one at a time, each with its own waiting days after the one before really fired.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasks_app.domain.conditions import CONDITIONS
from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.policy import Deed, Policy, Rule
from tasks_app.domain.reach import Level, reaches
from tasks_app.domain.working_days import DAY, Calendar


@dataclass(frozen=True)
class Step:
    """A rule that is due, with the day it counted from and the day it fell due."""

    rule: Rule
    anchor_day: date
    due_day: date


@dataclass(frozen=True)
class Verdict:
    """What to do now, what to note as skipped, and the day to look again (None: only when something changes)."""

    fire: tuple[Step, ...] = ()
    superseded: tuple[Step, ...] = ()
    next_on: date | None = None


def due(facts: Facts, policy: Policy, calendar: Calendar, today: date) -> Verdict:
    """Decides one subject on one day. The same facts always give the same verdict."""
    steps = sorted(_open_steps(facts, policy, calendar), key=_order)
    days = [(step, _day_it_counts(step, facts, calendar, today)) for step in steps]
    fire, superseded = _latest_of_each([step for step, day in days if day and day <= today])
    later = [day for _, day in days if day and day > today]
    return Verdict(tuple(fire), tuple(superseded), min(later, default=None))


def _day_it_counts(step: Step, facts: Facts, calendar: Calendar, today: date) -> date | None:
    """From when on a step may be taken: its own day, after a pause no earlier than the next working day.

    None while the ladder stands still: only an act of somebody makes it move again.
    """
    pauses = [span for span in facts.pauses if span.start <= today] if step.rule.ladder else []
    if any(span.end is None for span in pauses):
        return None
    return max([step.due_day, *(calendar.plus(span.end, 1) for span in pauses if span.end)])


def _open_steps(facts: Facts, policy: Policy, calendar: Calendar) -> Iterable[Step]:
    for rule in policy.about(facts.kind):
        if rule.code in facts.decided or rule.anchor not in facts.anchors:
            continue
        if not reaches(facts.unit_kind, rule.level, supervised_elsewhere=facts.supervised_elsewhere):
            continue
        if rule.after and rule.after not in facts.decided:
            continue
        if CONDITIONS[rule.condition][1](facts):
            yield _step(rule, facts, calendar)


def _step(rule: Rule, facts: Facts, calendar: Calendar) -> Step:
    anchor_day = facts.anchors[rule.anchor]
    day = due_day(anchor_day, rule, facts, calendar)
    if rule.after:
        day = max(day, _counted(facts.decided[rule.after], rule.wait, rule, facts, calendar))
    return Step(rule, anchor_day, day)


def due_day(anchor_day: date, rule: Rule, facts: Facts, calendar: Calendar) -> date:
    """The day a rule falls due: the n-th working day after the anchor, not counting days the ladder stood still."""
    return _counted(anchor_day, rule.offset, rule, facts, calendar)


def _counted(start: date, count: int, rule: Rule, facts: Facts, calendar: Calendar) -> date:
    if count <= 0 or not rule.ladder or not facts.pauses:
        return calendar.plus(start, count)
    day, counted = start, 0
    while counted < count:
        day += DAY
        still_paused = any(span.end is None and span.covers(day) for span in facts.pauses)
        if calendar.is_workday(day) and (still_paused or not facts.is_paused(day)):
            counted += 1
    return day


def _order(step: Step) -> tuple[Level, date]:
    """Lowest rung first, then by day; on the same day the rule that the policy names last speaks."""
    return step.rule.level, step.due_day


def _latest_of_each(by_now: list[Step]) -> tuple[list[Step], list[Step]]:
    """Of what is due, the one step that still says something: the lowest rung that was not climbed yet.

    Reminders before it are superseded by it. A proposal never fires in the same breath as a notice: its rung waits
    for the one before (``after``), so at most one level is climbed a day.
    """
    told = [step for step in by_now if step.rule.deed is Deed.TELL]
    proposed = [step for step in by_now if step.rule.deed is Deed.PROPOSE]
    latest = told[-1:]
    return [*latest, *proposed], told[:-1]


def with_one_voice(verdicts: list[tuple[Facts, Verdict]]) -> list[tuple[Facts, Verdict]]:
    """The verdicts of one line, of whose report periods only the latest speaks.

    After a long silence nobody is asked for the spring's report and the autumn's on the same day: the report asked
    for last covers the others, which are noted as superseded.
    """
    speaking = [facts for facts, verdict in verdicts if facts.kind is SubjectKind.PERIOD and verdict.fire]
    if len(speaking) < 2:
        return verdicts
    latest = max(speaking, key=lambda facts: facts.anchors[Anchor.PERIOD_DUE])
    return [
        (facts, _silenced(verdict) if facts in speaking and facts is not latest else verdict)
        for facts, verdict in verdicts
    ]


def _silenced(verdict: Verdict) -> Verdict:
    return Verdict((), (*verdict.superseded, *verdict.fire), verdict.next_on)
