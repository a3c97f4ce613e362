"""One's notices (收件箱), and the pulse every page feels: what is unread, and whether the clock runs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from accounts.actor import Actor
from accounts.models import User
from tasks_app.dashboards.clock_health import COMPARISON, SWEEP, ClockHealth
from tasks_app.models import Heartbeat, Notification, Outgoing


@dataclass(frozen=True)
class Pulse:
    """How many notices a person has not read, and whether the clock is well."""

    unread: int
    health: ClockHealth


def pulse_of(actor: Actor, at: datetime) -> Pulse:
    """The pulse for a person. One statement, since every page asks it: ``clock_health`` beside the count."""
    mine = Notification.objects.unread().filter(recipient=OuterRef("pk")).order_by().values("recipient")
    unread = mine.annotate(number=Count("pk")).values("number")
    beats = Heartbeat.objects.filter(name=SWEEP).values("beaten_at")
    trouble = Heartbeat.objects.filter(name=COMPARISON).values("trouble")
    braked = Exists(Outgoing.objects.filter(braked_at__isnull=False))
    person = User.objects.filter(pk=actor.user.pk if actor.user else None)
    row = person.values_list(Subquery(unread), Subquery(beats), Subquery(trouble), braked).first()
    count, swept_at, found, is_braked = row or (0, None, "", False)
    is_silent = swept_at is None or Heartbeat(beaten_at=swept_at).is_silent(at)
    return Pulse(count or 0, ClockHealth(swept_at, is_silent, is_braked, found or ""))


def notices_of(actor: Actor) -> "QuerySet[Notification]":
    """What was ever sent to this person, the latest first."""
    return Notification.objects.filter(recipient=actor.user)


def unread_of(actor: Actor) -> "QuerySet[Notification]":
    """What waits to be read."""
    return Notification.objects.unread().filter(recipient=actor.user)


def settled_of(actor: Actor) -> "QuerySet[Notification]":
    """What was read, and what was taken back before anybody read it."""
    return notices_of(actor).exclude(read_at__isnull=True, retracted_at__isnull=True)
