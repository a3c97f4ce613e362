"""What another policy would change (规则比较): by rule with counts, a moved step as one move from day to day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tasks_app.dashboards.rehearsal import Foreseen, Rehearsal
from tasks_app.domain.rehearsal import Change, changes_between
from tasks_app.presenters.clock import word_of
from tasks_app.presenters.moved_steps import units_in_words

# A rule whose steps scatter over more days than this is read in its counts; the command lists every step.
GROUPS_SHOWN = 40


@dataclass(frozen=True)
class ChangeGroup:
    """Steps of one rule that change alike: from a day to a day, or that come or go."""

    before: date | None
    after: date | None
    word: str
    units: str
    count: int


@dataclass(frozen=True)
class RuleChanges:
    """What changes for one rule; ``left_out`` counts the steps of groups that are not listed."""

    rule: str
    moved: int
    added: int
    dropped: int
    groups: tuple[ChangeGroup, ...]
    left_out: int

    @property
    def count(self) -> int:
        """All steps that change."""
        return self.moved + self.added + self.dropped


@dataclass(frozen=True)
class Comparison:
    """All that changes, by rule, those with the most changes first."""

    rules: tuple[RuleChanges, ...]
    moved: int
    added: int
    dropped: int

    @property
    def count(self) -> int:
        """All steps that change."""
        return self.moved + self.added + self.dropped


def comparison_of(now: Rehearsal, new: Rehearsal, *, start: date) -> Comparison:
    """The changes between two rehearsals that touch a day from ``start`` on."""
    changes = changes_between((one.step for one in now.foreseen), (one.step for one in new.foreseen))
    changes = [one for one in changes if max(filter(None, (one.before, one.after))) >= start]
    played = {(one.step.subject, one.step.step.rule.code): one for one in (*now.fired, *new.fired)}
    by_rule = sorted(changes, key=lambda one: one.rule)
    rules = [_rule(code, list(of_rule), played) for code, of_rule in groupby(by_rule, key=lambda one: one.rule)]
    counted = Counter(_kind(one) for one in changes)
    return Comparison(
        rules=tuple(sorted(rules, key=lambda one: (-one.count, one.rule))),
        moved=counted["moved"],
        added=counted["added"],
        dropped=counted["dropped"],
    )


def _kind(change: Change) -> str:
    if change.before is None:
        return "added"
    return "dropped" if change.after is None else "moved"


def _rule(code: str, changes: list[Change], played: dict[tuple[str, str], Foreseen]) -> RuleChanges:
    counted = Counter(_kind(one) for one in changes)
    by_days: dict[tuple[date | None, date | None, str], list[Foreseen]] = {}
    for change in changes:
        one = played[change.subject, change.rule]
        by_days.setdefault((change.before, change.after, _word(one)), []).append(one)
    groups = [
        ChangeGroup(*days, units=units_in_words(one.unit_name for one in steps), count=len(steps))
        for days, steps in by_days.items()
    ]
    return RuleChanges(
        rule=code,
        moved=counted["moved"],
        added=counted["added"],
        dropped=counted["dropped"],
        groups=tuple(groups[:GROUPS_SHOWN]),
        left_out=_steps_in(groups[GROUPS_SHOWN:]),
    )


def _steps_in(groups: Iterable[ChangeGroup]) -> int:
    return sum(group.count for group in groups)


def _word(one: Foreseen) -> str:
    rule = one.step.step.rule
    return word_of(one.unit_kind, rule.level, rule.deed)
