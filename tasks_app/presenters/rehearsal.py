"""A rehearsal (预演) in figures: how many steps of each level a week, and by rule."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tasks_app.dashboards.rehearsal import Rehearsal
from tasks_app.domain.policy import Policy
from tasks_app.domain.reach import Level
from tasks_app.domain.working_days import Calendar

WEEK = timedelta(days=7)
ASSUMED = "{year} 年工作日安排尚未公布，有关日期按法定节假日和周末推算，公布后可能变动。"


@dataclass(frozen=True)
class WeekRow:
    """A week (its Monday) with the steps of each level, and all of them."""

    monday: date
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class WeekPair:
    """The same week under the rules in force and, where others were tried, under those."""

    now: WeekRow
    new: WeekRow | None = None

    @property
    def cells(self) -> tuple[tuple[int, int | None], ...]:
        """The figures of each level, now and then; the last is the total. None: nothing else was tried, or equal."""
        figures = (*self.now.counts, self.now.total)
        others = (*self.new.counts, self.new.total) if self.new else figures
        return tuple((old, new if new != old else None) for old, new in zip(figures, others, strict=True))


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


def assumed_years(calendar: Calendar, *, start: date, end: date) -> list[str]:
    """A sentence for each year of these days whose holidays are not published: its steps are guessed, not known."""
    years = range(start.year, end.year + 1)
    return [ASSUMED.format(year=year) for year in years if not calendar.is_published(year)]


def levels_of(*rehearsals: Rehearsal) -> list[Level]:
    """The levels that occur in any of them, from the lowest up."""
    return sorted({one.step.step.rule.level for rehearsal in rehearsals for one in rehearsal.fired})


def week_pairs(
    now: Rehearsal, new: Rehearsal | None, levels: Iterable[Level], *, start: date, end: date
) -> list[WeekPair]:
    """Every week between the two days, under either set of rules."""
    wanted = list(levels)
    rows = week_rows(now, wanted, start=start, end=end)
    others = week_rows(new, wanted, start=start, end=end) if new else [None] * len(rows)
    return [WeekPair(*pair) for pair in zip(rows, others, strict=True)]


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


def rule_counts(
    now: Rehearsal, policies: Iterable[Policy], new: Rehearsal | None = None, others: Iterable[Policy] = ()
) -> list[RuleCount]:
    """How often each rule of the versions played would fire, in the order of the rules; the older words win."""
    counted, recounted = _by_rule(now), _by_rule(new) if new else None
    words: dict[str, str] = {}
    for policy in (*policies, *others):
        for rule in policy.rules:
            words.setdefault(rule.code, rule.in_words)
    return [RuleCount(code, words[code], counted[code], recounted[code] if recounted else None) for code in words]


def _by_rule(rehearsal: Rehearsal) -> Counter[str]:
    return Counter(one.step.step.rule.code for one in rehearsal.fired)
