"""Sending (发送): claim, commit, send with no transaction open, note the outcome, commit.

SMTP cannot be exactly-once. A lease that ran out while sending means "unknown": the message goes again with the
same Message-ID and body, so that it is mailed at least once under one identity.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q

from tasks_app.models import Attempt, Message, MessageState, Outgoing
from tasks_app.notifications.last_look import Look, look
from tasks_app.notifications.smtp import Outcome, Wire

BATCH = 50
# Whoever is killed leaves his batch to the next ring after this: with a ring a minute, mail heals within two.
LEASE = timedelta(seconds=30)
# A batch stops sending while its lease still holds, and gives the rest back unsent.
SENDING_SECONDS = 15.0
# No moment of ours lies further ahead than it can by our own rules and by clocks that differ: else a clock jumped.
CLOCKS_DIFFER = timedelta(minutes=5)
# How long messages wait for a server that does not answer, or takes nothing from us: no fault of theirs, so no try is
# counted.
SERVER_AWAY = timedelta(minutes=1)
# Waiting times after each failed try; after the last one somebody has to look. Most troubles are short: those heal
# within two minutes, so the first tries follow close upon each other.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 1, 1, 1, 1, 5, 15, 60, 240, 720))
# The outcome of a try whose sender died with it.
ABANDONED = "abandoned"


@dataclass(frozen=True)
class Delivered:
    """How many messages a batch took, how many of them were sent, and whether no server takes anything from us."""

    taken: int
    sent: int
    is_cut_off: bool = False


def deliver_batch(*, at: datetime) -> Delivered:
    """Sends the next messages that wait, over one connection. Takes nothing while outgoing messages are held."""
    if Outgoing.is_held():
        return Delivered(0, 0)
    _give_up_what_kills(at)
    batch = _claimed(at)
    return _send(batch, at) if batch else Delivered(0, 0)


@transaction.atomic
def _give_up_what_kills(at: datetime) -> None:
    """Fails messages whose last try nobody survived to note: else one that kills its sender would circulate for ever.

    One statement while there is none. A lease marks them, so that of two who look at once one notes the try.
    """
    mark = uuid4()
    spent = Q(_abandoned(at), state=MessageState.SENDING, tries__gt=len(BACKOFF))
    if Message.objects.filter(spent).update(state=MessageState.FAILED, lease=mark, leased_until=None):
        given_up = Message.objects.filter(lease=mark)
        Attempt.objects.bulk_create(Attempt(message=message, at=at, outcome=ABANDONED) for message in given_up)
        given_up.update(lease=None)


def _claimed(at: datetime) -> list[Message]:
    """Leases the next messages by one statement that works on both databases.

    The condition stands in the outer WHERE too: on PostgreSQL a second worker that waited for the row re-checks it
    and passes over what the first one took.
    """
    free = _free(at)
    lease = uuid4()
    chosen = Message.objects.filter(free).order_by("try_after", "id").values("pk")[:BATCH]
    Message.objects.filter(free, pk__in=chosen).update(
        state=MessageState.SENDING, lease=lease, leased_until=at + LEASE, tries=F("tries") + 1
    )
    return list(Message.objects.filter(lease=lease).select_related("recipient").order_by("id"))


def _free(at: datetime) -> Q:
    """What may be sent now: its time has come, its lease ran out, or either was set by a clock that was far ahead."""
    too_far = at + max(BACKOFF) + CLOCKS_DIFFER
    waiting = Q(try_after__lte=at) | Q(try_after__gt=too_far)
    return Q(waiting, state=MessageState.WAITING) | Q(_abandoned(at), state=MessageState.SENDING)


def _abandoned(at: datetime) -> Q:
    """Whose lease ran out, or was set by a clock that was far ahead: nobody sends it any more."""
    return Q(leased_until__lt=at) | Q(leased_until__gt=at + LEASE + CLOCKS_DIFFER)


def _send(batch: list[Message], at: datetime) -> Delivered:
    """Sends a batch. A message on which the connection breaks is alone in that: the next one gets a new connection.

    Whoever holds outgoing messages meanwhile stops it before the next mail.
    """
    until, sent = monotonic() + SENDING_SECONDS, 0
    with Wire() as wire:
        for place, message in enumerate(batch):
            found = look(message)
            if found is Look.HELD or monotonic() > until:
                _give_back(batch[place:])
                break
            if found is not Look.SEND:
                continue
            outcome = wire.send(message)
            if outcome.is_house_fault:
                _wait_for_server(batch[place:], outcome, at)
                return Delivered(len(batch), sent, is_cut_off=True)
            _note(message, outcome, at)
            sent += outcome.is_sent
    return Delivered(len(batch), sent)


def _give_back(unsent: list[Message], *, try_after: datetime | None = None) -> None:
    """Frees messages that were leased but not tried; the try is not counted. One statement: they share a lease."""
    later = {"try_after": try_after} if try_after else {}
    mine = Message.objects.filter(pk__in=[message.pk for message in unsent], lease=unsent[0].lease)
    mine.update(state=MessageState.WAITING, lease=None, leased_until=None, tries=F("tries") - 1, **later)


def _wait_for_server(unsent: list[Message], outcome: Outcome, at: datetime) -> None:
    """All of them wait; the first one tells why, so that a server that is away is seen once a minute."""
    _give_back(unsent, try_after=at + SERVER_AWAY)
    Attempt.objects.create(message=unsent[0], at=at, outcome=outcome.word, detail=outcome.detail)


@transaction.atomic
def _note(message: Message, outcome: Outcome, at: datetime) -> None:
    """The outcome of a try, only while the lease is still ours."""
    mine = Message.objects.filter(pk=message.pk, lease=message.lease)
    if outcome.is_sent:
        kept = mine.update(state=MessageState.SENT, sent_at=at, lease=None, leased_until=None)
    elif outcome.is_permanent or message.tries > len(BACKOFF):
        kept = mine.update(state=MessageState.FAILED, lease=None, leased_until=None)
    else:
        wait = BACKOFF[min(message.tries, len(BACKOFF)) - 1]
        kept = mine.update(state=MessageState.WAITING, try_after=at + wait, lease=None, leased_until=None)
    if kept:
        Attempt.objects.create(message=message, at=at, outcome=outcome.word, detail=outcome.detail)
