"""One's notices (收件箱), and the pulse every page feels: what is unread, and whether the clock runs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from accounts.actor import Actor
from accounts.models import User
from tasks_app.dashboards.clock_health import (
    COMPARISON,
    JOBS,
    ClockHealth,
    broken_files,
    first_policies,
    silent_jobs,
    undelivered,
    unrendered_papers,
)
from tasks_app.models import Heartbeat, Notification, Outgoing
from tasks_app.models.counting import Counted


@dataclass(frozen=True)
class Pulse:
    """How many notices a person has not read, and whether the clock is well."""

    unread: int
    health: ClockHealth


# Whether a person who reads no alarms has notices, and what the others are told besides, by name.
PulseAsked = QuerySet[User, dict[str, Any]]


def pulse_asked(actor: Actor, at: datetime, *, with_alarms: bool) -> PulseAsked:
    """The question of every page: what this person has not read, and ``with_alarms`` ``clock_health`` beside it."""
    mine = Notification.objects.unread().filter(recipient=OuterRef("pk")).order_by().values("recipient")
    asked: dict[str, Any] = {"unread": Subquery(mine.annotate(number=Count("pk")).values("number"))}
    if with_alarms:
        asked |= _alarms(at)
    felt: PulseAsked = User.objects.filter(pk=actor.user.pk if actor.user else None).values(**asked)
    return felt


def _alarms(at: datetime) -> dict[str, Any]:
    return {
        "trouble": Subquery(Heartbeat.objects.filter(name=COMPARISON).values("trouble")),
        "is_braked": Exists(Outgoing.objects.filter(braked_at__isnull=False)),
        "lacks_files": Exists(unrendered_papers()),
        "held_why": Subquery(Outgoing.objects.filter(held=True).values("why")[:1]),
        "undelivered": Counted(undelivered(at)),
        "broken_files": Counted(broken_files()),
        "up_since": Subquery(first_policies().values("put_in_force_at")[:1]),
        **{job.name: Subquery(Heartbeat.objects.filter(name=job.name).values("beaten_at")) for job in JOBS},
    }


def pulse_of(actor: Actor, at: datetime) -> Pulse:
    """The pulse for a person, with the alarms. One statement."""
    return pulse_in(pulse_asked(actor, at, with_alarms=True), at)


def pulse_in(asked: PulseAsked, at: datetime) -> Pulse:
    """What ``pulse_asked`` found; where it did not ask for alarms, there are none."""
    row = next(iter(asked), None)
    if row is None or "up_since" not in row:
        return Pulse(row["unread"] or 0 if row else 0, ClockHealth((), is_braked=False, trouble=""))
    silent = silent_jobs(row, row["up_since"], at)
    health = ClockHealth(
        silent,
        row["is_braked"],
        row["trouble"] or "",
        row["held_why"],
        undelivered=row["undelivered"],
        lacks_files=row["lacks_files"],
        broken_files=row["broken_files"],
    )
    return Pulse(row["unread"] or 0, health)


def notices_of(actor: Actor) -> "QuerySet[Notification]":
    """What was ever sent to this person, the latest first."""
    return Notification.objects.filter(recipient=actor.user)


def unread_of(actor: Actor) -> "QuerySet[Notification]":
    """What waits to be read."""
    return Notification.objects.unread().filter(recipient=actor.user)


def settled_of(actor: Actor) -> "QuerySet[Notification]":
    """What was read, and what was taken back before anybody read it."""
    return notices_of(actor).exclude(read_at__isnull=True, retracted_at__isnull=True)
