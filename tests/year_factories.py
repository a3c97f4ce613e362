"""Brings a year that is being planned to a state: sent out for opinions, written by a unit, handed in."""

from datetime import date, datetime

from tasks_app.actions import consultations, opinions
from tasks_app.actions.opinions import NO_OBJECTION, Said
from tasks_app.domain.opinion_states import OpinionKind
from tasks_app.models import Cycle, Opinion
from tests import factories
from tests.factories import House, Staff

# Ten working days after the house's year was drawn up.
UNTIL = date(2026, 3, 16)
CHANGE = Said(OpinionKind.CHANGE, "建设内容超出本局职责，建议调整。", "建成两个示范点。", date(2026, 10, 30))


def sent_out(of: House, *, year: int = 2026, at: datetime = factories.ISSUED_AT) -> Cycle:
    """The year, drawn up and sent out by the clerk, for ten working days."""
    cycle = factories.drafted_cycle(of.office, year=year, at=at)
    calendar = factories.published_calendar()
    until = consultations.usual_day(at.date(), calendar)
    consultations.send_out(cycle, until=until, calendar=calendar, by=of.office.clerk, at=at)
    return Cycle.objects.get(pk=cycle.pk)


def asked(of: Staff, cycle: Cycle, number: int = 1) -> Opinion:
    """What a unit is asked about the first item of a task."""
    found = Opinion.objects.of_cycle(cycle).filter(unit=of.unit, work_item__year_plan__task__number=number)
    return found.order_by("work_item__order")[0]


def shown(of: Staff, cycle: Cycle, state: str = "wanted") -> dict[int, int]:
    """What the page of a unit shows of its opinions in a state: the version of each."""
    return dict(Opinion.objects.of_cycle(cycle).filter(unit=of.unit, state=state).values_list("pk", "version"))


def written(
    of: Staff, cycle: Cycle, number: int = 1, *, said: Said = CHANGE, at: datetime = factories.ISSUED_AT
) -> Opinion:
    """The liaison's opinion, waiting for the reviewer."""
    return opinions.write(asked(of, cycle, number), said, by=of.liaison, at=at)


def given(
    of: Staff, cycle: Cycle, number: int = 1, *, said: Said = CHANGE, at: datetime = factories.ISSUED_AT
) -> Opinion:
    """The unit's opinion, handed in by its reviewer."""
    return opinions.approve(written(of, cycle, number, said=said, at=at), by=of.reviewer, at=at)


__all__ = ["CHANGE", "NO_OBJECTION", "UNTIL", "asked", "given", "sent_out", "shown", "written"]
