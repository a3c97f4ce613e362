"""``manage.py rehearse``: what it says is what sweeps day by day would do, and it touches nothing."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tasks_app.actions import policies
from tasks_app.models import Heartbeat, Notification, Obligation, PolicyVersion, UnitLine
from tests import factories
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, actor, moment
from tests.target_factories import reading, reported_by, target

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 5), date(2027, 1, 29)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """The command reads the clock once: it is 5 November."""
    with time_machine.travel(moment("2026-11-05 08:00"), tick=False):
        yield


def rehearsed(*arguments: str, first: date = FIRST, last: date = LAST) -> dict[str, Any]:
    """What the command prints as JSON."""
    out = StringIO()
    call_command("rehearse", "--from", first.isoformat(), "--to", last.isoformat(), "--json", *arguments, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def keys(rows: list[dict[str, Any]]) -> set[tuple[str, str, str, int]]:
    """Rows as the ledger would key them, with their day. A proposal is named after what it is about."""
    return {(row["on"], row["subject"], row["rule"], row["round"]) for row in rows}


def swept_day_by_day() -> set[tuple[str, str, str, int]]:
    """What really fires when the clock sweeps each day and nobody acts."""
    day, fired = FIRST, set()
    while day <= LAST:
        for subject, rule, round_ in scene.sweep_on(f"{day:%m-%d}").fired:
            fired.add((day.isoformat(), _named(subject), rule, round_))
        day += timedelta(days=1)
    return fired


def _named(subject: str) -> str:
    """A proposal's subject as the rehearsal writes it, which cannot know its id."""
    if not subject.startswith("proposal:"):
        return subject
    row = Obligation.objects.get(pk=int(subject.partition(":")[2]))
    return f"proposal:{row.subject}/{row.rule}"


def test_it_says_what_daily_sweeps_would_do(house: House) -> None:
    factories.signed_line(house)
    factories.periodic_draft(factories.signed_line(house, house.transport), house.transport, house.period())
    told = keys(rehearsed()["fired"])
    assert {rule for _, _, rule, _ in told} >= {"R15", "R5", "R1", "U1", "D5", "OP3", "P3", "PU1", "E20"}
    assert told == swept_day_by_day()


def test_figures_of_targets_are_played_as_lines_are(house: House) -> None:
    """A year that is asked for late, one that nobody reports, the turn of the year, and one that has its figure."""
    commerce = house.commerce
    late = reported_by(target(house.plan, name="甲"), commerce.unit, house, day=date(2026, 11, 20))
    reading(reported_by(target(house.plan, name="乙"), commerce.unit, house), 2025, "24", by=commerce.liaison)
    reported_by(target(house.plan, name="丙"), commerce.unit, house, day=date(2026, 2, 10))
    nobody = [target(house.plan, name=name, data_month=11, data_day=25) for name in ("丁", "戊")]
    answer = rehearsed()
    told = keys(answer["fired"])
    of_targets = [row for row in answer["fired"] if row["subject"].startswith("target:")]
    assert {row["rule"] for row in of_targets} == {"T15", "T5", "TU1", "T10", "TN15", "TN10"}
    assert {row["subject"].rpartition("/")[2] for row in of_targets} == {"2025", "2026"}
    assert {row["unit"] for row in of_targets if row["subject"] == f"target:{late.pk}/2025"} == {"市商务局"}
    assert [row["unit"] for row in of_targets if row["rule"] == "TN10"] == ["尚无填报单位"]
    assert {row["subject"] for row in answer["superseded"] if row["rule"] == "TN10"} == {f"target:{nobody[1].pk}/2025"}
    assert "target" in answer["covers"]
    assert told == swept_day_by_day()


def test_another_policy_is_compared_over_targets_too(house: House, tmp_path: Path) -> None:
    row = reported_by(target(house.plan), house.commerce.unit, house, day=date(2026, 11, 20))
    data = policies.default_rules() | {"version": 2}
    data["rules"] = [rule | ({"offset": 3} if rule["code"] == "TU1" else {}) for rule in data["rules"]]
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    (change,) = rehearsed("--policy", str(file))["difference"]
    assert (change["subject"], change["rule"]) == (f"target:{row.pk}/2025", "TU1")
    assert (change["before"], change["after"]) == ("2026-11-23", "2026-11-25")


def test_it_touches_nothing(house: House) -> None:
    looks = list(UnitLine.objects.order_by("pk").values_list("next_step_on", flat=True))
    rehearsed()
    assert not any(model.objects.exists() for model in (Obligation, Notification, Heartbeat))
    assert list(UnitLine.objects.order_by("pk").values_list("next_step_on", flat=True)) == looks


def test_a_later_first_day_leaves_out_what_falls_before_it(house: House) -> None:
    whole = keys(rehearsed()["fired"])
    late = keys(rehearsed(first=date(2026, 12, 1))["fired"])
    assert late == {key for key in whole if key[0] >= "2026-12-01"} != whole


def test_difference_names_what_only_one_policy_does(house: House, tmp_path: Path) -> None:
    data = policies.default_rules() | {"version": 2}
    data["rules"] = [rule for rule in data["rules"] if rule["code"] != "R5"]
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    answer = rehearsed("--policy", str(file))
    assert {(row["rule"], row["after"]) for row in answer["difference"]} == {("R5", None)}
    assert PolicyVersion.objects.count() == 1


def test_a_moved_step_is_one_row_from_day_to_day(house: House, tmp_path: Path) -> None:
    data = policies.default_rules() | {"version": 2}
    data["rules"] = [rule | ({"offset": -7} if rule["code"] == "R5" else {}) for rule in data["rules"]]
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    found = {(row["rule"], row["before"], row["after"]) for row in rehearsed("--policy", str(file))["difference"]}
    assert found == {("R5", "2026-11-23", "2026-11-19"), ("R5", "2027-01-13", "2027-01-11")}


def test_a_version_that_starts_within_the_span_is_honoured(house: House) -> None:
    data = policies.default_rules() | {"version": 2, "starts_on": "2026-11-16"}
    data["rules"] = [rule | ({"offset": -7} if rule["code"] == "R5" else {}) for rule in data["rules"]]
    at = moment("2026-11-05 07:00")
    policies.put_in_force(data, basis="主任办公会", by=actor(house.office.director.own_post, at), at=at)
    answer = rehearsed()
    told = keys(answer["fired"])
    assert answer["policies"] == [1, 2]
    assert {on for on, _, rule, _ in told if rule == "R5"} == {"2026-11-19", "2027-01-11"}
    assert told == swept_day_by_day()


def test_words_are_those_each_unit_may_read(house: House) -> None:
    house.commerce.unit.kind = "party"
    house.commerce.unit.save()
    words = {row["word"] for row in rehearsed()["fired"] if row["unit"] == "市商务局" and row["rule"] != "OP3"}
    assert words == {"提醒", "逾期提醒", "建议商请"}


def test_in_words_it_lists_a_line_for_each_step(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rehearse", "--from", "2026-12-01", "--to", "2026-12-01")
    out = capsys.readouterr().out
    assert "2026-12-01 至 2026-12-01，第 1 版规则" in out
    assert "U1" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--from", "2026-02-29", "--to", "2026-12-01"], 1),
        (["--from", "2026-12-02", "--to", "2026-12-01"], 2),
        (["--from", "2026-12-01"], 1),
        (["--from", "2026-12-01", "--to", "9999-12-31"], 1),
        (["--from", "20261201", "--to", "2026-12-02"], 1),
        (["--from", "2026-12-01", "--to", "2026-12-02", "--policy", "/nowhere.json"], 1),
    ],
)
def test_wrong_arguments_are_refused(house: House, arguments: list[str], code: int) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("rehearse", *arguments)
    assert refused.value.returncode == code


def test_faults_of_a_policy_are_all_named(house: House, tmp_path: Path) -> None:
    data = policies.default_rules()
    data["rules"] = [rule | {"audience": []} for rule in data["rules"]]
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CommandError, match="规则 S3 没有通知对象") as refused:
        rehearsed("--policy", str(file))
    assert str(refused.value).count("没有通知对象") == len(data["rules"])


def test_without_a_policy_it_says_so(house: House) -> None:
    PolicyVersion.objects.all().delete()
    with pytest.raises(CommandError, match="还没有启用督办规则"):
        rehearsed()
