"""Sending (发送): claim, commit, send with no transaction open, note the outcome, commit.

SMTP cannot be exactly-once. A lease that ran out while sending means "unknown": the message goes again with the
same Message-ID and body, so that it is mailed at least once under one identity.
"""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from tasks_app.models import Attempt, Message, MessageState, Outgoing

BATCH = 50
LEASE = timedelta(seconds=60)
# A batch stops sending while its lease still holds, and gives the rest back unsent.
SENDING_SECONDS = 45.0
# Waiting times after each failed try; after the last one somebody has to look.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
PERMANENT = range(500, 600)


@dataclass(frozen=True)
class Outcome:
    """What one try came to. ``lost`` connections end the batch; the rest waits for the next one."""

    word: str
    detail: str = ""
    is_sent: bool = False
    is_permanent: bool = False
    is_lost: bool = False


@dataclass(frozen=True)
class Delivered:
    """How many messages a batch took, and how many of them were sent."""

    taken: int
    sent: int


def deliver_batch(*, at: datetime) -> Delivered:
    """Sends the next messages that wait, over one connection. Takes nothing while outgoing messages are held."""
    if Outgoing.objects.filter(held=True).exists():
        return Delivered(0, 0)
    batch = _claimed(at)
    return Delivered(len(batch), _send(batch, at) if batch else 0)


def _claimed(at: datetime) -> list[Message]:
    """Leases the next messages by one statement that works on both databases.

    The condition stands in the outer WHERE too: on PostgreSQL a second worker that waited for the row re-checks it
    and passes over what the first one took.
    """
    free = Q(state=MessageState.WAITING, try_after__lte=at) | Q(state=MessageState.SENDING, leased_until__lt=at)
    lease = uuid4()
    chosen = Message.objects.filter(free).order_by("try_after", "id").values("pk")[:BATCH]
    Message.objects.filter(free, pk__in=chosen).update(
        state=MessageState.SENDING, lease=lease, leased_until=at + LEASE, tries=F("tries") + 1
    )
    return list(Message.objects.filter(lease=lease).select_related("recipient").order_by("id"))


def _send(batch: list[Message], at: datetime) -> int:
    connection = get_connection()
    outcome = _opened(connection)
    until = monotonic() + SENDING_SECONDS
    sent = 0
    for place, message in enumerate(batch):
        if monotonic() > until:
            _give_back(batch[place:])
            break
        if not outcome.is_lost:
            outcome = _tried(connection, message)
        _note(message, outcome, at)
        sent += outcome.is_sent
    if not outcome.is_lost:
        connection.close()
    return sent


def _give_back(unsent: list[Message]) -> None:
    """Frees messages that were leased but not tried; the try is not counted."""
    for message in unsent:
        Message.objects.filter(pk=message.pk, lease=message.lease).update(
            state=MessageState.WAITING, lease=None, leased_until=None, tries=F("tries") - 1
        )


def _opened(connection: BaseEmailBackend) -> Outcome:
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("unreachable", _said(error), is_lost=True)
    return Outcome("open")


def _tried(connection: BaseEmailBackend, message: Message) -> Outcome:
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient.email],
        headers={"Message-ID": message.message_id, "Date": message.at.strftime("%a, %d %b %Y %H:%M:%S %z")},
        connection=connection,
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return Outcome("refused", f"{code} {said!r}", is_permanent=code in PERMANENT)
    except smtplib.SMTPResponseException as error:
        return Outcome("refused", _said(error), is_permanent=error.smtp_code in PERMANENT)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("lost", _said(error), is_lost=True)
    return Outcome("sent", is_sent=True)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


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
