"""Beat goes on ringing, whatever the clock of its machine does."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import Celery

from carbonpeak.beat import SteadyScheduler

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE = timedelta(minutes=1)
TEN_DAYS = timedelta(days=10)


class Bell(SteadyScheduler):
    """Notes its rings instead of publishing them."""

    rings: list[datetime]

    def apply_entry(self, entry: object, producer: object = None) -> None:
        """Notes a ring."""
        self.rings.append(self.app.now())

    @property
    def producer(self) -> None:  # type: ignore[override]
        """No broker is needed to note a ring."""
        return


@pytest.fixture
def app() -> Iterator[Celery]:
    """An application with one row in its timetable."""
    bare = Celery("bell", set_as_current=False)
    bare.conf.beat_schedule = {"sweep": {"task": "sweep", "schedule": MINUTE}}
    yield bare
    bare.close()


def bell(app: Celery, file: Path) -> Bell:
    """Beat with its file, as it starts."""
    ringing = Bell(app, schedule_filename=str(file))
    ringing.rings = []
    return ringing


def rings_within(ringing: Bell, minutes: int, traveller: time_machine.Traveller) -> int:
    """How often it rings in this time, looked at every second."""
    before = len(ringing.rings)
    for _ in range(minutes * 60):
        traveller.shift(1)
        ringing.tick()
    return len(ringing.rings) - before


def test_it_rings_each_minute(app: Celery, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        assert rings_within(bell(app, tmp_path / "beat"), 5, traveller) == 5


def test_a_clock_that_was_ahead_for_a_while_does_not_silence_it(app: Celery, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        ringing = bell(app, tmp_path / "beat")
        rings_within(ringing, 1, traveller)
        traveller.shift(TEN_DAYS)
        assert rings_within(ringing, 2, traveller) >= 2
        traveller.shift(-TEN_DAYS)
        assert rings_within(ringing, 2, traveller) >= 2


def test_a_file_from_the_future_does_not_silence_a_restart(app: Celery, tmp_path: Path) -> None:
    with time_machine.travel(NOON + TEN_DAYS, tick=False) as traveller:
        ringing = bell(app, tmp_path / "beat")
        rings_within(ringing, 2, traveller)
        ringing.close()
        traveller.shift(-TEN_DAYS)
        assert rings_within(bell(app, tmp_path / "beat"), 1, traveller) >= 1
