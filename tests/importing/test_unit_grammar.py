"""The grammar of a units cell, entry by entry."""

import pytest

from tasks_app.importing.home import Home
from tasks_app.importing.reading import PartyRead
from tasks_app.importing.registry import KnownParty, UnitRegistry
from tasks_app.importing.unit_entries import entries
from tasks_app.importing.unit_grammar import read_names
from tasks_app.importing.unit_names import kind_of

ZHUHAI = Home("珠海", "市")


def names(cell, *, known=None, home=ZHUHAI):
    return [name.party.name for name in read_names(cell, home=home, known=known or UnitRegistry())]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("市统计局、财政局", ["市统计局", "市财政局"], id="prefix-carried"),
        pytest.param("市商务局，邮政管理局", ["市商务局", "市邮政管理局"], id="prefix-carried-across-a-comma"),
        pytest.param("市委宣传部、网信办，市教育局", ["市委宣传部", "市委网信办", "市教育局"], id="party-family"),
        pytest.param("市委组织部、教育局", ["市委组织部", "市教育局"], id="party-prefix-stops-at-government"),
        pytest.param("市教育局、党校", ["市教育局", "市委党校"], id="party-organ-among-departments"),
        pytest.param("市司法局、市场监督管理局", ["市司法局", "市市场监督管理局"], id="market-is-no-prefix"),
        pytest.param("市场监督管理局", ["市市场监督管理局"], id="market-first"),
        pytest.param("市市场监督管理局", ["市市场监督管理局"], id="market-with-its-prefix"),
        pytest.param("市政务服务数据管理局", ["市政务服务数据管理局"], id="prefix-then-zhengwu"),
        pytest.param("市民政局、国资委", ["市民政局", "市国资委"], id="prefix-then-minzheng"),
        pytest.param("市财政局、珠海市税务局、气象局", ["市财政局", "珠海市税务局", "市气象局"], id="own-place"),
        pytest.param("市商务局、横琴供电局", ["市商务局", "横琴供电局"], id="another-place"),
        pytest.param("市妇联，团市委", ["市妇联", "团市委"], id="mass"),
        pytest.param("人民银行珠海市中心支行", ["人民银行珠海市中心支行"], id="own-system"),
        pytest.param("省生态环境厅、自然资源厅", ["省生态环境厅", "省自然资源厅"], id="province"),
        pytest.param("各区人民政府（管委会、筹备组）", ["各区人民政府（管委会、筹备组）"], id="brackets-hold-together"),
        pytest.param(
            "市某工作领导小组办公室及各成员单位",
            ["市某工作领导小组办公室", "市某工作领导小组成员单位"],
            id="office-and-members",
        ),
    ],
)
def test_names_are_written_as_if_standing_alone(cell, expected):
    assert names(cell) == expected


def test_full_city_name_is_the_known_short_one():
    known = UnitRegistry((KnownParty(PartyRead("市气象局", "central")),))
    assert names("珠海市气象局", known=known) == ["市气象局"]


def test_alias_gives_the_canonical_name():
    known = UnitRegistry((KnownParty(PartyRead("市发展改革局", "department"), ("市发展改革委",)),))
    assert names("市教育局、发展改革委", known=known) == ["市教育局", "市发展改革局"]


def test_half_width_brackets_are_the_same_group():
    group = PartyRead("各区人民政府（管委会）", "group", is_group=True)
    known = UnitRegistry((KnownParty(group, ("各区政府（管委会）",)),))
    assert names("各区政府(管委会)", known=known) == ["各区人民政府（管委会）"]


def test_entries_split_outside_brackets_only():
    assert entries("甲局、乙局，丙（丁、戊）；己局") == ("甲局", "乙局", "丙（丁、戊）", "己局")


def test_empty_entries_are_no_units():
    assert entries("、，甲局、、") == ("甲局",)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("市商务局", "department"),
        ("市公共工程建设中心", "institution"),
        ("市委党校", "party"),
        ("团市委", "mass"),
        ("市妇联", "mass"),
        ("香洲区人民政府", "district"),
        ("珠海高新区管委会", "district"),
        ("珠海市税务局", "central"),
        ("珠海银保监分局", "central"),
        ("珠海供电局", "company"),
        ("市碳达峰碳中和工作领导小组办公室", "coordination"),
    ],
)
def test_kind_follows_from_the_name(name, kind):
    assert kind_of(name) == kind
