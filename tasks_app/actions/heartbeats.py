"""The clock's pulse: silence is a state somebody sees."""

from datetime import datetime, timedelta

from tasks_app.models import Heartbeat

SILENT_AFTER = timedelta(minutes=5)


def beat(name: str, *, at: datetime) -> None:
    """Notes that the job ``name`` succeeded at ``at``."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": at})


def last_beat(name: str) -> datetime | None:
    """When the job last succeeded, or None if it never did."""
    return Heartbeat.objects.filter(name=name).values_list("beaten_at", flat=True).first()
