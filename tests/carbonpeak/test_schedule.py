"""The timetable and the jobs match."""

import inspect
from datetime import timedelta

import pytest

from carbonpeak.celery import app
from carbonpeak.schedule import BEAT_SCHEDULE
from tasks_app import jobs


def test_every_job_rings_and_every_ring_has_a_job() -> None:
    defined = {job.name for _, job in inspect.getmembers(jobs) if getattr(job, "name", None) in app.tasks}
    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} == defined


@pytest.mark.parametrize("name", sorted(BEAT_SCHEDULE))
def test_a_ring_is_dropped_before_the_next_one(name: str) -> None:
    entry = BEAT_SCHEDULE[name]
    period = entry["schedule"] if isinstance(entry["schedule"], timedelta) else timedelta(days=1)
    assert entry["options"]["expires"] == period.total_seconds() - 5
