"""The timetable and the jobs match."""

import inspect
from datetime import timedelta

import pytest

from carbonpeak.celery import app
from carbonpeak.schedule import timetable
from tasks_app import jobs

PERIODS = {"compare_clock": timedelta(hours=1), "watch_posts": timedelta(hours=1)}
TIMETABLE = timetable(timedelta(minutes=1))


def test_every_job_rings_and_every_ring_has_a_job() -> None:
    defined = {job.name for _, job in inspect.getmembers(jobs) if getattr(job, "name", None) in app.tasks}
    assert {entry["task"] for entry in TIMETABLE.values()} == defined


@pytest.mark.parametrize("name", sorted(TIMETABLE))
def test_a_ring_is_dropped_before_the_next_one(name: str) -> None:
    entry = TIMETABLE[name]
    period = entry["schedule"] if isinstance(entry["schedule"], timedelta) else PERIODS.get(name, timedelta(days=1))
    assert entry["options"]["expires"] == period.total_seconds() - 5


def test_a_quicker_clock_still_leaves_a_ring_time_to_be_heard() -> None:
    assert timetable(timedelta(seconds=2))["sweep"]["options"]["expires"] == 1
