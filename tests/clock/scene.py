"""What tests of the clock do again and again: the house, a day's sweep, and what it left in the ledger."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import User
from tasks_app.actions import calendars, policies, sweeps
from tasks_app.actions.sweep_books import Sweep
from tasks_app.domain.reach import Level
from tasks_app.models import Notification, Obligation, UnitLine
from tests import factories
from tests.factories import SHANGHAI, House, Staff, clock, moment

DEADLINE = date(2026, 11, 30)


def clocked_house(*, lead: str = "", at: datetime = factories.ISSUED_AT) -> House:
    """The house of most tests, with the default policy, the published years 2025 and 2026, and addresses."""
    house = factories.house(lead=lead, at=at)
    for year in (2025, 2026):
        calendars.seed_year(year, by=clock(), at=at)
    policies.seed_default(by=clock(), at=at)
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@city.example")
    return house


def at(text: str) -> datetime:
    """``11-30`` or ``11-30 18:00`` of 2026; January lies in 2027. Nine in the morning where no hour is given."""
    year = 2027 if text.startswith("01") else 2026
    return moment(f"{year}-{text}")


def sweep_on(*days: str) -> Sweep:
    """Sweeps on these days, one after the other; returns what the last one did."""
    outcome = Sweep()
    for day in days:
        outcome = sweeps.sweep(at=at(day))
    return outcome


def alone(*lines: UnitLine) -> None:
    """Leaves the clock these lines only: the others are ended, and looked at on no day."""
    UnitLine.objects.exclude(pk__in=[line.pk for line in lines]).update(ended_on=day_of(factories.ISSUED_AT))


def a_line_at_work(house: House, people: Staff | None = None, number: int = 1) -> UnitLine:
    """A signed line which is the only one the clock looks at."""
    line = factories.signed_line(house, people, number)
    alone(line)
    return line


def codes(rows: Iterable[tuple[str, str, int]]) -> list[str]:
    """The rules of what a sweep lists, in order."""
    return [rule for _, rule, _ in rows]


def ledger(line: UnitLine, state: str = "fired") -> list[str]:
    """The rules that stand in the ledger of a line, in the order of their recording."""
    rows = Obligation.objects.filter(of_line=line, state=state).order_by("at", "id")
    return list(rows.values_list("rule", flat=True))


def day_of(moment_: datetime) -> date:
    """The day in Zhuhai."""
    return moment_.astimezone(SHANGHAI).date()


def told(rule: str, line: UnitLine) -> set[str]:
    """Who got a notice of a rule about a line, by user name."""
    rows = Notification.objects.filter(obligation__rule=rule, obligation__of_line=line)
    return set(rows.values_list("recipient__username", flat=True))


def a_late_line(house: House, people: Staff | None = None, number: int = 1) -> UnitLine:
    """A line that was reminded and urged in time: on 2 December it is late and was told so."""
    line = a_line_at_work(house, people, number)
    sweep_on("11-09", "11-23", "11-27", "12-01")
    return UnitLine.objects.get(pk=line.pk)


def a_proposal(house: House, people: Staff | None = None) -> Obligation:
    """A letter that the clock proposed on 7 December."""
    line = a_late_line(house, people)
    sweep_on("12-07")
    return Obligation.objects.get(of_line=line, level=Level.LETTER)
