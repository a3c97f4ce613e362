"""What is due: a pure function of facts, policy, calendar and day.

Due means "by now, and not yet decided", never "today exactly": a reminder missed while the machine was down is
found the next time. Of several reminders missed, each person hears only the latest, and what nobody is left to hear is
noted as superseded; levels are climbed one at a time, each with its own waiting days after the one before really fired.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tasks_app.domain.conditions import CONDITIONS
from tasks_app.domain.facts import Facts
from tasks_app.domain.policy import Audience, Deed, Policy, Rule
from tasks_app.domain.reach import Level, reaches
from tasks_app.domain.working_days import DAY, Calendar

COVERED = "后一期进展已经报送，本期不再提醒"
OUTRUN = "此后已有更近的提醒"


@dataclass(frozen=True)
class Step:
    """A rule that is due, with the day it counted from and the day it fell due; ``why`` it was skipped, if it was."""

    rule: Rule
    anchor_day: date
    due_day: date
    why: str = ""


@dataclass(frozen=True)
class Verdict:
    """What to do now, what to note as skipped, and the day to look again (None: only when something changes)."""

    fire: tuple[Step, ...] = ()
    superseded: tuple[Step, ...] = ()
    next_on: date | None = None


def due(facts: Facts, policy: Policy, calendar: Calendar, today: date) -> Verdict:
    """Decides one subject on one day. The same facts always give the same verdict."""
    resumed = _resumed(facts, calendar, today)
    by_now: list[Step] = []
    later: list[date] = []
    for step in _open_steps(facts, policy, calendar):
        day = _day_it_counts(step, facts, resumed)
        if day is not None and day <= today:
            by_now.append(step)
        elif day is not None:
            later.append(day)
    fire, superseded = _spoken(sorted(by_now, key=_order), facts, policy)
    return Verdict(fire, superseded, min(later, default=None))


def after(facts: Facts, verdict: Verdict, today: date) -> Facts:
    """The subject once the verdict of a day is recorded: what fired or was skipped does not come again."""
    settled = (*verdict.fire, *verdict.superseded)
    if not settled:
        return facts
    return replace(
        facts,
        decided={**facts.decided, **{step.rule.code: today for step in settled}},
        superseded=facts.superseded | {step.rule.code for step in verdict.superseded},
    )


def _resumed(facts: Facts, calendar: Calendar, today: date) -> date | None:
    """The first day on which a ladder goes on after its pauses; None while it stands still: somebody has to act."""
    pauses = [span for span in facts.pauses if span.start <= today]
    if any(span.end is None for span in pauses):
        return None
    return max((calendar.plus(span.end, 1) for span in pauses if span.end), default=date.min)


def _day_it_counts(step: Step, facts: Facts, resumed: date | None) -> date | None:
    """From when on a step may be taken: its own day, once its condition holds, and not before a pause is over."""
    day = max(step.due_day, facts.holds_from.get(step.rule.condition, step.due_day))
    if not step.rule.ladder:
        return day
    return max(day, resumed) if resumed else None


def _open_steps(facts: Facts, policy: Policy, calendar: Calendar) -> Iterable[Step]:
    for rule in policy.about(facts.kind):
        if rule.code in facts.decided or rule.anchor not in facts.anchors:
            continue
        if not CONDITIONS[rule.condition][1](facts) or not _may_climb(rule, facts):
            continue
        climbed = _climbed_on(rule, facts, policy) if rule.after else None
        if climbed or not rule.after:
            yield _step(rule, climbed, facts, calendar)


def _may_climb(rule: Rule, facts: Facts) -> bool:
    """Whether the rung lies within the unit's reach, and nobody decided that no paper of it goes out for this day."""
    if rule.deed is Deed.PROPOSE and (rule.level, facts.anchors[rule.anchor]) in facts.refused:
        return False
    return reaches(facts.unit_kind, rule.level, supervised_elsewhere=facts.supervised_elsewhere)


def _climbed_on(rule: Rule, facts: Facts, policy: Policy) -> date | None:
    """The day the step before this one really fired.

    Where it was skipped because a later rule of its rung spoke instead, the rung was climbed by that rule.
    """
    if rule.after not in facts.superseded:
        return facts.fired_on(rule.after)
    rung = policy.level_of(rule.after)
    instead = (facts.fired_on(one.code) for one in policy.about(facts.kind) if one.level is rung and one != rule)
    return max(filter(None, instead), default=None)


def _step(rule: Rule, climbed: date | None, facts: Facts, calendar: Calendar) -> Step:
    """The step with its day: at least ``wait`` working days, and never the same day, after the one before."""
    anchor_day = facts.anchors[rule.anchor]
    day = due_day(anchor_day, rule, facts, calendar)
    if climbed:
        day = max(day, climbed + DAY, _counted(climbed, rule.wait, rule, facts, calendar))
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


def _spoken(by_now: list[Step], facts: Facts, policy: Policy) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """What is said of the steps that are due, and what is skipped."""
    if facts.is_covered:
        return (), _skipped(by_now, COVERED)
    outrun = [step for step in by_now if _is_outrun(step, facts, policy)]
    fire, superseded = _highest_speaks([step for step in by_now if step not in outrun])
    return fire, (*superseded, *_skipped(outrun, OUTRUN))


def _highest_speaks(by_now: list[Step]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Of the notices that are due, the latest of the highest rung speaks; it supersedes those before and below it.

    It does so only for whom it reaches: a unit that is to sign for a letter is told, although the office is told at
    the same time that nobody signed. That jumps over no level: notices end at 催办, and everything above it is proposed
    and waits for the step before it to have fired on an earlier day (``after``), so at most one level is climbed a day.
    """
    proposed = [step for step in by_now if step.rule.deed is Deed.PROPOSE]
    speaking: list[Step] = []
    superseded: list[Step] = []
    heard: set[Audience] = set()
    for step in reversed([step for step in by_now if step.rule.deed is Deed.TELL]):
        (superseded if heard.issuperset(step.rule.audience) else speaking).append(step)
        heard |= {*step.rule.audience}
    return (*reversed(speaking), *proposed), tuple(reversed(superseded))


def _is_outrun(step: Step, facts: Facts, policy: Policy) -> bool:
    """Whether everybody who would hear this notice was told as loudly on its day or later, in this round.

    So it is after a phone call that counted, and with a rule that a new version brings for a day that is past.
    """
    if step.rule.deed is not Deed.TELL:
        return False
    heard: set[Audience] = set()
    for rule in policy.about(facts.kind):
        fired_on = facts.fired_on(rule.code)
        if fired_on and fired_on >= step.due_day and rule.deed is Deed.TELL and rule.level >= step.rule.level:
            heard |= {*rule.audience}
    return heard.issuperset(step.rule.audience)


def _skipped(by_now: list[Step], why: str) -> tuple[Step, ...]:
    return tuple(replace(step, why=why) for step in by_now)
