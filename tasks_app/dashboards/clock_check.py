"""The hourly proof (时钟核对): what should have fired by now, read a second time, compared with ledger and cache.

It shares nothing with what it proves: rules are read from their JSON, days are counted one by one, the words of
states and conditions are written out again. Slow, plain, and only there to disagree. The targets, which hang on no
line, are read in ``clock_check_targets``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from tasks_app.dashboards.clock_check_targets import wrong_about_targets
from tasks_app.dashboards.clock_reading import (
    ONE,
    RUNGS,
    Books,
    Days,
    Row,
    Rule,
    Subject,
    books_of,
    rules_on,
    subjects_of,
)
from tasks_app.models import Heartbeat, UnitLine

CHUNK = 500


class Kind(StrEnum):
    """What is wrong."""

    LOST = "lost"
    UNSEEN = "unseen"
    EARLY = "early"
    DOUBLED = "doubled"
    LOUD = "loud"


KIND_WORDS = {
    Kind.LOST: "应触发而未触发",
    Kind.UNSEEN: "下一步日期有误",
    Kind.EARLY: "提前触发",
    Kind.DOUBLED: "疑似重复触发",
    Kind.LOUD: "同一事项一次提醒不止一条",
}


@dataclass(frozen=True)
class Mismatch:
    """One disagreement: a rule of a subject, or (without a rule) the day on which its line is looked at again."""

    kind: Kind
    subject: str
    rule: str = ""

    def __str__(self) -> str:
        return f"{KIND_WORDS[self.kind]}：{self.subject} {self.rule}".rstrip()


def missing(at: datetime) -> list[Mismatch]:
    """Every disagreement at a moment; empty when ledger and cache are what the policy asks for.

    A line that the next sweep is about to look at is left to that sweep: one whose day is today, or no sweep has seen
    yet, after downtime and in the first minute of a day. Twenty-two queries for each 500 lines.
    """
    today = timezone.localdate(at)
    rules = rules_on(today)
    if rules is None:
        return []
    days = Days.read()
    of_lines = [mismatch for lines in _chunks(today) for mismatch in _of_chunk(lines, rules, days, today)]
    return [*of_lines, *(Mismatch(Kind(kind), subject, rule) for kind, subject, rule in wrong_about_targets(at))]


def _chunks(today: date) -> Iterator[list[UnitLine]]:
    beaten_at = Heartbeat.objects.filter(name="sweep").values_list("beaten_at", flat=True).first()
    swept_on = timezone.localdate(beaten_at) if beaten_at else date.min
    waiting = Q(next_step_on=today) | Q(next_step_on__gt=swept_on, next_step_on__lt=today)
    rows = UnitLine.objects.filter(ended_on__isnull=True).exclude(waiting)
    rows = rows.select_related("cycle", "work_item", "unit").order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield chunk


def _of_chunk(lines: list[UnitLine], rules: list[Rule], days: Days, today: date) -> Iterator[Mismatch]:
    books = books_of(lines)
    for line in lines:
        yield from _of_line(line, books, rules, days, today)


def _of_line(line: UnitLine, books: Books, rules: list[Rule], days: Days, today: date) -> Iterator[Mismatch]:
    looked_at = line.next_step_on
    if looked_at is not None and looked_at < today:
        yield Mismatch(Kind.UNSEEN, f"line:{line.pk}")
        return
    coming: list[date] = []
    rounds: dict[str, int] = {}
    for subject in subjects_of(line, books):
        rounds[subject.key] = subject.round
        for rule in rules:
            day = _due_day(subject, rule, books, days)
            if day is not None and day <= today:
                yield Mismatch(Kind.LOST, subject.key, rule["code"])
            elif day is not None:
                coming.append(day)
    if coming and (looked_at is None or looked_at > min(coming)):
        yield Mismatch(Kind.UNSEEN, f"line:{line.pk}")
    yield from _doubtful(books.rows[line.pk], rounds)
    yield from _loud(books.rows[line.pk])


def _doubtful(rows: list[Row], rounds: dict[str, int]) -> Iterator[Mismatch]:
    """Rows that say more than could have happened: fired before their day, or in a round that never began."""
    for row in rows:
        if row["state"] == "fired" and timezone.localdate(row["at"]) < row["due_on"]:
            yield Mismatch(Kind.EARLY, row["subject"], row["rule"])
        if row["round"] > rounds.get(row["subject"], row["round"]):
            yield Mismatch(Kind.DOUBLED, row["subject"], row["rule"])


def _loud(rows: list[Row]) -> Iterator[Mismatch]:
    """Rows of one sweep that a unit should not have heard together: more than one period, or anything beside an urge
    about the line itself."""
    heard = [row for row in rows if row["state"] == "fired" and row["deed"] == "tell"]
    for row in heard:
        beside = [other for other in heard if other["decided_in"] == row["decided_in"]]
        periods = [other["anchor_on"] for other in beside if other["anchor"] == "period_due"]
        line_is_urged = any(other["anchor"] == "deadline" and other["level"] > 1 for other in beside)
        is_period = row["anchor"] == "period_due"
        is_earlier = is_period and row["anchor_on"] < max(periods)
        if is_earlier or (line_is_urged and (is_period or row["anchor"] == "redo_by")):
            yield Mismatch(Kind.LOUD, row["subject"], row["rule"])


def _due_day(subject: Subject, rule: Rule, books: Books, days: Days) -> date | None:
    """The day from which on a rule wants its row; None where it wants none now, or has one."""
    settled = books.settled[subject.key, subject.round]
    before = rule.get("after", "")
    climbed = _climbed(before, settled)
    still = subject.still if rule.get("ladder", True) else ()
    is_asked = (
        rule["about"] == subject.kind
        and rule["code"] not in settled
        and not _said_before(rule, subject, books)
        and rule["condition"] in subject.conditions
        and rule["anchor"] in subject.anchors
        and not _is_refused(subject, rule, books)
        and (not before or climbed is not None)
        and RUNGS[rule["level"]] <= subject.highest_rung
        and not any(span.last is None for span in still)
    )
    if not is_asked:
        return None
    wanted = [days.count(subject.anchors[rule["anchor"]], rule["offset"], still)]
    wanted += [days.count(span.last, 1) for span in still if span.last]
    if rule["condition"] in subject.not_before:
        wanted.append(subject.not_before[rule["condition"]])
    if climbed is not None:
        wanted += [days.count(climbed, rule.get("wait", 0), still), climbed + ONE]
    return max(wanted)


def _is_refused(subject: Subject, rule: Rule, books: Books) -> bool:
    """Whether a person decided that no paper of this rung goes out for this day, whichever rule proposed it."""
    refusal = (subject.key, RUNGS[rule["level"]], subject.anchors[rule["anchor"]])
    return rule.get("deed") == "propose" and refusal in books.refused


def _said_before(rule: Rule, subject: Subject, books: Books) -> bool:
    """Where only the deadline was moved, what counts from another day is not said once more."""
    rounds = (books.settled[subject.key, number] for number in subject.earlier)
    return rule["anchor"] != "deadline" and any(rule["code"] in settled for settled in rounds)


def _climbed(code: str, settled: dict[str, Row]) -> date | None:
    """The day a rule was really told; where it was skipped, the last day another rule of its rung was."""
    row = settled.get(code)
    if row is None or row["state"] in ("refused", "retracted"):
        return None
    same = [row] if row["state"] == "fired" else [other for other in settled.values() if other["level"] == row["level"]]
    return max((timezone.localdate(one["at"]) for one in same if one["state"] == "fired"), default=None)
