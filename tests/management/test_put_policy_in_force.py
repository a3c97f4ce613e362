"""``manage.py put_policy_in_force``: every fault at once, the difference, and the director alone."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.actor import Actor
from tasks_app.actions import policies
from tasks_app.models import PolicyVersion
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment("2026-11-05 08:00"), tick=False):
        yield


def a_file(folder: Path, **changes: Any) -> str:
    """The default as version 2 from December on, its middle reminder two days earlier and the interview left out."""
    data = policies.default_rules() | {"version": 2, "starts_on": "2026-12-01"} | changes
    data["rules"] = [
        rule | ({"offset": -7} if rule["code"] == "R5" else {}) for rule in data["rules"] if rule["code"] != "I20"
    ]
    file = folder / "policy.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(file)


def put(file: str, by: Actor, *arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    assert by.user is not None
    call_command("put_policy_in_force", file, "--by", by.user.username, *arguments, stdout=out)
    return out.getvalue()


def test_the_director_puts_it_in_force_and_reads_what_changes(house: House, tmp_path: Path) -> None:
    said = put(a_file(tmp_path), house.office.director, "--basis", "主任办公会")
    assert "与现行第 1 版比较，2 处不同" in said
    assert "修改 R5：完成时限前第 5 个工作日" in said
    assert "减少 I20：" in said
    row = PolicyVersion.objects.get(version=2)
    assert (row.basis, row.put_in_force_by) == ("主任办公会", house.office.director.post)
    assert f"{row.starts_on}" == "2026-12-01"


def test_the_first_day_can_be_named(house: House, tmp_path: Path) -> None:
    put(a_file(tmp_path), house.office.director, "--starts-on", "2027-01-01")
    assert f"{PolicyVersion.objects.get(version=2).starts_on}" == "2027-01-01"


def test_a_dry_run_says_the_same_and_stores_nothing(house: House, tmp_path: Path) -> None:
    said = put(a_file(tmp_path), house.office.director, "--dry-run")
    assert ("2 处不同" in said, "只检查，没有启用" in said) == (True, True)
    assert PolicyVersion.objects.count() == 1


def test_nobody_else_may_even_in_a_dry_run(house: House, tmp_path: Path) -> None:
    for somebody in (house.office.clerk, house.commerce.reviewer):
        with pytest.raises(CommandError, match="只有领导小组办公室负责人可以启用时钟规则"):
            put(a_file(tmp_path), somebody, "--dry-run")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"version": 1}, "已经存在"),
        ({"version": 2**40}, "版本号（version）应为 1 至 9999 的整数"),
        ({"starts_on": "2026-11-04"}, "施行日期不能早于今天"),
        ({"title": " "}, "规则名称应为 1 至 120 个字"),
    ],
)
def test_what_does_not_hold_is_said(house: House, tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        put(a_file(tmp_path, **changes), house.office.director)
    assert sentence in str(refused.value)
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize("content", ["", "[", "[]", "null", '"x"', '{"rules": [null]}'])
def test_what_is_no_policy_is_refused_in_chinese(house: House, tmp_path: Path, content: str) -> None:
    file = tmp_path / "policy.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="规则"):
        put(str(file), house.office.director)


def test_a_missing_file_and_an_unknown_person_are_named(house: House, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="规则文件无法读取"):
        put(str(tmp_path / "none.json"), house.office.director)
    with pytest.raises(CommandError, match="没有登录名为“nobody”的人员"):
        call_command("put_policy_in_force", a_file(tmp_path), "--by", "nobody")


@pytest.mark.parametrize("day", ["20261201", "2026-W10-1", "9999-12-31"])
def test_other_ways_to_write_a_day_are_refused(house: House, tmp_path: Path, day: str) -> None:
    with pytest.raises(CommandError, match="日期无法识别"):
        put(a_file(tmp_path), house.office.director, "--starts-on", day)
