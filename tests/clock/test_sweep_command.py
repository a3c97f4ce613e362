"""`manage.py sweep`: the contract operators and scripts rely on."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tasks_app.models import Obligation, Outgoing, PolicyVersion
from tests.clock.scene import at
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def run(*words: str) -> str:
    out = StringIO()
    call_command("sweep", *words, stdout=out)
    return out.getvalue()


def test_json_names_subject_rule_and_round(house: House) -> None:
    said: dict[str, Any] = json.loads(run("--at", "2026-11-09T09:00", "--dry-run", "--json"))
    assert set(said) == {"planned", "fired", "superseded"}
    assert said["planned"] == len(said["fired"]) + len(said["superseded"])
    line = house.line(house.commerce)
    assert {"subject": f"line:{line.pk}", "rule": "R15", "round": 0} in said["fired"]
    assert {"subject": f"line:{line.pk}", "rule": "S6", "round": 0} in said["superseded"]


def test_a_dry_run_writes_nothing(house: House) -> None:
    run("--at", "2026-11-09T09:00", "--dry-run")
    assert not Obligation.objects.exists()


def test_another_moment_needs_a_dry_run_a_demo_or_a_rehearsal(house: House, settings: Settings) -> None:
    with pytest.raises(CommandError, match="--at 只能与 --dry-run 同用") as refused:
        run("--at", "2026-11-09T09:00")
    assert refused.value.returncode == 1
    assert not Obligation.objects.exists()
    settings.REHEARSAL = True
    assert "触发" in run("--at", "2026-11-09T09:00")
    assert Obligation.objects.filter(at=at("11-09")).exists()


@pytest.mark.parametrize("moment", ["soon", "2026-02-30T09:00", "25:00"])
def test_a_moment_nobody_can_read_is_a_usage_error(house: House, moment: str) -> None:
    with pytest.raises(CommandError, match="无法识别") as refused:
        run("--at", moment, "--dry-run")
    assert refused.value.returncode == 2


def test_now_is_swept_in_words(house: House) -> None:
    assert run().startswith("触发 ")
    assert json.loads(run("--json")) == {"planned": 0, "fired": [], "superseded": []}


def stopped(*words: str) -> tuple[str, str]:
    """What a sweep that was stopped says: on standard output, and as its error."""
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("sweep", *words, stdout=out)
    assert refused.value.returncode == 1
    return out.getvalue(), str(refused.value)


def test_a_sweep_that_pulls_the_brake_or_finds_it_pulled_fails_and_says_so(house: House) -> None:
    Outgoing.objects.create(pk=1, brake_at=1)
    for is_first in (True, False):  # one line passes, then the brake is pulled; the next sweep finds it so
        said, why = stopped("--json")
        answer = json.loads(said)
        assert (answer["stopped"], bool(answer["fired"])) == ("braked", is_first)
        assert "巡检已制动" in why
    assert stopped()[0] == "触发 0 条，由后续提醒替代 0 条。\n"


def test_a_dry_run_shows_what_waits_behind_the_brake(house: House) -> None:
    Outgoing.objects.create(pk=1, braked_at=at("11-09"))
    said = json.loads(run("--at", "2026-11-09T09:00", "--dry-run", "--json"))
    assert "stopped" not in said
    assert said["fired"]


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_without_a_policy_it_fails_and_says_so(house: House, words: tuple[str, ...]) -> None:
    PolicyVersion.objects.update(starts_on=date(2099, 1, 1))
    said, why = stopped("--json", *words)
    assert json.loads(said) == {"stopped": "no_policy", "planned": 0, "fired": [], "superseded": []}
    assert "没有正在施行的督办规则" in why


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "2100-01-01T00:00", "0001-01-01T00:00", "1986-05-04T02:30"])
def test_a_moment_out_of_range_is_a_usage_error(house: House, moment: str) -> None:
    with pytest.raises(CommandError, match="超出范围") as refused:
        run("--at", moment, "--dry-run")
    assert refused.value.returncode == 2
