"""A year is issued while somebody still changes it: the director issues what the page showed, or nothing.

One race a year: from 2027 on every year is drawn up from the same plan.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest

from tasks_app.actions import cycles, item_drafts, responsibilities
from tasks_app.domain.access import Verb
from tasks_app.domain.parts import Part
from tasks_app.domain.year_states import YearPlanState
from tasks_app.models import Cycle, Responsibility, Task, UnitLine, WorkItem
from tasks_app.permissions import checks
from tests import factories
from tests.factories import LATER, House
from tests.races.conftest import Two

pytestmark = pytest.mark.django_db(transaction=True)

YEARS = range(2027, 2042)


@pytest.fixture
def house(transactional_db: None) -> House:
    """The house, with its year issued."""
    return factories.house()


def drafted_years(house: House) -> Iterator[Cycle]:
    """Each year, as the page of the director shows it."""
    for year in YEARS:
        yield factories.drafted_cycle(house.office, year=year, at=LATER)


def issue(cycle: Cycle, house: House) -> partial[int]:
    """The director's click."""
    return partial(cycles.issue, cycle, by=house.office.director, at=LATER, version=cycle.version)


def test_an_item_is_revised_while_its_year_is_issued(house: House, two: Two) -> None:
    for cycle in drafted_years(house):
        item = WorkItem.objects.filter(year_plan__cycle=cycle).earliest("pk")
        day = date(cycle.year, 6, 30)
        revise = partial(
            item_drafts.revise_item, item, planned_deadline=day, by=house.office.clerk, at=LATER, version=item.version
        )
        has_issued = two.winner(revise, issue(cycle, house)) == 1
        assert (Cycle.objects.get(pk=cycle.pk).state == YearPlanState.ISSUED) is has_issued
        assert (WorkItem.objects.get(pk=item.pk).planned_deadline == day) is not has_issued
        assert UnitLine.objects.filter(cycle=cycle).exists() is has_issued
        for line in UnitLine.objects.filter(cycle=cycle).select_related("work_item"):
            assert line.original_deadline == line.work_item.planned_deadline


def test_a_lead_is_confirmed_while_a_year_is_issued(house: House, two: Two) -> None:
    """Both are right; whoever comes first, the lines end with the parts that were confirmed, and so do the rights."""
    task = Task.objects.get(number=1)
    units = {staff.unit.pk: staff for staff in (house.commerce, house.transport)}
    for turn, cycle in enumerate(drafted_years(house)):
        shares = list(Responsibility.objects.filter(task=task, ends_on__isnull=True).order_by("order"))
        chosen, other = shares[turn % 2], shares[(turn + 1) % 2]
        confirm = partial(
            responsibilities.confirm_lead, task, chosen.pk, basis_note="纪要", by=house.office.director, at=LATER
        )
        assert two.race(confirm, issue(cycle, house)) == [None, None]
        lines = {line.unit_id: line for line in UnitLine.objects.filter(cycle=cycle, work_item__year_plan__task=task)}
        assert lines[chosen.unit_id].part == Part.LEAD
        assert lines[other.unit_id].part == Part.SUPPORT
        assert checks.can(units[chosen.unit_id].liaison, Verb.READ_LINE, lines[other.unit_id])
        assert not checks.can(units[other.unit_id].liaison, Verb.READ_LINE, lines[chosen.unit_id])
