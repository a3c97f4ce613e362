"""Many lines cost no more statements than few: the desk of a unit with 58, an item with 45."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import GroupMembership
from tasks_app.actions import comments, cycles, lines, recording
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportState
from tasks_app.models import StateChange, UnitLine
from tests import factories
from tests.conftest import Standing
from tests.factories import House
from tests.views.test_items import IN_APRIL, item_of
from tests.views.walking import Walker, words

# All that the client counts after login: session, person and frame included.
STATEMENTS = 12
MEMBERS, TASKS = 43, 55


def crowded() -> House:
    """Task 3 goes to the office and 45 members; 市商务局 stands on 58 tasks."""
    house = factories.house(is_issued=False)
    rows = [
        GroupMembership(group=house.group, unit=factories.unit(), starts_on=factories.BEGINNING) for _ in range(MEMBERS)
    ]
    recording.create_many(rows, by=factories.clock(), at=factories.ISSUED_AT, why="测试")
    for number in range(10, 10 + TASKS):
        factories.task(house.plan, number, [house.commerce.unit])
    cycles.draft_items(house.cycle, by=house.office.clerk, at=factories.ISSUED_AT)
    cycles.issue(house.cycle, by=house.office.director, at=factories.ISSUED_AT)
    for line in UnitLine.objects.filter(work_item__year_plan__task__number=3):
        lines.sign_on_behalf(line, source="电话", by=house.office.clerk, at=factories.SIGNED_AT)
    return house


@pytest.fixture(scope="module")
def crowd(standing: Standing) -> Iterator[House]:
    with standing(crowded) as built:
        yield built


@pytest.fixture
def house(crowd: House, db: None) -> House:
    return deepcopy(crowd)


def test_long_desk_is_paged_and_costs_no_more(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walker = Walker(house.commerce.reviewer, IN_APRIL)
    walker.get("/")
    with django_assert_max_num_queries(STATEMENTS):
        first = walker.get("/").content.decode()
    assert "共 58 项" in first
    assert first.count("data-row-link") == 30
    following = first.split('href="?after=')[1].split('"')[0]
    second = walker.get(f"/?after={following}").content.decode()
    assert second.count("data-row-link") == 28


@pytest.mark.parametrize("who", ["clerk", "director", "liaison"])
@pytest.mark.parametrize(
    "closing",
    ["", ReportState.UNIT_REVIEW, ReportState.SUBMITTED, ReportState.SENT_BACK, ReportState.ACCEPTED],
)
def test_item_with_45_units_keeps_its_budget(
    house: House, who: str, closing: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Whatever became of the closing of the line it is about."""
    people = {"clerk": house.office.clerk, "director": house.office.director, "liaison": house.commerce.liaison}
    line = house.line(house.commerce, 3)
    if closing:
        factories.advance(factories.closing_draft(line, house.commerce), closing, house, house.commerce)
    walker = Walker(people[who], IN_APRIL)
    walker.get(item_of(line))
    with django_assert_max_num_queries(STATEMENTS):
        page = walker.get(item_of(line), line=line.pk)
    assert page.content.decode().count('<article class="unit-card') == MEMBERS + 3


def test_timeline_shows_fifty_steps_and_leads_to_the_rest(house: House) -> None:
    line = house.line(house.commerce, 3)
    walker = Walker(house.office.clerk, IN_APRIL)
    first = walker.get(item_of(line))
    assert "查看更早的过程" in words(first)
    every = walker.get(item_of(line), steps="all")
    assert "查看更早的过程" not in words(every)
    assert StateChange.objects.filter(work_item=line.work_item_id).count() == 2 * (MEMBERS + 3)


def test_all_of_many_lines_are_signed_for_at_once(house: House) -> None:
    walker = Walker(house.commerce.liaison, IN_APRIL)
    waiting = UnitLine.objects.filter(unit=house.commerce.unit, state=LineState.PENDING_SIGNATURE)
    listed = list(waiting.values_list("pk", flat=True))
    assert len(listed) == TASKS + 2
    walker.post("/lines/sign/", line=listed)
    assert not waiting.exists()


def a_long_story(line: UnitLine, house: House) -> None:
    """200 entries on the timeline, a question to the unit, an instruction to it, and an application sent back."""
    factories.advance(factories.closing_draft(line, house.commerce), ReportState.SENT_BACK, house, house.commerce)
    kept = StateChange.objects.filter(work_item=line.work_item_id).count()
    step = StateChange.objects.filter(line=line).latest("at")
    for _ in range(200 - kept):
        step.pk = None
        step.save(force_insert=True)
    asked = comments.Words("question", "何时开工？", units=(house.commerce.unit.pk,))
    comments.say(line.work_item, asked, by=house.office.clerk, at=factories.LATER)


@pytest.mark.parametrize("who", ["clerk", "director", "leader", "liaison", "reviewer"])
def test_a_long_story_of_many_units_keeps_its_budget(
    house: House, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """More than 15 units and 200 entries, for whoever works with them; desks likewise."""
    line = house.line(house.commerce, 3)
    a_long_story(line, house)
    of_office = who in ("clerk", "director", "leader")
    walker = Walker(getattr(house.office if of_office else house.commerce, who), IN_APRIL)
    for url in (item_of(line), "/"):
        walker.get(url)
        with django_assert_max_num_queries(STATEMENTS):
            assert walker.get(url).status_code == 200
