"""The timetable: one table of what the clock rings and when. Each job is a function in tasks_app/jobs.py.

A ring not heard in time is dropped (`expires`): the next one finds the same work, since jobs look for what is
due by now and not yet done.
"""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EXPIRES_BEFORE_NEXT = timedelta(seconds=5)


def _entry(job: str, schedule: timedelta | crontab, *, period: timedelta) -> dict[str, Any]:
    """One row of the timetable; `period` is the time to the next ring."""
    return {
        "task": f"tasks_app.jobs.{job}",
        "schedule": schedule,
        "options": {"expires": max(period - EXPIRES_BEFORE_NEXT, period / 2).total_seconds()},
    }


def timetable(tick: timedelta) -> dict[str, dict[str, Any]]:
    """The timetable whose quick rows ring once a `tick` (CLOCK_SECONDS)."""
    return {
        "heartbeat": _entry("heartbeat", tick, period=tick),
        "sweep": _entry("sweep", tick, period=tick),
        "deliver": _entry("deliver", tick, period=tick),
        "render_papers": _entry("render_papers", tick, period=tick),
        "import_plans": _entry("import_plans", tick, period=tick),
        "compare_clock": _entry("compare_clock", crontab(minute=20), period=HOUR),
        "watch_posts": _entry("watch_posts", crontab(minute=50), period=HOUR),
        "reconcile_grants": _entry("reconcile_grants", crontab(hour=2, minute=10), period=DAY),
        "remind_consultations": _entry("remind_consultations", crontab(hour=7, minute=30), period=DAY),
        "forget_submitted_forms": _entry("forget_submitted_forms", crontab(hour=2, minute=40), period=DAY),
        "walk_files": _entry("walk_files", crontab(hour=3, minute=10), period=DAY),
        "remind_of_instructions": _entry("remind_of_instructions", crontab(hour=7, minute=30), period=DAY),
    }
