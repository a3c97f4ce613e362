"""The figures of targets in the brute force: every target at every sweep, from the history of its row and its readings.

Nothing of the clock is used: which years are asked for, until when and of whom is written out a third time, from the
rules as people know them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tasks_app.models import Obligation, Target, TargetReading
from tests.clock.brute import RANK, Entry, Law, Rule, Said, _day, _walk

LAST_OF = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
NAMED_LATE = 10
STILL_CHASED = timedelta(days=60)
Settled = dict[str, tuple[date, str]]


@dataclass
class Books:
    """What was written about all targets, and what the replay has settled so far, by subject and round."""

    rows: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    figures: list[Any] = field(default_factory=list)
    begins: dict[int, date | None] = field(default_factory=dict)
    undone: dict[tuple[str, str, int], datetime] = field(default_factory=dict)
    settled: dict[tuple[str, int], Settled] = field(default_factory=lambda: defaultdict(dict))


def replay_targets(moments: Sequence[datetime], law_at: Callable[[datetime], Law]) -> list[Entry]:
    """Every entry about a target that sweeps at these moments should have written, in the order of days."""
    books = _read()
    return sorted(entry for moment in moments for entry in _at(moment, books, law_at(moment)))


def _read() -> Books:
    books = Books()
    for row in Target.history.order_by("history_date", "history_id"):
        books.rows[row.id].append(row)
    books.figures = list(TargetReading.history.order_by("history_date", "history_id"))
    books.begins = dict(Target.objects.values_list("plan_id", "plan__issued_on"))
    for row in Obligation.objects.filter(target__isnull=False, state="retracted"):
        books.undone[row.subject, row.rule, row.round] = row.decided_at
    return books


def _at(moment: datetime, books: Books, law: Law) -> Iterator[Entry]:
    """Of what nobody reports the office hears once a rule, about the first of those targets."""
    today, told_of_nobody = _day(moment), set()
    known = [_last(rows, moment) for _, rows in sorted(books.rows.items())]
    targets = [row for row in known if row is not None]
    for row in targets:
        for year, is_covered in _years(row, targets, books, moment):
            subject, since = f"target:{row.id}/{year}", row.reporting_since
            day = date(year + 1, row.data_month, min(row.data_day, LAST_OF.get(row.data_month, 31)))
            due = day if since is None else max(day, _walk(since, NAMED_LATE, law.works))
            key = (subject, row.reporting_round)
            condition = "unreported" if row.reporting_unit_id else "no_reporter"
            for rule, state, due_on in _said(key, due, condition, is_covered, books, law, moment):
                books.settled[key][rule["code"]] = (today, state)
                if state == "fired" and condition == "no_reporter":
                    state = "superseded" if rule["code"] in told_of_nobody else "fired"
                    told_of_nobody.add(rule["code"])
                    books.settled[key][rule["code"]] = (today, state)
                yield Entry(today, subject, rule["code"], row.reporting_round, state, due, due_on)


def _last(rows: Sequence[Any], moment: datetime) -> Any:
    """A row as it stood at a moment; None before it was written, and after it was taken away."""
    found = [row for row in rows if row.history_date <= moment]
    return found[-1] if found and found[-1].history_type != "-" else None


def _years(row: Any, targets: Sequence[Any], books: Books, moment: datetime) -> Iterator[tuple[int, bool]]:
    """The years without a figure that are asked for, each with whether a later one has its figure."""
    final = None if row.year is None else row.year - row.is_before
    is_milestone = row.kind == "milestone"
    if row.value is None and not is_milestone:
        return
    over = _day(moment).year - 1
    latest = over if final is None else min(over, final)
    same = [one for one in targets if (one.plan_id, one.name) == (row.plan_id, row.name)]
    ended = [one.year - one.is_before for one in same if one.year and row.year and one.year < row.year]
    plan_begins = books.begins[row.plan_id]
    begins = plan_begins.year if plan_begins else row.period_start or 2021
    first = final if is_milestone else max([begins, *(year + 1 for year in ended)])
    figures = _figures(same, books, moment)
    reported = {figure.year for figure in figures}
    if is_milestone and any(figure.is_reached for figure in figures):
        return
    day_before = date(latest, row.data_month, min(row.data_day, LAST_OF.get(row.data_month, 31)))
    years = [latest - 1, latest] if _day(moment) <= day_before + STILL_CHASED else [latest]
    for year in years:
        if first is not None and first <= latest and first <= year and year not in reported:
            yield year, year < latest and latest in reported


def _figures(same: Sequence[Any], books: Books, moment: datetime) -> list[Any]:
    """The figures of an indicator as they stood at a moment."""
    of_these = defaultdict(list)
    for figure in books.figures:
        if figure.target_id in {one.id for one in same}:
            of_these[figure.id].append(figure)
    return [one for one in (_last(rows, moment) for rows in of_these.values()) if one is not None]


def _said(
    key: tuple[str, int], due: date, condition: str, is_covered: bool, books: Books, law: Law, moment: datetime
) -> Iterator[tuple[Rule, str, date]]:
    """What speaks of what is due by today and was not settled, from the loudest down, and what is skipped."""
    settled, today = books.settled[key], _day(moment)
    told: list[tuple[int, date, int, Said]] = []
    for place, rule in enumerate(law.rules):
        is_asked = rule["about"] == "target" and rule["condition"] == condition and rule["code"] not in settled
        day = _walk(due, rule["offset"], law.works) if is_asked else date.max
        if day <= today:
            told.append((RANK[rule["level"]], day, place, (rule, due, day)))
    heard: set[str] = set()
    for rank, day, _, (rule, _, _) in sorted(told, key=lambda one: one[:3], reverse=True):
        since = {
            person
            for other in law.rules
            if other["about"] == "target" and RANK[other["level"]] >= rank and _stands(key, other, day, books, moment)
            for person in other["audience"]
        }
        is_skipped = is_covered or set(rule["audience"]) <= since or set(rule["audience"]) <= heard
        if not is_skipped:
            heard |= set(rule["audience"])
        yield rule, "superseded" if is_skipped else "fired", day


def _stands(key: tuple[str, int], rule: Rule, day: date, books: Books, moment: datetime) -> bool:
    """Whether a rule was told on a day or later, before today's sweep, and nobody took it back."""
    settled_on, state = books.settled[key].get(rule["code"], (date.min, ""))
    undone = books.undone.get((key[0], rule["code"], key[1]))
    return state == "fired" and settled_on >= day and (undone is None or undone > moment)
