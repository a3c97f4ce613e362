"""People and posts: who stands for a unit, and where nobody does. And which doors 设置与审计 has for whom."""

import re

import pytest

from accounts.models import Role
from tasks_app.actions import posts
from tests import factories
from tests.factories import House, moment
from tests.views.walking import GARBAGE, LATE_DAY, Walker, on, words

PEOPLE, SETTINGS = "/settings/people/", "/settings/"
OF_THE_OFFICE = [
    *("/cycles/", "/plan/leads/", "/settings/units/", "/settings/groups/", "/settings/units/changes/"),
    *("/plan/import/", "/settings/policy/", "/settings/calendar/"),
]
OF_THE_SYSTEM = ["/settings/outgoing/", "/settings/accounts/", "/settings/factors/", "/settings/files/"]
PEOPLE_DOORS = ["/settings/people/", "/people/contacts/"]


def row_of(page: str, unit: str) -> str:
    found = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f">{unit}</a>" in row)
    return "".join(re.sub(r"<[^>]+>", "", found).split())


def test_units_show_their_people(house: House) -> None:
    page = Walker(house.office.clerk).get(PEOPLE).content.decode()
    row = row_of(page, "市商务局")
    assert f"{house.commerce.liaison.name}联络员" in row
    assert f"{house.commerce.reviewer.name}单位审核人" in row
    assert "设在市发展改革局" in row_of(page, "市碳达峰碳中和工作领导小组办公室")


def test_unit_whose_only_reviewer_left_is_marked(house: House) -> None:
    posts.leave(house.transport.reviewer.post, by=factories.clock(), at=LATE_DAY, last_day=moment("2026-12-01").date())
    page = Walker(house.office.clerk).get(PEOPLE).content.decode()
    assert row_of(page, "市交通运输局").endswith("单位审核人")
    assert 'class="late-words">单位审核人</span>' in page


def test_person_who_was_switched_off_stands_for_nobody(house: House) -> None:
    user = house.transport.liaison.user
    user.is_active = False
    user.save()
    row = row_of(Walker(house.office.clerk).get(PEOPLE).content.decode(), "市交通运输局")
    assert "已停用" in row
    assert row.endswith("联络员")


def test_chip_shows_only_units_that_lack_somebody(house: House) -> None:
    page = words(Walker(house.office.clerk).get(PEOPLE, show="missing"))
    assert "市碳达峰碳中和工作领导小组办公室" in page
    assert "市商务局" not in page


def test_unit_without_a_part_in_the_plan_lacks_nobody(house: House) -> None:
    assert "市人民政府" not in words(Walker(house.office.clerk).get(PEOPLE, show="missing"))


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_breaks_nothing(house: House, garbage: str) -> None:
    assert Walker(house.office.clerk).get(PEOPLE, show=garbage).status_code == 200


def test_page_costs_few_statements(house: House, django_assert_max_num_queries) -> None:
    walker = Walker(house.office.clerk)
    walker.get(PEOPLE)
    with django_assert_max_num_queries(22):
        walker.get(PEOPLE)


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        (Role.OFFICE_CLERK, [*OF_THE_OFFICE, "/settings/files/", *PEOPLE_DOORS]),
        (Role.OFFICE_DIRECTOR, [*OF_THE_OFFICE, "/settings/outgoing/", "/settings/files/", *PEOPLE_DOORS]),
        (Role.SYSTEM_ADMIN, [*OF_THE_SYSTEM, *PEOPLE_DOORS]),
        (Role.SECURITY_ADMIN, ["/settings/factors/", *PEOPLE_DOORS]),
        (Role.AUDIT_ADMIN, ["/settings/people/", "/people/contacts/", "/audit/"]),
    ],
)
def test_only_doors_that_open_are_shown(house: House, role: str, doors: list[str]) -> None:
    walker = Walker(factories.working(role, house.office.unit))
    page = walker.get(SETTINGS).content.decode()
    shown = re.findall(r'<dt><a href="([^"]+)"', page)
    assert shown == doors
    with on(walker.at):
        assert all(walker.client.get(door, follow=True).status_code == 200 for door in shown)


@pytest.mark.parametrize("role", [Role.GROUP_LEADER, Role.EVALUATOR])
def test_where_there_is_no_door_there_is_no_room(house: House, role: str) -> None:
    walker = Walker(factories.working(role, house.office.unit))
    assert walker.get(SETTINGS).status_code == 403
    assert walker.get(PEOPLE).status_code == 403
    assert SETTINGS not in walker.get("/plan/").content.decode()


def test_units_have_no_settings(house: House) -> None:
    for person in (house.commerce.liaison, house.commerce.reviewer):
        assert Walker(person).get(SETTINGS).status_code == 403
        assert Walker(person).get(PEOPLE).status_code == 403
