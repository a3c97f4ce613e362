"""What a year left unfinished is carried into the next by one deliberate step, whose draft begins with last year's."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest

from tasks_app.actions import carrying_over, cycles, item_drafts
from tasks_app.actions.item_drafts import ItemWords
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Basis
from tasks_app.domain.refusals import NotAllowed, NotNow
from tasks_app.domain.year_states import Origin
from tasks_app.models import Cycle, UnitLine, WorkItem
from tests import factories
from tests.conftest import Standing
from tests.factories import House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

JANUARY = moment("2027-01-15 09:00")


def build() -> House:
    """2026 with two items of task 1 (one for 市交通运输局 alone), one line finished, and the draft of 2027."""
    house = factories.house(is_issued=False, lead=Basis.DECLARED)
    clerk, item = house.office.clerk, WorkItem.objects.get(year_plan__task__number=1)
    more = ItemWords(
        "建成站点", "建成十个站点。", date(2026, 6, 30), "3月选址", shares={house.transport.unit.pk: "建设。"}
    )
    item_drafts.add_item(item.year_plan, more, by=clerk, at=factories.ISSUED_AT)
    cycles.issue(house.cycle, by=house.office.director, at=factories.ISSUED_AT)
    factories.line_in(LineState.SIGNED_OFF, house, unit_staff=house.commerce, number=2)
    factories.drafted_cycle(house.office, year=2027, at=JANUARY)
    return house


@pytest.fixture(scope="module")
def built(standing: Standing) -> Iterator[House]:
    with standing(build) as house:
        yield house


@pytest.fixture
def house(built: House, db: None) -> House:
    return deepcopy(built)


@pytest.fixture
def coming(house: House) -> Cycle:
    return Cycle.objects.get(year=2027)


def items_of(year: int, number: int) -> list[tuple[str, str, date, str]]:
    items = WorkItem.objects.filter(year_plan__cycle__year=year, year_plan__task__number=number)
    return list(items.order_by("order").values_list("title", "origin", "planned_deadline", "milestone"))


def test_the_draft_begins_with_last_years_items(house: House, coming: Cycle) -> None:
    assert items_of(2027, 1) == [
        ("推进第1项重点任务", Origin.LAST_YEAR, date(2027, 11, 30), ""),
        ("建成站点", Origin.LAST_YEAR, date(2027, 6, 30), "3月选址"),
    ]
    assert items_of(2027, 3)[0][2] == date(2028, 1, 20)
    drawn = WorkItem.objects.get(year_plan__cycle=coming, title="建成站点")
    assert drawn.previous == WorkItem.objects.get(year_plan__cycle=house.cycle, title="建成站点")
    assert list(drawn.shares.values_list("unit__name", "deliverable")) == [("市交通运输局", "建设。")]


def test_a_new_task_begins_with_the_plans_words(house: House, coming: Cycle) -> None:
    factories.task(house.plan, 4, [house.commerce.unit])
    cycles.draft_items(coming, by=house.office.clerk, at=JANUARY)
    assert items_of(2027, 4) == [("推进第4项重点任务", Origin.PLAN, date(2027, 11, 30), "")]


def test_chosen_lines_are_carried_and_the_old_ones_stay(house: House, coming: Cycle) -> None:
    before = list(UnitLine.objects.order_by("pk").values())
    unfinished = list(carrying_over.unfinished_lines(coming))
    assert len(unfinished) == len(before) - 1
    chosen = [line.pk for line in unfinished if line.unit == house.commerce.unit and line.work_item.order == 1][:1]
    [item] = carrying_over.carry_over(coming, chosen, by=house.office.clerk, at=JANUARY)
    assert (item.origin, item.title, item.previous) == (Origin.CARRIED, "推进第1项重点任务", unfinished[0].work_item)
    assert item.previous.year_plan.cycle.year == 2026
    assert list(item.shares.values_list("unit__name", flat=True)) == ["市商务局"]
    assert list(UnitLine.objects.order_by("pk").values()) == before


def test_pressed_twice_nothing_is_doubled_and_more_units_join(house: House, coming: Cycle) -> None:
    lines = [line.pk for line in carrying_over.unfinished_lines(coming) if line.work_item.title == "推进第1项重点任务"]
    clerk = house.office.clerk
    carrying_over.carry_over(coming, lines[:1], by=clerk, at=JANUARY)
    with pytest.raises(NotNow, match="没有可以结转"):
        carrying_over.carry_over(coming, lines[:1], by=clerk, at=JANUARY)
    carrying_over.carry_over(coming, lines, by=clerk, at=JANUARY)
    carried = WorkItem.objects.get(year_plan__cycle=coming, origin=Origin.CARRIED)
    assert carried.shares.count() == len(lines) == 2


@pytest.mark.parametrize("who", ["liaison", "leader"])
def test_only_the_office_carries(house: House, coming: Cycle, who: str) -> None:
    by = house.commerce.liaison if who == "liaison" else house.office.leader
    with pytest.raises(NotAllowed):
        carrying_over.carry_over(coming, [1], by=by, at=JANUARY)


def test_not_into_a_year_that_was_issued(house: House, coming: Cycle) -> None:
    lines = [line.pk for line in carrying_over.unfinished_lines(coming)]
    carrying_over.carry_over(coming, lines[:1], by=house.office.clerk, at=JANUARY)
    assert cycles.issue(coming, by=house.office.director, at=JANUARY) == 7 + 1 + 1
    with pytest.raises(NotNow, match="已经印发"):
        carrying_over.carry_over(coming, lines, by=house.office.clerk, at=JANUARY)


def test_what_was_carried_is_no_pattern_for_the_year_after(house: House, coming: Cycle) -> None:
    lines = [line.pk for line in carrying_over.unfinished_lines(coming)]
    carrying_over.carry_over(coming, lines, by=house.office.clerk, at=JANUARY)
    cycles.issue(coming, by=house.office.director, at=JANUARY)
    factories.drafted_cycle(house.office, year=2028, at=moment("2028-01-15 09:00"))
    assert [title for title, *_ in items_of(2028, 1)] == ["推进第1项重点任务", "建成站点"]
