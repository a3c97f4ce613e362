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


def test_a_version_is_never_replaced(house: House) -> None:
    with pytest.raises(NotNow, match="已经存在"):
        policies.put_in_force(data(version=1), basis="依据", by=house.office.director, at=NOW)


def test_days_that_are_over_are_not_ruled_anew(house: House) -> None:
    with pytest.raises(Invalid, match="不能早于今天"):
        policies.put_in_force(data(starts_on="2026-05-31"), basis="依据", by=house.office.director, at=NOW)


def test_a_basis_too_long_for_its_column_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="依据不应超过 200 个字"):
        policies.put_in_force(data(), basis="依" * 201, by=house.office.director, at=NOW)


@pytest.mark.parametrize("broken", [[], None, "R5", {"rules": [None]}])
def test_what_cannot_be_read_is_refused(house: House, broken: Any) -> None:
    with pytest.raises(Invalid):
        policies.put_in_force(broken, basis="依据", by=house.office.director, at=NOW)
    assert PolicyVersion.objects.count() == 1


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
