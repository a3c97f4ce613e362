"""Putting a policy in force: who may, what is refused, and that a version is never replaced."""

from typing import Any

import pytest

from tasks_app.actions import policies
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import PolicyVersion, UnitLine
from tests.clock.scene import at, day_of, sweep_on
from tests.factories import House, clock

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("06-01")


def data(**changes: Any) -> dict[str, Any]:
    return policies.default_rules() | {"version": 2, "starts_on": "2026-06-01"} | changes


def test_the_director_puts_a_version_in_force_and_every_open_line_is_looked_at(house: House) -> None:
    sweep_on("06-01 08:00")
    row = policies.put_in_force(data(), basis="主任办公会", by=house.office.director, at=NOW)
    assert (row.put_in_force_by, row.basis) == (house.office.director.post, "主任办公会")
    assert set(UnitLine.objects.values_list("next_step_on", flat=True)) == {day_of(NOW)}
    latest = PolicyVersion.history.filter(version=2).order_by("-history_id")[0]
    assert latest.history_change_reason.startswith("启用督办规则")


def test_nobody_else_may(house: House) -> None:
    for somebody in (house.office.clerk, house.commerce.reviewer, house.office.leader):
        with pytest.raises(NotAllowed):
            policies.put_in_force(data(), basis="依据", by=somebody, at=NOW)


@pytest.mark.parametrize("version", [0, 1])
def test_a_version_is_never_replaced(house: House, version: int) -> None:
    with pytest.raises(NotNow, match="已经存在"):
        policies.put_in_force(data(version=version), basis="依据", by=house.office.director, at=NOW)


@pytest.mark.parametrize(
    "broken",
    [
        {"rules": [{"code": "R5"}]},
        {"rules": "R5"},
        {"rules": [7]},
        {"rules": None},
        {"starts_on": "2026-02-30"},
        {"version": "two"},
        {"title": 5},
    ],
)
def test_what_cannot_be_read_is_refused_in_chinese(house: House, broken: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        policies.put_in_force(data(**broken), basis="依据", by=house.office.director, at=NOW)
    assert "规则文件无法识别" in refused.value.faults["rules"]


def test_every_fault_is_named_at_once(house: House) -> None:
    rules = data()["rules"]
    rules[0]["offset"], rules[1]["audience"] = 0, []
    with pytest.raises(Invalid) as refused:
        policies.put_in_force(data(rules=rules), basis="依据", by=house.office.director, at=NOW)
    assert list(refused.value.faults) == ["rule_0", "rule_1"]


def test_the_version_of_a_day(house: House) -> None:
    policies.put_in_force(data(starts_on="2026-09-01"), basis="依据", by=house.office.director, at=NOW)
    found = [PolicyVersion.in_force(day_of(at(day))) for day in ("08-31", "09-01")]
    assert [row.version if row else None for row in found] == [1, 2]
    assert PolicyVersion.next_start(day_of(NOW)) == day_of(at("09-01"))
    assert PolicyVersion.next_start(day_of(at("09-01"))) is None


def test_the_default_is_seeded_once(house: House) -> None:
    assert policies.seed_default(by=clock(), at=NOW).version == 1
    assert PolicyVersion.objects.count() == 1
