"""The timetable: one table of what the clock rings and when. Each job is a function in tasks_app/jobs.py.

A ring not heard in time is dropped (`expires`): the next one finds the same work, since jobs look for what is
due by now and not yet done.
"""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
EXPIRES_BEFORE_NEXT = timedelta(seconds=5)


def _entry(job: str, schedule: timedelta | crontab, *, period: timedelta) -> dict[str, Any]:
    """One row of the timetable; `period` is the time to the next ring."""
    return {
        "task": f"tasks_app.jobs.{job}",
        "schedule": schedule,
        "options": {"expires": (period - EXPIRES_BEFORE_NEXT).total_seconds()},
    }


BEAT_SCHEDULE = {
    "heartbeat": _entry("heartbeat", MINUTE, period=MINUTE),
    "sweep": _entry("sweep", MINUTE, period=MINUTE),
    "deliver": _entry("deliver", MINUTE, period=MINUTE),
    "reconcile_grants": _entry("reconcile_grants", crontab(hour=2, minute=10), period=DAY),
    "forget_submitted_forms": _entry("forget_submitted_forms", crontab(hour=2, minute=40), period=DAY),
}
