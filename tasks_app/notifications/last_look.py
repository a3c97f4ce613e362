"""The last look before a mail leaves (发出前核对): is it still ours, may anything leave, does it still hold?"""

from collections import Counter
from datetime import date
from enum import Enum, auto

from django.conf import settings
from django.db.models import Count, Exists, Min, Q

from tasks_app.models import Message, MessageState, Outgoing
from tasks_app.notifications.doors import with_its_link
from tasks_app.notifications.smtp import SENDER_REFUSED, UNREACHABLE
from tasks_app.notifications.wording import outside


class Look(Enum):
    """What the last look found."""

    SEND = auto()
    NOT_OURS = auto()
    HELD = auto()
    RETRACTED = auto()


def look(message: Message) -> Look:
    """One query for each mail. Between it and the mail server lie milliseconds.

    Not ours: this process may have stood still, or the clock jumped, and somebody else took the message meanwhile.
    Of a message whose notices were all retracted nothing leaves, also where its sender died with it; of one whose
    notices were retracted in part the rest is told.
    """
    mine = Message.objects.filter(pk=message.pk, lease=message.lease)
    stands = Q(notifications__retracted_at__isnull=True)
    found = mine.annotate(
        is_held=Exists(Outgoing.objects.filter(held=True)),
        gone=Count("notifications", filter=Q(notifications__retracted_at__isnull=False)),
        left=Count("notifications", filter=Q(notifications__isnull=False) & stands),
        nearest=Min("notifications__due_on", filter=stands),
    )
    row = found.values_list("is_held", "gone", "left", "nearest").first()
    if row is None:
        return Look.NOT_OURS
    is_held, gone, left, nearest = row
    if is_held:
        return Look.HELD
    body = with_its_link(message)
    if (gone and not left) or body is None:
        mine.update(state=MessageState.RETRACTED, lease=None, leased_until=None)
        return Look.RETRACTED
    message.body = body  # for this one try: a link is not stored
    if gone and _never_arrived(message):
        _tell_the_rest(message, left, nearest)
    return Look.SEND


def _tell_the_rest(message: Message, left: int, nearest: date | None) -> None:
    words = outside(left, nearest, f"{settings.PUBLIC_ADDRESS}/inbox/")
    message.subject, message.body = words.subject, words.body
    Message.objects.filter(pk=message.pk, lease=message.lease).update(subject=words.subject, body=words.body)


def _never_arrived(message: Message) -> bool:
    """Whether every try before this one ended in a plain no: else two mails of one identity could say two things."""
    outcomes = Counter(message.attempts.values_list("outcome", flat=True))
    known = outcomes.keys() <= {"refused", UNREACHABLE, SENDER_REFUSED}
    return known and message.tries - 1 == outcomes["refused"]
