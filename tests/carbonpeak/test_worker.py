"""A real worker hears a real ring: settings, broker, database and logs, from one end to the other."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django_guid import clear_guid, set_guid

from carbonpeak.celery import app
from tasks_app.jobs import heartbeat

PATIENCE_SECONDS = 30


def wait_for(is_so: Callable[[], Any]) -> Any:
    """Return what `is_so` says as soon as it says yes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := is_so()):
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)
    return answer


@pytest.fixture
def worker_log(tmp_path: Path) -> Iterator[Path]:
    """The log of a worker that works in the database of this test."""
    name = connection.settings_dict["NAME"]
    environment = os.environ | {"DATABASE_URL": os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")}
    log = tmp_path / "worker.log"
    with log.open("wb") as stream:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "carbonpeak", "worker", "--concurrency=1", "--without-gossip"],
            cwd=settings.BASE_DIR,
            env=environment | {"DJANGO_SETTINGS_MODULE": "carbonpeak.settings.test"},
            stderr=stream,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    yield log
    worker.terminate()
    worker.wait()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the worker finds the test database by its name")
def test_a_ring_turns_health_green_and_carries_the_id_of_its_request(worker_log: Path, client: Client) -> None:
    assert not client.get("/healthz").json()["heartbeat"]["ok"]
    request_id = "5e" * 16
    set_guid(request_id)
    ring = heartbeat.delay()
    clear_guid()
    wait_for(lambda: client.get("/healthz").json()["heartbeat"]["ok"])

    def done() -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in worker_log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line["job_id"] == ring.id and "succeeded" in line["message"]]

    (line,) = wait_for(done)
    assert line["request_id"] == request_id


def test_only_json_is_spoken_and_a_lost_worker_loses_no_job() -> None:
    assert app.conf.accept_content == ["json"]
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)
