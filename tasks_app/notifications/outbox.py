"""Putting notices out (发件箱): notices become one message a person a day; urgent ones go at once."""

from datetime import date, datetime, time
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Channel, Message, MessageState, Notification
from tasks_app.notifications.delivery import CLOCKS_DIFFER
from tasks_app.notifications.wording import outside_body, outside_subject

BATCH = 500


def gather(*, at: datetime, calendar: Calendar) -> int:
    """Makes the messages that are due: urgent notices now, the others as the day's digest at the office's hour.

    Returns how many messages were made. A day's digest exists once for each person (slot), whoever runs twice.
    """
    made = 0
    while batch := _gather_urgent(at):
        made += batch
    today = timezone.localdate(at)
    if calendar.is_workday(today) and timezone.localtime(at).time() >= time(settings.DIGEST_HOUR):
        made += _gather_digests(today, at)
    return made


@transaction.atomic
def _gather_urgent(at: datetime) -> int:
    waiting = Notification.objects.unsent().filter(urgent=True).select_related("recipient").order_by("id")[:BATCH]
    notices = list(waiting.select_for_update(of=("self",), skip_locked=True))
    messages = [_message(one.recipient, f"notice:{one.pk}", 1, one.due_on, at) for one in notices]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    kept = {message.slot: message for message in Message.objects.filter(slot__in=[row.slot for row in messages])}
    for one in notices:
        one.message = kept[f"notice:{one.pk}"]
    Notification.objects.bulk_update(notices, ["message"])
    return len(notices)


@transaction.atomic
def _gather_digests(today: date, at: datetime) -> int:
    """One message for each person who has none of today yet. Of two who gather at once, one makes the message.

    Only who made it puts notices into it: its count stays true, and what came later waits for the next digest. What
    was written by a clock that was far ahead does not wait for that day.
    """
    slot = today.isoformat()
    already = Message.objects.filter(channel=Channel.EMAIL, slot=slot).values("recipient_id")
    waiting = Notification.objects.unsent().filter(Q(at__lte=at) | Q(at__gt=at + CLOCKS_DIFFER), urgent=False)
    counts = waiting.exclude(recipient__in=already).values("recipient_id")
    found = list(counts.annotate(number=Count("id"), nearest=Min("due_on")).order_by("recipient_id"))
    people = User.objects.in_bulk([row["recipient_id"] for row in found])
    messages = [_message(people[row["recipient_id"]], slot, row["number"], row["nearest"], at) for row in found]
    Message.objects.bulk_create(messages, batch_size=BATCH, ignore_conflicts=True)
    made = Message.objects.filter(message_id__in=[message.message_id for message in messages])
    of_person = made.filter(recipient=OuterRef("recipient")).values("pk")[:1]
    waiting.filter(recipient__in=made.values("recipient")).update(message=Subquery(of_person))
    return made.count()


def _message(person: User, slot: str, number: int, nearest: date | None, at: datetime) -> Message:
    address = f"{settings.PUBLIC_ADDRESS}/inbox/"
    return Message(
        recipient=person,
        channel=Channel.EMAIL,
        slot=slot,
        subject=outside_subject(number),
        body=outside_body(number, nearest, address),
        message_id=f"<{uuid4()}@{settings.MESSAGE_ID_DOMAIN}>",
        state=MessageState.WAITING if person.email and person.is_active else MessageState.UNREACHABLE,
        at=at,
        try_after=at,
    )
