"""/healthz is red when the database, the queue or the clock is away."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from carbonpeak import health
from tasks_app.actions import heartbeats, policies
from tasks_app.dashboards.clock_health import COMPARISON, DELIVERY, SWEEP
from tasks_app.jobs import heartbeat
from tasks_app.models import Message, Outgoing
from tests.factories import clock, person

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def beat(ago: timedelta, name: str = heartbeat.name) -> None:
    heartbeats.beat(name, at=timezone.now() - ago)


@pytest.fixture
def swept() -> None:
    """A sweep and a delivery that succeeded just now."""
    beat(timedelta(0), SWEEP)
    beat(timedelta(0), DELIVERY)


@pytest.mark.usefixtures("swept")
def test_all_is_well_and_no_login_is_asked_for(client: Client) -> None:
    heartbeat()
    response = client.get("/healthz")
    assert response.status_code == 200
    answer = response.json()
    assert answer["ok"]
    assert answer["heartbeat"]["age_seconds"] < 5


def test_it_is_red_before_the_first_heartbeat(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["heartbeat"] == {"ok": False, "age_seconds": None}


@pytest.mark.parametrize(
    ("ago", "status"),
    [
        (timedelta(minutes=4, seconds=55), 200),
        (timedelta(minutes=5, seconds=5), 503),
        (-timedelta(minutes=5, seconds=5), 503),
    ],
    ids=["late", "silent", "a clock that jumped"],
)
@pytest.mark.parametrize("silent", [heartbeat.name, SWEEP, DELIVERY])
@pytest.mark.usefixtures("swept")
def test_silence_of_more_than_five_minutes_is_red(client: Client, ago: timedelta, status: int, silent: str) -> None:
    heartbeat()
    beat(ago, silent)
    assert client.get("/healthz").status_code == status


@pytest.mark.parametrize(
    ("ago", "is_ok"),
    [(timedelta(hours=1, minutes=59), True), (timedelta(hours=2, minutes=1), False)],
    ids=["one ring missed", "two rings missed"],
)
@pytest.mark.usefixtures("swept")
def test_a_comparison_that_is_silent_for_two_hours_is_red(client: Client, ago: timedelta, is_ok: bool) -> None:
    heartbeat()
    beat(ago, COMPARISON)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["comparison"]["ok"]) == (200 if is_ok else 503, is_ok)


@pytest.mark.parametrize(("up_for", "status"), [(timedelta(hours=1), 200), (timedelta(hours=3), 503)])
@pytest.mark.usefixtures("swept")
def test_a_comparison_that_never_ran_is_red_when_the_house_is_up_for_long_enough(
    client: Client, up_for: timedelta, status: int
) -> None:
    heartbeat()
    policies.seed_default(by=clock(), at=timezone.now() - up_for)
    assert client.get("/healthz").status_code == status


@pytest.mark.usefixtures("swept")
def test_messages_that_are_held_are_no_illness(client: Client) -> None:
    heartbeat()
    Outgoing.objects.create(pk=1, held=True, why="恢复备份后核对")
    assert client.get("/healthz").status_code == 200


@pytest.mark.usefixtures("swept")
def test_a_clock_that_was_caught_disagreeing_is_red_and_says_nothing_of_the_matter(client: Client) -> None:
    heartbeat()
    heartbeats.beat(COMPARISON, at=timezone.now(), trouble="1 处不一致，例如应触发而未触发：line:17 U1")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["clock"] == {"ok": False}


@pytest.mark.usefixtures("swept")
def test_mail_that_was_given_up_is_red(client: Client) -> None:
    heartbeat()
    now = timezone.now()
    Message.objects.create(recipient=person(), channel="email", slot="x", state="failed", at=now, try_after=now)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["mail"]) == (503, {"ok": False})


def test_a_queue_that_is_away_is_named(client: Client, settings: Settings) -> None:
    beat(timedelta(0))
    settings.REDIS_URL = configured.REDIS_URL.replace(".sock", ".nowhere")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["redis"] == {"ok": False, "error": "ConnectionError"}


def test_a_database_that_is_away_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("secret.host refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == {"ok": False, "error": "OperationalError"}
    assert b"secret.host" not in response.content


class TestTheLog:
    """A monitor asks every few seconds: the log has one line for each change, and no error of a normal start."""

    @pytest.fixture(autouse=True)
    def _fresh(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(health, "watch", health.Watch())

    def test_a_normal_start_is_one_warning_and_one_word_that_all_is_well(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        for _ in range(3):
            client.get("/healthz")
        heartbeat()
        beat(timedelta(0), SWEEP)
        beat(timedelta(0), DELIVERY)
        for _ in range(2):
            client.get("/healthz")
        assert told(caplog) == [("WARNING", "unwell: delivery, heartbeat, sweep"), ("INFO", "well again")]

    @pytest.mark.usefixtures("swept")
    def test_what_falls_ill_is_an_error_once(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        heartbeat()
        client.get("/healthz")
        beat(timedelta(minutes=6))
        for _ in range(3):
            client.get("/healthz")
        assert told(caplog) == [("ERROR", "unwell: heartbeat")]


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Level and words of what the log says, apart from the line of each request and job."""
    own = [record for record in caplog.records if record.name in ("carbonpeak.health", "django.request")]
    return [(record.levelname, record.getMessage()) for record in own]
