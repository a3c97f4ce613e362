"""`manage.py sweep`: the contract operators and scripts rely on."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tasks_app.models import Obligation, Outgoing
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


def test_a_braked_sweep_says_so(house: House) -> None:
    Outgoing.objects.create(pk=1, brake_at=1)
    assert "巡检制动" in run()
    assert Obligation.objects.filter(state="fired").count() <= 1
