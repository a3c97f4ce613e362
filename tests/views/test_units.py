"""单位名录 and 单位组: what the office keeps, what is refused in which words, and what a page shows of the past."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Alias, GroupMembership, Unit, UnitName
from tasks_app.actions import recording, successions
from tasks_app.actions.successions import Wish
from tasks_app.models import UnitLine
from tests import factories
from tests.conftest import Standing
from tests.factories import House
from tests.views.walking import LATE_DAY, Walker, words

pytestmark = pytest.mark.django_db

UNITS, NEW, GROUPS = "/settings/units/", "/settings/units/new/", "/settings/groups/"
BASIS = {"basis": "珠字〔2026〕3号"}


def named_house() -> House:
    """The house, whose units have borne their names since the plan."""
    house = factories.house()
    rows = [UnitName(unit=unit, text=unit.name, starts_on=factories.BEGINNING) for unit in Unit.objects.all()]
    recording.create_many(rows, by=factories.clock(), at=factories.ISSUED_AT, why="建立单位")
    return house


@pytest.fixture(scope="module")
def standing_house(standing: Standing) -> Iterator[House]:
    with standing(named_house) as built:
        yield built


@pytest.fixture
def house(standing_house: House, db: None) -> House:
    return deepcopy(standing_house)


@pytest.fixture
def clerk(house: House) -> Walker:
    return Walker(house.office.clerk)


def keep(walker: Walker, thing: Unit | object, act: str, **typed: object) -> object:
    """Sends the form of an act on the page of a unit or group."""
    kind = "unit" if isinstance(thing, Unit) else "group"
    thing.refresh_from_db()
    return walker.post(reverse(f"{kind}_{act}", args=[thing.pk]), **{"version": thing.version, **BASIS, **typed})


# --- units -----------------------------------------------------------------------------------------------------------
def test_list_says_kind_names_host_reporters_and_what_is_proposed(house: House, clerk: Walker) -> None:
    wish = Wish(house.water.unit, "renamed", "市水务和海洋局", "department", LATE_DAY.date(), "机构改革文件")
    successions.propose(wish, by=house.office.clerk, at=LATE_DAY)
    page = words(clerk.get(UNITS))
    assert page.index("市直部门") < page.index("市商务局") < page.index("议事协调机构办事机构")
    assert "设在市发展改革局" in page
    assert f"{house.commerce.liaison.user.full_name}联络员" in page
    assert "更名为“市水务和海洋局”，待确认" in page


def test_namesakes_of_two_places_are_told_apart(house: House, clerk: Walker) -> None:
    assert "市商务局（" not in words(clerk.get(UNITS))
    other = factories.unit("市商务局乙")
    Unit.objects.filter(pk=other.pk).update(name="市商务局", jurisdiction="茂名市")
    page = words(clerk.get(UNITS))
    assert "市商务局（茂名市）" in page
    assert "市商务局（珠海市）" in page


def test_renamed_unit_is_found_under_both_names_and_past_records_keep_the_old_one(house: House, clerk: Walker) -> None:
    """ADR 3: a line bears the name of the day it was issued; counts of that year say that name, too."""
    wish = Wish(house.commerce.unit, "renamed", "市商务和口岸局", "department", date(2026, 12, 1), "机构改革文件")
    row = successions.propose(wish, by=house.office.clerk, at=LATE_DAY)
    successions.confirm(row, on=date(2026, 12, 1), basis="机构改革文件", by=house.office.director, at=LATE_DAY)
    page = words(clerk.get(UNITS))
    assert "市商务和口岸局" in page
    assert "市商务局2023-05-19至2026-11-30" in page
    assert {line.unit_name for line in UnitLine.objects.filter(unit=house.commerce.unit)} == {"市商务局"}
    groups = words(clerk.get("/supervision/by/unit/"))
    assert "市商务局" in groups
    assert "市商务和口岸局" not in groups
    unit = words(clerk.get(reverse("unit", args=[house.commerce.unit.pk])))
    assert "市商务和口岸局2026-12-01现用" in unit
    assert "市商务局2023-05-192026-11-30" in unit


def test_unit_added_by_hand_has_a_name_a_kind_and_a_history(house: House, clerk: Walker) -> None:
    typed = {"name": " 市数据局 ", "kind": "department", "starts_on": "2026-12-01", "hosted_by": house.host.unit.pk}
    answer = clerk.post(NEW, **typed, **BASIS)
    unit = Unit.objects.get(name="市数据局")
    assert answer.url == reverse("unit", args=[unit.pk])
    assert (unit.jurisdiction, unit.hosted_by, unit.is_provisional) == ("珠海市", house.host.unit, False)
    assert unit.names.get().starts_on == date(2026, 12, 1)
    page = words(clerk.get(answer.url))
    assert "新增单位，依据：珠字〔2026〕3号" in page
    assert house.office.clerk.user.full_name in page
    assert clerk.post(NEW, **typed, **BASIS).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "市商务局"}, "辖区内已有名为“市商务局”的单位"),
        ({"name": "市商委"}, "“市商委”是“市商务局”现在或以前的名称、别名"),
        ({"name": "市碳达峰碳中和工作领导小组成员单位"}, "是另一个单位或单位组的现用名称"),
        ({"name": " "}, "请填写单位名称"),
        ({"kind": "planet"}, "请从列表中选择"),
        ({"starts_on": "1026-01-01"}, "请选择一个日期"),
        ({"hosted_by": "999999"}, "请从列表中选择"),
        ({"basis": ""}, "请写明依据"),
    ],
)
def test_unit_that_cannot_be_says_why_and_keeps_what_was_typed(
    house: House, clerk: Walker, wrong: dict[str, str], sentence: str
) -> None:
    keep(clerk, house.commerce.unit, "alias", text="市商委", starts_on="2023-05-19")
    before = Unit.objects.count()
    typed = {"name": "市数据局", "kind": "department", "starts_on": "2026-12-01", "basis": "珠字〔2026〕3号"}
    answer = clerk.post(NEW, **{**typed, **wrong})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert Unit.objects.count() == before
    kept = typed["basis"] if "basis" not in wrong else typed["name"]
    assert f'value="{kept}"' in answer.content.decode()


def test_alias_means_the_unit_from_a_day_to_a_day(house: House, clerk: Walker) -> None:
    unit = house.commerce.unit
    assert keep(clerk, unit, "alias", text="市商委", starts_on="2023-05-19").status_code == 302
    alias = Alias.objects.get(text="市商委")
    unit.refresh_from_db()
    end = reverse("alias_end", args=[alias.pk])
    early = clerk.post(end, version=unit.version, ends_on="2023-05-18", **BASIS)
    assert early.status_code == 422
    assert "最后一天不能早于起始日 2023-05-19" in early.content.decode()
    assert clerk.post(end, version=unit.version, ends_on="2026-11-30", **BASIS).status_code == 302
    unit.refresh_from_db()
    again = clerk.post(end, version=unit.version, ends_on="2026-11-30", **BASIS)
    assert again.status_code == 409
    assert "已于 2026-11-30 停用" in again.content.decode()
    page = words(clerk.get(reverse("unit", args=[unit.pk])))
    assert "停用别名“市商委”，最后一天2026-11-30，依据：珠字〔2026〕3号" in page
    # Freed, it may mean another unit from the next day on, and not a day earlier.
    assert keep(clerk, house.water.unit, "alias", text="市商委", starts_on="2026-11-30").status_code == 422
    assert keep(clerk, house.water.unit, "alias", text="市商委", starts_on="2026-12-01").status_code == 302


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("市商务局", "就是现用名称"),
        ("市水务局", "“市水务局”是另一个单位或单位组的现用名称"),
        ("市碳达峰碳中和工作领导小组成员单位", "是另一个单位或单位组的现用名称"),
        ("\u200b", "请填写别名"),
        ("长" * 121, "最多 120 字"),
    ],
)
def test_alias_of_somebody_else_is_refused(house: House, clerk: Walker, text: str, sentence: str) -> None:
    answer = keep(clerk, house.commerce.unit, "alias", text=text, starts_on="2023-05-19")
    assert answer.status_code == 422
    assert sentence in words(answer) or sentence in answer.content.decode()
    assert not Alias.objects.exists()


def test_kind_host_and_settling_are_kept_with_their_ground(house: House, clerk: Walker) -> None:
    unit = house.water.unit
    unit.is_provisional = True
    recording.save(unit, by=factories.clock(), at=LATE_DAY, why="导入")
    UnitLine.objects.update(next_step_on=None)
    line = UnitLine.objects.filter(unit=house.commerce.unit).first()
    assert keep(clerk, house.commerce.unit, "kind", kind="company").status_code == 302
    line.refresh_from_db()
    assert line.next_step_on == LATE_DAY.date()
    assert keep(clerk, unit, "host", hosted_by=house.host.unit.pk).status_code == 302
    assert keep(clerk, unit, "settle").status_code == 302
    unit.refresh_from_db()
    assert (unit.hosted_by, unit.is_provisional) == (house.host.unit, False)
    page = words(clerk.get(reverse("unit", args=[unit.pk])))
    assert page.index("核定，依据：珠字") < page.index("设在市发展改革局，依据：珠字")
    assert "类别由市直部门改为企业" in words(clerk.get(reverse("unit", args=[house.commerce.unit.pk])))


@pytest.mark.parametrize(
    ("act", "typed", "sentence", "status"),
    [
        ("kind", {"kind": "department"}, "类别没有变化", 422),
        ("host", {"hosted_by": "own"}, "单位不能设在自己", 422),
        ("host", {"hosted_by": "office"}, "本身设在“市发展改革局”", 422),
        ("host", {}, "“设在”没有变化", 422),
        ("settle", {}, "本单位已经核定", 409),
        ("settle", {"basis": " "}, "请写明依据", 422),
    ],
)
def test_change_that_changes_nothing_or_cannot_be_is_refused(
    house: House, clerk: Walker, act: str, typed: dict[str, str], sentence: str, status: int
) -> None:
    unit = house.water.unit
    hosts = {"own": unit.pk, "office": house.office.unit.pk}
    typed = {name: hosts.get(value, value) for name, value in typed.items()}
    answer = keep(clerk, unit, act, **typed)
    assert answer.status_code == status
    assert sentence in words(answer)


def test_host_with_guests_stays_where_it_is(house: House, clerk: Walker) -> None:
    answer = keep(clerk, house.host.unit, "host", hosted_by=house.water.unit.pk)
    assert "设在本单位，本单位不能再设在其他单位" in words(answer)


def test_who_is_slower_reads_so_and_a_form_counts_once(house: House, clerk: Walker) -> None:
    unit, key = house.water.unit, str(uuid4())
    url = reverse("unit_kind", args=[unit.pk])
    for _ in range(2):
        assert clerk.post(url, version=0, kind="institution", form_key=key, **BASIS).status_code == 302
    stale = Walker(house.office.second_clerk).post(url, version=0, kind="party", **BASIS)
    assert stale.status_code == 409
    unit.refresh_from_db()
    assert (unit.kind, unit.version) == ("institution", 1)


def test_units_are_the_offices(house: House) -> None:
    liaison = Walker(house.commerce.liaison)
    assert liaison.get(UNITS).status_code == 403
    assert liaison.post(reverse("unit_kind", args=[house.water.unit.pk]), version=0, kind="party").status_code == 403
    assert Walker(house.office.clerk).get(reverse("unit", args=[10**9])).status_code == 404


def test_pages_cost_the_same_at_any_number(house: House, clerk: Walker, django_assert_max_num_queries) -> None:
    for _ in range(30):
        factories.unit()
    for url in (UNITS, reverse("unit", args=[house.commerce.unit.pk]), GROUPS):
        clerk.get(url)
        with django_assert_max_num_queries(16):
            assert clerk.get(url).status_code == 200


# --- groups ----------------------------------------------------------------------------------------------------------
def test_member_joins_and_leaves_on_a_day(house: House, clerk: Walker) -> None:
    group = house.group
    assert keep(clerk, group, "member", unit=house.water.unit.pk, starts_on="2026-12-01").status_code == 302
    row = GroupMembership.objects.get(unit=house.water.unit)
    assert (row.starts_on, row.ends_on, row.basis) == (date(2026, 12, 1), None, "珠字〔2026〕3号")
    assert "市商务局、市交通运输局、市水务局" in words(clerk.get(GROUPS))
    group.refresh_from_db()
    leave = reverse("member_end", args=[row.pk])
    early = clerk.post(leave, version=group.version, ends_on="2026-11-30", **BASIS)
    assert "最后一天不能早于起始日 2026-12-01" in early.content.decode()
    assert clerk.post(leave, version=group.version, ends_on="2026-12-05", **BASIS).status_code == 302
    group.refresh_from_db()
    assert clerk.post(leave, version=group.version, ends_on="2026-12-05", **BASIS).status_code == 409
    assert "市水务局" not in words(clerk.get(GROUPS))
    page = words(clerk.get(reverse("group", args=[group.pk])))
    assert "市水务局退出，最后一天2026-12-05，依据：珠字〔2026〕3号" in page
    twice = keep(clerk, group, "member", unit=house.water.unit.pk, starts_on="2026-12-05")
    assert "自 2026-12-01 至 2026-12-05已是本组成员" in twice.content.decode()
    assert keep(clerk, group, "member", unit=house.water.unit.pk, starts_on="2026-12-06").status_code == 302


def test_member_cannot_be_one_twice(house: House, clerk: Walker) -> None:
    answer = keep(clerk, house.group, "member", unit=house.commerce.unit.pk, starts_on="2026-12-01")
    assert answer.status_code == 422
    assert "“市商务局”自 2023-05-19 起已是本组成员" in answer.content.decode()


def test_list_of_members_is_settled_with_its_ground(house: House, clerk: Walker) -> None:
    group = house.group
    group.is_provisional = True
    recording.save(group, by=factories.clock(), at=LATE_DAY, why="导入")
    GroupMembership.objects.update(is_provisional=True)
    assert "待核定" in words(clerk.get(GROUPS))
    assert keep(clerk, group, "settle").status_code == 302
    assert set(group.memberships.values_list("is_provisional", "basis")) == {(False, "珠字〔2026〕3号")}
    assert "待核定" not in words(clerk.get(GROUPS))
    assert "已经核定" in words(keep(clerk, group, "settle"))


def test_empty_group_is_a_red_doubt_and_cannot_be_settled(house: House, clerk: Walker) -> None:
    group = house.group
    group.is_provisional = True
    recording.save(group, by=factories.clock(), at=LATE_DAY, why="导入")
    for row in group.memberships.all():
        row.ends_on = date(2026, 11, 30)
        recording.save(row, by=factories.clock(), at=LATE_DAY, why="测试")
    assert "今天没有成员，涉及本组的年度任务不能印发" in words(clerk.get(GROUPS))
    assert "请先添加成员再核定" in words(keep(clerk, group, "settle"))


def test_changes_page_says_where_it_stands(clerk: Walker) -> None:
    page = clerk.get(reverse("successions"))
    assert [crumb.label for crumb in page.context["crumbs"]] == ["设置与审计", "单位名录", "单位变动"]
