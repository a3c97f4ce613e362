"""The small model of the work cycle: what ought to happen, written by hand, in memory, from the words of the rules.

It imports nothing of the system. Its acts are the rows of ``rules``: who may, in which states, and what follows; one
that ought to be refused raises :class:`~tests.play.things.No` with the class of the refusal, and changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.play.things import (
    ASIDE,
    DAY,
    DONE,
    DOWNWARDS,
    INVALID,
    MAY_BE_ASKED,
    OFFICE_PEOPLE,
    UNIT_PEOPLE,
    WITH_UNIT,
    Asked,
    Case,
    Line,
    No,
    Period,
    Person,
    Report,
    Step,
)


@dataclass
class Town:
    """People, lines and all that hangs on them, on one day."""

    people: dict[str, Person]
    hosts: dict[str, str]
    office: str
    lines: list[Line]
    plan_dates: frozenset[int]
    periods: tuple[Period, ...]
    last_day: date
    works: Callable[[date], bool]
    today: date
    reports: list[Report] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    hears: frozenset[str] = frozenset()
    begun: list[Line] = field(default_factory=list)  # the lines that an act begins; their numbers come from outside
    handed_in: int = 0

    # --- what was
    @property
    def things(self) -> dict[str, list[Any]]:
        """All that hangs here, by its kind."""
        return {"line": self.lines, "report": self.reports, "extension": self.requests, "line_case": self.cases}

    def remember(self) -> Callable[[], None]:
        """What brings all of it back to how it is now."""
        rows = [(thing, dict(vars(thing))) for things in self.things.values() for thing in things]
        lengths, handed_in = {kind: len(things) for kind, things in self.things.items()}, self.handed_in

        def bring_back() -> None:
            for thing, was in rows:
                vars(thing).update(was)
            for kind, things in self.things.items():
                del things[lengths[kind] :]
            self.handed_in = handed_in

        return bring_back

    # --- days
    def plus(self, day: date, count: int) -> date:
        """The n-th working day after a day."""
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after one day up to another; none backwards."""
        return sum(self.works(start + DAY * n) for n in range(1, max(0, (end - start).days) + 1))

    # --- who
    def are_kin(self, one: str, other: str) -> bool:
        """The same unit, or one sits in the other."""
        return one == other or self.hosts.get(one) == other or self.hosts.get(other) == one

    def is_office_kin(self, unit: str) -> bool:
        """Whether the office may not judge it."""
        return self.are_kin(unit, self.office)

    def is_tied(self, user: str, unit: str, *, roles: Iterable[str] = ()) -> bool:
        """Whether a person holds a post (of these roles) in a unit, its host or its guest."""
        hats = [one for one in self.people.values() if one.user == user and (not roles or one.role in roles)]
        return any(self.are_kin(hat.unit, unit) for hat in hats)

    def line_of(self, thing: Any) -> Line:
        """What it hangs on."""
        return thing if isinstance(thing, Line) else thing.line

    def lines_of(self, item: int) -> list[Line]:
        """The lines of an item that are in force."""
        return [line for line in self.lines if line.item == item and not line.ended]

    def owns(self, by: Person, line: Line) -> bool:
        """A unit's people have what their unit holds, and what it went on with itself."""
        return by.role in UNIT_PEOPLE and by.unit == line.unit and (not line.ended or line.heir == line.unit)

    def stands_on(self, by: Person, item: int, *parts: str) -> bool:
        """Whether the unit has a line in force of the item."""
        held = [line for line in self.lines_of(item) if line.unit == by.unit]
        return by.role in UNIT_PEOPLE and any(not parts or line.part in parts for line in held)

    def sees(self, by: Person, line: Line) -> bool:
        """Name, state and dates of a line."""
        return by.role not in UNIT_PEOPLE or self.stands_on(by, line.item)

    def reads(self, by: Person, line: Line) -> bool:
        """What is written on a line."""
        return by.role not in UNIT_PEOPLE or self.owns(by, line) or self.stands_on(by, line.item, "lead")

    def judges(self, by: Person, line: Line, author: str, *, roles: Iterable[str] = OFFICE_PEOPLE) -> bool:
        """The office, unless it is tied; of its own kin a leader. Nobody what they wrote."""
        if by.user == author:
            return False
        if by.role in roles:
            return not self.is_tied(by.user, line.unit)
        is_leader = by.role == "group_leader" and self.is_office_kin(line.unit)
        return is_leader and not self.is_tied(by.user, line.unit, roles=UNIT_PEOPLE)

    # --- what follows
    def waiting_case(self, line: Line) -> Case | None:
        """The open case of a line."""
        return next((case for case in self.cases if case.line is line and case.state == "asked"), None)

    def waiting_request(self, line: Line) -> Asked | None:
        """The open request of a line."""
        return next((one for one in self.requests if one.line is line and one.state == "asked"), None)

    def open_closing(self, line: Line) -> Report | None:
        """The closing that is not accepted yet."""
        mine = (one for one in self.reports if one.line is line and not one.period)
        return next((one for one in mine if one.state != "accepted"), None)

    def is_resting(self, line: Line) -> bool:
        """Whether the ladder of a line stands still today because of something that waits, or is being redone."""
        case, request = self.waiting_case(line), self.waiting_request(line)
        is_redone = line.redo_by is not None and self.today <= line.redo_by
        return bool((case and case.rests) or (request and request.in_time) or is_redone)

    def is_late(self, line: Line) -> bool:
        """The day is over and nothing was handed in by its end."""
        if line.state == "office_review":
            return line.submitted_on is not None and line.submitted_on > line.deadline
        return line.state in WITH_UNIT and line.deadline < self.today

    def item_state(self, item: int) -> str:
        """What the lines in force make of their item."""
        states = [line.state for line in self.lines_of(item)]
        live = [state for state in states if state != "cancelled"]
        if not live:
            return "cancelled"
        for state in ("signed_off", "pending_signature"):
            if all(one == state for one in live):
                return state
        return "completed" if all(one in DONE for one in live) else "in_progress"

    def to(self, line: Line, act: str, state: str) -> list[Step]:
        """A line goes on; what was asked about it and fits no more is over."""
        was, line.state = line.state, state
        steps = [("line", act)]
        case = self.waiting_case(line)
        if case and state not in MAY_BE_ASKED[case.kind]:
            case.state = "withdrawn"
            steps.append(("line_case", "lapse"))
        request = self.waiting_request(line)
        if request and was in WITH_UNIT and state not in WITH_UNIT:
            request.state = "withdrawn"
            steps.append(("extension", "overtake" if state in ASIDE else "lapse"))
        line.rested |= state not in WITH_UNIT
        return steps

    def new_round(self, line: Line) -> None:
        """The ladder begins again."""
        line.round, line.rested = line.round + 1, False

    def begin(self, line: Line) -> None:
        """Another line begins; its number comes from outside."""
        self.begun.append(line)
        self.lines.append(line)

    def people_of(self, unit: str) -> frozenset[str]:
        """The users who write and approve for a unit."""
        return frozenset(one.user for one in self.people.values() if one.unit == unit and one.role in UNIT_PEOPLE)

    @property
    def clerks(self) -> frozenset[str]:
        """Who hears what nobody of a unit would hear."""
        return frozenset(one.user for one in self.people.values() if one.role == "office_clerk")

    def last_handed_in(self, report: Report) -> Report | None:
        """What the unit handed in last for the line, besides this one."""
        others = [one for one in self.reports if one.line is report.line and one is not report]
        known = [one for one in others if one.state in ("submitted", "accepted")]
        return max(known, key=lambda one: one.submitted, default=None)

    def require_whole(self, report: Report) -> None:
        """Words, a file, and an explanation where one is owed."""
        last = self.last_handed_in(report)
        fell = last is not None and DOWNWARDS.index(report.standing or "finished") > DOWNWARDS.index(last.standing)
        remark = last is not None and last.in_part
        missing = not report.period and self.silent(report.line)
        owes = bool(report.standing and fell) or remark or missing
        if not report.is_whole or (owes and not report.explains):
            raise No(INVALID)

    def silent(self, line: Line) -> bool:
        """Whether a lead asks for closing while supporting units are missing."""
        others = [one for one in self.lines_of(line.item) if one is not line]
        return line.part == "lead" and any(one.part == "support" and one.state in WITH_UNIT for one in others)

    def hand_in(self, report: Report) -> None:
        """The report reaches the office."""
        line = report.line
        due = line.deadline
        if report.period:
            period = self.periods[report.period - 1]
            due = period.supporting_due_on if line.part == "support" else period.due_on
            if report.redo_by and not report.is_late:
                due = max(due, report.redo_by)
        self.handed_in += 1
        report.submitted, report.looked, report.round = self.handed_in, False, report.round + 1
        report.writers = frozenset()
        report.is_late = self.today > due
        if report.period:
            line.reported = max(filter(None, (line.reported, self.periods[report.period - 1].due_on)))
        else:
            line.submitted_on = self.today

    def take_back(self, report: Report) -> None:
        """The report counts as never handed in; what other reports said stands, and what the line began with."""
        line, report.approver, report.submitted, report.is_late = report.line, "", 0, False
        report.writers = frozenset({report.author})
        others = [one for one in self.reports if one.line is line and one.period and one.submitted]
        days = [self.periods[one.period - 1].due_on for one in others]
        line.reported = max(filter(None, (*days, line.inherited)), default=None)
        if not report.period:
            line.submitted_on = None
