"""How the hourly proof reads the rows: plain words, plain loops, nothing of the clock's own code."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tasks_app.dashboards.clock_reading_papers import Papers, papers_of
from tasks_app.models import (
    CalendarDay,
    Extension,
    LineCase,
    Obligation,
    PolicyVersion,
    ProgressReport,
    ReportPeriod,
    StateChange,
    UnitLine,
)

Rule = dict[str, Any]
Row = dict[str, Any]
ONE = timedelta(days=1)
RESTING_DATES = ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")
WITH_THE_UNIT = ("pending_signature", "in_progress", "unit_review", "sent_back")
HANDED_IN = ("submitted", "accepted")
RUNGS = {"remind": 1, "urge": 2, "letter": 3, "interview": 4}
# The kinds of unit whose ladder ends below the fourth rung, and at which.
REACH_ENDS = {"coordination": 3}
WAITS_FOR = {"served": "unreceived", "received": "unanswered", "replied": "to_close", "objected": "objected"}


@dataclass(frozen=True)
class Still:
    """Days on which a ladder stood still, both included; without a last day it still does."""

    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether it stood still on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Days:
    """Which days are worked, as the rows have it; unknown days rest at weekends and on fixed holidays."""

    known: dict[date, bool]

    @classmethod
    def read(cls) -> "Days":
        """From the calendar's rows. One query."""
        return cls(dict(CalendarDay.objects.values_list("day", "is_workday")))

    def works(self, day: date) -> bool:
        """Whether offices work on that day."""
        if day in self.known:
            return self.known[day]
        return day.isoweekday() <= 5 and day.strftime("%m-%d") not in RESTING_DATES

    def count(self, start: date, number: int, still: Iterable[Still] = ()) -> date:
        """The number-th working day after (before, if negative) ``start``; a ladder that stands still counts none."""
        day, left, step = start, abs(number), ONE if number > 0 else -ONE
        while left:
            day += step
            stands = number > 0 and any(span.covers(day) for span in still)
            if self.works(day) and not stands:
                left -= 1
        return day


@dataclass(frozen=True)
class Subject:
    """One subject of a line, with the names of the conditions that are true of it now."""

    kind: str
    key: str
    round: int
    anchors: dict[str, date]
    conditions: tuple[str, ...]
    still: tuple[Still, ...]
    highest_rung: int
    not_before: dict[str, date] = field(default_factory=dict)
    earlier: tuple[int, ...] = ()


@dataclass
class Books:
    """What the rows say about a chunk of lines, by line."""

    periods: dict[tuple[int, str], list[ReportPeriod]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    still: dict[int, list[Still]] = field(default_factory=lambda: defaultdict(list))
    redo: dict[int, list[Still]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    papers: Papers = field(default_factory=Papers)
    requests: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    asides: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    settled: dict[tuple[str, int], dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    refused: set[tuple[str, int, date]] = field(default_factory=set)


def rules_on(day: date) -> list[Rule] | None:
    """The rules in force on a day, as they are stored; None before the first policy."""
    found: PolicyVersion | None = None
    for version in PolicyVersion.objects.all():
        if version.starts_on <= day and (found is None or version.version > found.version):
            found = version
    return list(found.rules) if found else None


def books_of(lines: list[UnitLine]) -> Books:
    """Everything about these lines. Sixteen queries."""
    books = Books()
    for period in ReportPeriod.objects.filter(cycle__in={line.cycle_id for line in lines}):
        books.periods[period.cycle_id, period.rhythm].append(period)
    for report in ProgressReport.objects.filter(line__in=lines).values():
        books.reports[report["line_id"]].append(dict(report))
    for row in Obligation.objects.filter(of_line__in=lines).values():
        books.rows[row["of_line_id"]].append(dict(row))
        books.settled[row["subject"], row["round"]][row["rule"]] = dict(row)
        if row["state"] == "refused":
            books.refused.add((row["subject"], row["level"], row["anchor_on"]))
    _read_pauses(lines, books)
    _read_days_to_redo(lines, books)
    for request in Extension.objects.filter(line__in=lines).values():
        books.requests[request["line_id"]].append(dict(request))
    for case in LineCase.objects.filter(line__in=lines).values():
        books.asides[case["line_id"]].append(dict(case))
    moved = {line.pk: _moved_on(books.requests[line.pk], books.asides[line.pk]) for line in lines}
    books.papers = papers_of(lines, moved)
    return books


def _moved_on(requests: list[Row], asides: list[Row]) -> date:
    """The last day on which a deadline was moved; long ago where it never was."""
    moments = [request["decided_at"] for request in requests if request["state"] == "granted"]
    moments += [case["ended_at"] for case in asides if case["new_deadline"]]
    return max((timezone.localdate(moment) for moment in moments), default=date.min)


def _read_pauses(lines: list[UnitLine], books: Books) -> None:
    """A ladder stands still while a line waits for the office or stands aside, and after it was closed until it is
    opened again.

    A unit that takes its closing back itself was not kept waiting by anybody: those days count.
    """
    since: dict[int, date] = {}
    steps = StateChange.objects.filter(kind="line", line__in=lines).order_by("at", "id")
    for step in steps.values("line_id", "act", "to_state", "at"):
        line, day = step["line_id"], timezone.localdate(step["at"])
        if step["to_state"] in ("office_review", "completed", "signed_off", "suspended", "cancelled"):
            since.setdefault(line, day)
        elif step["act"] == "recall_closing":
            since.pop(line, None)
        elif line in since:
            books.still[line].append(Still(since.pop(line), day))
    for line, day in since.items():
        books.still[line].append(Still(day, None))


def _read_days_to_redo(lines: list[UnitLine], books: Books) -> None:
    """The days the office gave a unit to redo its closing, from the day it was sent back to the last one given."""
    begun: dict[tuple[int, int, date], date] = {}
    kept = ProgressReport.history.filter(line__in=lines, kind="closing").exclude(redo_by=None)
    for row in kept.order_by("history_date", "history_id").values("id", "line_id", "redo_by", "history_date"):
        key = (row["line_id"], row["id"], row["redo_by"])
        if key not in begun:
            begun[key] = timezone.localdate(row["history_date"])
            books.redo[row["line_id"]].append(Still(begun[key], row["redo_by"]))


def subjects_of(line: UnitLine, books: Books) -> Iterator[Subject]:
    """The line, its periods, its reports on their way, and what was proposed about it."""
    is_with_unit = line.state in WITH_THE_UNIT
    reports = books.reports[line.pk]
    highest = 1 if line.work_item.supervised_by else REACH_ENDS.get(line.unit.kind, max(RUNGS.values()))

    def subject(kind: str, key: str, round_: int, anchors: dict[str, date], *conditions: str) -> Subject:
        still = (*books.still[line.pk], *(books.redo[line.pk] if kind == "line" else ()))
        return Subject(kind, key, round_, anchors, conditions, still, highest)

    objected = tuple(Still(first, last) for first, last in books.papers.objected[line.pk])
    own = {"issued": line.issued_on, "deadline": line.deadline, "evaluation": line.cycle.evaluation_on}
    unsigned = ("unsigned",) if line.state == "pending_signature" else ()
    window = books.papers.windows.get(line.pk)
    ran_out = ("letter_ran_out",) if window and is_with_unit else ()
    conditions = (*(("with_unit",) if is_with_unit else ()), *unsigned, *ran_out)
    itself = subject("line", f"line:{line.pk}", line.round, own, *conditions)
    not_before = {"letter_ran_out": window + ONE} if window else {}
    asked = tuple(_rest(request) for request in books.requests[line.pk] if request["in_time"])
    asked += tuple(_rest(case) for case in books.asides[line.pk] if case["rests"])
    earlier = _rounds_before(line.round, [*books.requests[line.pk], *books.asides[line.pk]])
    yield replace(itself, still=(*itself.still, *objected, *asked), not_before=not_before, earlier=earlier)
    yield from _of_periods(subject, line, books)
    for report in reports:
        key = f"report:{report['id']}"
        if report["state"] == "submitted":
            sent = {"submitted": timezone.localdate(report["submitted_at"])}
            yield subject("report", key, report["round"], sent, "with_office")
        elif report["state"] != "accepted" and report["redo_by"] and is_with_unit:
            yield subject("report", key, report["round"], {"redo_by": report["redo_by"]}, "to_redo")
    for row in books.rows[line.pk]:
        if row["deed"] == "propose" and row["state"] == "fired" and row["decided_at"] is None:
            day = row["deferred_until"] or timezone.localdate(row["at"])
            yield subject("proposal", f"proposal:{row['id']}", row["deferrals"], {"proposed": day}, "undecided")
    yield from _of_papers(subject, line, books)
    yield from _of_requests(subject, line, books)
    yield from _of_asides(subject, line, books)


def _of_requests(subject: Callable[..., Subject], line: UnitLine, books: Books) -> Iterator[Subject]:
    """What waits for the office's answer: more time was asked for."""
    for request in books.requests[line.pk]:
        if request["state"] == "asked":
            day = timezone.localdate(request["asked_at"])
            yield subject("extension", f"extension:{request['id']}", 0, {"asked": day}, "to_decide")


def _of_asides(subject: Callable[..., Subject], line: UnitLine, books: Books) -> Iterator[Subject]:
    """Objections, suspensions and cancellations: an answer is waited for, or was given; work is to go on, or does."""
    for case in books.asides[line.pk]:
        days, conditions = {}, []
        if case["state"] == "asked":
            days["raised"] = timezone.localdate(case["asked_at"])
            conditions.append("raised")
        elif case["state"] != "withdrawn":
            days["decided"] = timezone.localdate(case["decided_at"])
            conditions.append("answered")
        if case["new_deadline"]:
            days["resumed"] = timezone.localdate(case["ended_at"])
            conditions.append("resumed")
        if case["kind"] == "suspension" and case["state"] == "granted" and line.state == "suspended":
            days["resume_by"] = case["until"]
            conditions.append("to_resume")
        yield subject("line_case", f"line_case:{case['id']}", 0, days, *conditions)


def _rest(request: Row) -> Still:
    """A ladder rests while a request that came in time waits."""
    ended = request["decided_at"]
    return Still(timezone.localdate(request["asked_at"]), timezone.localdate(ended) if ended else None)


def _rounds_before(number: int, requests: list[Row]) -> tuple[int, ...]:
    """The rounds since which nothing but the deadline changed."""
    begun = [request["opened_round"] for request in requests if request["opened_round"] is not None]
    found: list[int] = []
    while number in begun:
        number -= 1
        found.append(number)
    return tuple(found)


def _of_periods(subject: Callable[..., Subject], line: UnitLine, books: Books) -> Iterator[Subject]:
    """The report periods of a line's year."""
    is_with_unit, reports = line.state in WITH_THE_UNIT, books.reports[line.pk]
    for period in books.periods[line.cycle_id, line.rhythm]:
        day = period.supporting_due_on if line.part == "support" else period.due_on
        answers = [report for report in reports if report["period_id"] == period.pk]
        is_answered = any(report["state"] in HANDED_IN or report["redo_by"] for report in answers)
        lay_with_office = any(span.covers(day) for span in books.still[line.pk])
        is_asked = is_with_unit and not is_answered and day > line.issued_on and not lay_with_office
        asked = ("not_reported",) if is_asked else ()
        yield subject("period", f"period:{period.pk}/{line.pk}", 0, {"period_due": day}, *asked)


def _of_papers(subject: Callable[..., Subject], line: UnitLine, books: Books) -> Iterator[Subject]:
    """Papers at their addressee, and what was promised in an interview."""
    for row in books.papers.services[line.pk]:
        yield subject("service", f"service:{row['id']}", row["round"], _days_of(row), WAITS_FOR[row["state"]])
    for row in books.papers.promises[line.pk]:
        yield subject("commitment", f"commitment:{row['id']}", 0, {"commitment": row["due_on"]}, "to_keep")
    for kind, pk, number, since, condition in books.papers.in_house[line.pk]:
        anchor = "rectified" if kind == "interview" else "at_step"
        yield subject(kind, f"{kind}:{pk}", number, {anchor: since}, condition)


def _days_of(service: Row) -> dict[str, date]:
    """The days of a paper at its addressee that rules may count from."""
    days = {"served": service["served_on"], "received": service["received_on"]}
    if service["state"] == "received":
        days["reply_by"] = service["reply_by"]
    if service["state"] == "objected":
        days["objected"] = service["objected_on"]
    if service["state"] == "replied":
        days["replied"] = service["replied_on"]
    return {name: day for name, day in days.items() if day}
