"""A rehearsal (预演) in figures: how many steps of each level a week, by rule, and what another policy changes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tasks_app.dashboards.rehearsal import Foreseen, Rehearsal
from tasks_app.domain.policy import Policy
from tasks_app.domain.reach import Level
from tasks_app.domain.rehearsal import difference
from tasks_app.presenters.clock import word_of
from tasks_app.presenters.links import line_url

WEEK = timedelta(days=7)
DIFFERENCES_SHOWN = 50


@dataclass(frozen=True)
class WeekRow:
    """A week (its Monday) with the steps of each level, and all of them."""

    monday: date
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class RuleCount:
    """How often a rule would fire; ``new`` is None where no other policy was tried."""

    code: str
    words: str
    now: int
    new: int | None = None

    @property
    def changes(self) -> bool:
        """Whether the other policy fires it more or less often."""
        return self.new is not None and self.new != self.now


@dataclass(frozen=True)
class DifferenceRow:
    """A step that only one of the two policies would take."""

    on: date
    unit: str
    title: str
    url: str
    word: str
    rule: str
    only_in_new: bool


def levels_of(rehearsal: Rehearsal) -> list[Level]:
    """The levels that occur, from the lowest up."""
    return sorted({one.step.step.rule.level for one in rehearsal.fired})


def week_rows(rehearsal: Rehearsal, levels: Iterable[Level], *, start: date, end: date) -> list[WeekRow]:
    """Every week between the two days, also the quiet ones."""
    counted = Counter((_monday(one.step.on), one.step.step.rule.level) for one in rehearsal.fired)
    rows, monday, wanted = [], _monday(start), list(levels)
    while monday <= end:
        counts = tuple(counted[monday, level] for level in wanted)
        rows.append(WeekRow(monday, counts, sum(counts)))
        monday += WEEK
    return rows


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def rule_counts(now: Rehearsal, policy: Policy, new: Rehearsal | None, other: Policy | None) -> list[RuleCount]:
    """How often each rule of either policy would fire, in the order of the rules."""
    counted, recounted = _by_rule(now), _by_rule(new) if new else None
    words = {rule.code: rule.in_words for one in (other, policy) if one for rule in one.rules}
    codes = dict.fromkeys(rule.code for one in (policy, other) if one for rule in one.rules)
    return [RuleCount(code, words[code], counted[code], recounted[code] if recounted else None) for code in codes]


def _by_rule(rehearsal: Rehearsal) -> Counter[str]:
    return Counter(one.step.step.rule.code for one in rehearsal.fired)


def difference_rows(now: Rehearsal, new: Rehearsal) -> tuple[list[DifferenceRow], int]:
    """The first differences in the order of days, and how many there are."""
    changes = difference([one.step for one in now.foreseen], [one.step for one in new.foreseen])
    played = {_key(one): one for one in (*now.fired, *new.fired)}
    rows = [
        _difference(played[change.on, change.subject, change.rule], only_in_new=change.only_in_new)
        for change in changes[:DIFFERENCES_SHOWN]
    ]
    return rows, len(changes)


def _key(one: Foreseen) -> tuple[date, str, str]:
    return one.step.on, one.step.subject, one.step.step.rule.code


def _difference(one: Foreseen, *, only_in_new: bool) -> DifferenceRow:
    line, rule = one.line, one.step.step.rule
    return DifferenceRow(
        on=one.step.on,
        unit=line.unit_name,
        title=line.work_item.title,
        url=line_url(line),
        word=word_of(line.unit.kind, rule.level, rule.deed),
        rule=rule.code,
        only_in_new=only_in_new,
    )
