"""A policy file is read strictly: what is wrong is named by rule and field, in Chinese, all at once."""

import re
from typing import Any

import pytest

from tasks_app.domain.policy import policy_from
from tasks_app.domain.policy_reading import NOT_AN_OBJECT, read_policy
from tasks_app.domain.refusals import Invalid
from tests.domain.clocks import default_data

# What stands in brackets, quotes or a list of choices is the file's own; everything else must be Chinese.
OF_THE_FILE = re.compile(r"（[^）]*）|“[^”]*”|应为以下之一：.*|true|false|[A-Z]+[0-9]+")

SUBJECTS = "line、period、report、proposal、service、commitment、extension、paper、interview、target、line_case"


def faults(data: Any) -> list[str]:
    """The sentences with which a file is refused."""
    with pytest.raises(Invalid) as refused:
        read_policy(data)
    return list(refused.value.faults.values())


def changed(**rule: Any) -> dict[str, Any]:
    """The default with other values in its first rule."""
    data = default_data()
    data["rules"][0].update(rule)
    return data


def test_the_default_is_read_as_it_stands() -> None:
    assert read_policy(default_data()) == policy_from(default_data())


@pytest.mark.parametrize("data", [[], None, "x", 7, True, [{"version": 1}]])
def test_only_an_object_is_a_policy(data: Any) -> None:
    assert faults(data) == [NOT_AN_OBJECT]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("version", 2**40, "规则文件的版本号（version）应为 1 至 9999 的整数。"),
        ("version", 0, "规则文件的版本号（version）应为 1 至 9999 的整数。"),
        ("version", True, "规则文件的版本号（version）应为 1 至 9999 的整数。"),
        ("version", "2", "规则文件的版本号（version）应为 1 至 9999 的整数。"),
        ("version", 1e999, "规则文件的版本号（version）应为 1 至 9999 的整数。"),
        ("title", 5, "规则文件的名称（title）应为一行文字，不含控制字符。"),
        ("title", "a\0b", "规则文件的名称（title）应为一行文字，不含控制字符。"),
        ("title", "\ud800", "规则文件的名称（title）应为一行文字，不含控制字符。"),
        ("starts_on", "20261128", "规则文件的施行日期（starts_on）应为日期，写成 2026-12-01。"),
        ("starts_on", "2026-02-30", "规则文件的施行日期（starts_on）应为日期，写成 2026-12-01。"),
        ("starts_on", "9999-12-31", "规则文件的施行日期（starts_on）应为日期，写成 2026-12-01。"),
        ("starts_on", None, "规则文件的施行日期（starts_on）应为日期，写成 2026-12-01。"),
        ("rules", {}, "规则文件的规则（rules）应为列表，1 至 100 条。"),
        ("rules", [], "规则文件的规则（rules）应为列表，1 至 100 条。"),
        ("rules", [None], "第 1 条规则应为一个对象，请对照默认规则核对。"),
        ("rules", [[]], "第 1 条规则应为一个对象，请对照默认规则核对。"),
        ("note", "x", "规则文件有无法识别的项“note”，请删去或改正。"),
    ],
)
def test_a_head_that_does_not_hold(field: str, value: Any, sentence: str) -> None:
    assert faults(default_data() | {field: value}) == [sentence]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", 5, "第 1 条规则的编号（code）应为一行文字，不含控制字符。"),
        ("code", "S\x003", "第 1 条规则（S3）的编号（code）应为一行文字，不含控制字符。"),
        (
            "about",
            "papers",
            f"第 1 条规则（S3）的对象（about）应为以下之一：{SUBJECTS}。",
        ),
        (
            "about",
            None,
            f"第 1 条规则（S3）的对象（about）应为以下之一：{SUBJECTS}。",
        ),
        ("offset", 1.9, "第 1 条规则（S3）的间隔（offset）应为整数。"),
        ("offset", True, "第 1 条规则（S3）的间隔（offset）应为整数。"),
        ("offset", "soon", "第 1 条规则（S3）的间隔（offset）应为整数。"),
        ("level", "shout", "第 1 条规则（S3）的层级（level）应为以下之一：remind、urge、letter、interview。"),
        ("level", "REMIND", "第 1 条规则（S3）的层级（level）应为以下之一：remind、urge、letter、interview。"),
        ("level", [], "第 1 条规则（S3）的层级（level）应为以下之一：remind、urge、letter、interview。"),
        ("deed", "issue", "第 1 条规则（S3）的动作（deed）应为以下之一：tell、propose。"),
        ("requirement", None, "第 1 条规则（S3）的要求（requirement）应为一行文字，不含控制字符。"),
        ("after", 1, "第 1 条规则（S3）的前提规则（after）应为一行文字，不含控制字符。"),
        ("wait", "long", "第 1 条规则（S3）的等待天数（wait）应为整数。"),
        ("ladder", "no", "第 1 条规则（S3）的审核期间停计（ladder）应为 true 或 false。"),
        ("urgent", 1, "第 1 条规则（S3）的即时发送（urgent）应为 true 或 false。"),
        ("wiat", 2, "第 1 条规则（S3）有无法识别的项“wiat”，请删去或改正。"),
    ],
)
def test_a_field_that_does_not_hold(field: str, value: Any, sentence: str) -> None:
    assert faults(changed(**{field: value})) == [sentence]


@pytest.mark.parametrize("audience", ["liaison", ["mayor"], ["liaison", "liaison"], [["liaison"]], None])
def test_audiences_are_a_list_of_known_ones(audience: Any) -> None:
    assert faults(changed(audience=audience))[0].startswith("第 1 条规则（S3）的通知对象（audience）应为不重复的列表")


@pytest.mark.parametrize("field", ["anchor", "condition"])
def test_a_word_no_table_knows_is_refused(field: str) -> None:
    assert "应为以下之一" in faults(changed(**{field: "christmas"}))[0]


@pytest.mark.parametrize("field", ["version", "title", "starts_on", "rules"])
def test_a_missing_head_is_named(field: str) -> None:
    data = default_data()
    del data[field]
    assert [f"（{field}）" in sentence for sentence in faults(data)] == [True]


@pytest.mark.parametrize(
    "field", ["code", "about", "anchor", "offset", "condition", "audience", "level", "requirement"]
)
def test_a_missing_part_is_named(field: str) -> None:
    data = default_data()
    del data["rules"][0][field]
    assert ["缺少" in sentence and f"（{field}）" in sentence for sentence in faults(data)] == [True]


def test_everything_is_named_at_once_and_nothing_in_english() -> None:
    data = default_data() | {"version": "two", "extra": 1}
    data["rules"][0].update(offset=1.5, ladder="no")
    data["rules"][3] = None
    found = faults(data)
    assert len(found) == 5
    assert not [sentence for sentence in found if re.search(r"[A-Za-z]{2,}", OF_THE_FILE.sub("", sentence))]
