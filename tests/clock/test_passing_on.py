"""A unit that went on the clock: what the ladder said is not said again, and what is to come its heir hears."""

from datetime import date

import pytest

from accounts.models import Unit, UnitKind
from tasks_app.actions import passing_on, successions
from tasks_app.actions.successions import Wish
from tasks_app.models import UnitLine
from tests import factories
from tests.clock.scene import a_late_line, alone, at, ledger, sweep_on, told
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def passed(house: House, line: UnitLine, day: str) -> UnitLine:
    """The unit of the line merges into 市数据局, which has its people, and its line goes with it."""
    on = date(2026, *map(int, day.split("-")))
    wish = Wish(line.unit, "merged", "市数据局", UnitKind.DEPARTMENT, on, "机构改革方案")
    row = successions.propose(wish, by=house.office.clerk, at=at(day))
    successions.confirm(row, on=on, basis="机构改革方案", by=house.office.director, at=at(day))
    heirs = factories.staff(Unit.objects.get(name="市数据局"))
    passing_on.pass_on(line.unit, {}, by=house.office.clerk, at=at(day))
    heir = UnitLine.objects.get(pk=line.pk).successor
    assert heir is not None
    assert heir.unit == heirs.unit
    return heir


def test_nothing_is_said_twice_and_what_is_to_come_the_heir_hears(house: House) -> None:
    line = a_late_line(house)
    before = ledger(line)
    heir = passed(house, line, "12-02")
    alone(heir)
    assert ledger(heir) == before
    sweep_on("12-03", "12-04", "12-07")
    assert ledger(heir).count("U1") == 1
    assert "D5" in ledger(heir)
    assert ledger(line) == before
    assert told("U1", heir) == set()
    assert told("D5", heir)


def test_what_was_proposed_of_the_old_line_is_proposed_of_the_heirs(house: House) -> None:
    line = a_late_line(house)
    sweep_on("12-07")
    assert "D5" in ledger(line)
    heir = passed(house, line, "12-08")
    alone(heir)
    sweep_on("12-09")
    assert "D5" in ledger(line, "moot")
    assert "D5" in ledger(heir)
