"""联络员通讯录: who reads whose numbers, in which order, and as a workbook."""

from datetime import date
from io import BytesIO

import pytest

from accounts.models import Role
from tasks_app.actions import leaves
from tasks_app.dashboards.contacts import units_reached
from tasks_app.importing.files.office import read_sheets
from tasks_app.models import Download
from tests import factories
from tests.factories import LATER, House
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db
PAGE, FILE = "/people/contacts/", "/people/contacts/table.xlsx"
ALL = {"市发展改革局", "市碳达峰碳中和工作领导小组办公室", "市人民政府", "市商务局", "市交通运输局", "市水务局"}
OFFICE = {"市碳达峰碳中和工作领导小组办公室"}


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("office.clerk", ALL),
        ("office.director", ALL),
        ("commerce.liaison", {"市商务局", "市交通运输局", "市发展改革局", *OFFICE}),
        ("transport.reviewer", {"市商务局", "市交通运输局", *OFFICE}),
        ("water.liaison", {"市水务局", *OFFICE}),
        ("office.leader", {"市人民政府", *OFFICE}),
    ],
)
def test_whose_numbers_one_reads(house: House, who: str, units: set[str]) -> None:
    unit, name = who.split(".")
    actor = getattr(getattr(house, unit), name)
    assert {one.name for one in units_reached(actor)} == units


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_administrators_read_all(house: House, role: str) -> None:
    assert units_reached(factories.working(role, house.office.unit)).count() == len(ALL)


def test_page_marks_who_is_away_acting_or_missing(house: House) -> None:
    told = {"basis": "请假单", "by": house.office.clerk, "at": LATER}
    cover = house.commerce.reviewer.user
    assert cover
    cover.phone = "0756-7"
    cover.save()
    days = {"starts_on": LATER.date(), "ends_on": date(2026, 4, 30)}
    leaves.take(house.commerce.liaison.own_post, stand_in=cover, **days, **told)
    absent = factories.person("周某")
    factories.post(Role.UNIT_REVIEWER, house.transport.unit, ends_on=date(2026, 12, 31), acting_for=absent)
    page = words(Walker(house.office.clerk, LATER).get(PAGE))
    assert f"由{cover.full_name}代班（0756-7）" in page
    assert "代理周某" in page
    assert "市人民政府市直部门联络员无人" in page
    order = [page.index(f"{name}市直部门联络员") for name in ("市发展改革局", "市商务局", "市交通运输局", "市水务局")]
    assert order == sorted(order)


def test_it_is_narrowed(house: House) -> None:
    clerk = Walker(house.office.clerk, LATER)
    assert house.commerce.reviewer.name not in words(clerk.get(PAGE, role="liaison"))
    found = words(clerk.get(PAGE, q="水务"))
    assert "市水务局市直部门" in found
    assert "市商务局市直部门" not in found


def test_the_workbook_holds_the_rows_of_the_page_and_is_noted(house: House) -> None:
    walker = Walker(house.water.liaison, LATER)
    answer = walker.get(FILE)
    [sheet] = read_sheets(BytesIO(b"".join(answer.streaming_content)).getvalue())
    assert sheet.rows[2][:4] == ["单位", "类别", "角色", "姓名"]
    assert {row[0] for row in sheet.rows[3:]} == {"市水务局", *OFFICE}
    assert Download.objects.get().what == f"联络员通讯录（{len(sheet.rows) - 3} 行）"
