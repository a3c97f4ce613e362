"""Names that are closed for a while after too many wrong passwords, read from django-axes' own counts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings


@dataclass(frozen=True)
class LockOut:
    """A login name as it was typed, from where, and until when it is closed there."""

    username: str
    address: str | None
    until: datetime


def closed_names(*, at: datetime, username: str | None = None) -> list[LockOut]:
    """The pairs of name and address that are closed now, the latest first. One query."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=at - settings.AXES_COOLOFF_TIME)
    if username is not None:
        recent = recent.filter(username=username)
    counts: defaultdict[tuple[str, str | None], int] = defaultdict(int)
    latest: dict[tuple[str, str | None], datetime] = {}
    for attempt in recent.only("username", "ip_address", "attempt_time", "failures_since_start"):
        pair = (attempt.username or "", attempt.ip_address)
        counts[pair] += attempt.failures_since_start
        latest[pair] = max(attempt.attempt_time, latest.get(pair, attempt.attempt_time))
    closed = [
        LockOut(*pair, until=latest[pair] + settings.AXES_COOLOFF_TIME)
        for pair, failures in counts.items()
        if failures >= settings.AXES_FAILURE_LIMIT
    ]
    return sorted(closed, key=lambda one: one.until, reverse=True)


def until(username: str, address: str | None, *, at: datetime) -> datetime:
    """When this name is open again to this address."""
    ends = [one.until for one in closed_names(at=at, username=username) if one.address == address]
    return ends[0] if ends else at + settings.AXES_COOLOFF_TIME


def open_again(username: str) -> int:
    """Forgets the wrong passwords of a name, whatever address they came from; returns how many rows there were."""
    return int(reset(username=username))
