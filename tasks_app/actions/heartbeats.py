"""The clock's pulse: silence is a state somebody sees."""

from datetime import datetime

from tasks_app.models import Heartbeat


def beat(name: str, *, at: datetime, trouble: str = "") -> None:
    """Notes that the job ``name`` succeeded at ``at``, and what it found amiss, if anything."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": at, "trouble": trouble})
