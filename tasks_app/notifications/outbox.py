"""Putting notices out (发件箱): notices become one message a person a day; urgent ones go at once."""

from datetime import date, datetime, time
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from accounts.models import User
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Channel, Message, MessageState, Notification
from tasks_app.notifications.wording import outside_body, outside_subject

BATCH = 500


def gather(*, at: datetime, calendar: Calendar) -> int:
    """Makes the messages that are due: urgent notices now, the others as the day's digest at the office's hour.

    Returns how many messages were made. A day's digest exists once for each person (slot), whoever runs twice.
    """
    made = _gather_urgent(at)
    today = timezone.localdate(at)
    if calendar.is_workday(today) and timezone.localtime(at).time() >= time(settings.DIGEST_HOUR):
        made += _gather_digests(today, at)
    return made


@transaction.atomic
def _gather_urgent(at: datetime) -> int:
    waiting = Notification.objects.unsent().filter(urgent=True).select_related("recipient")[:BATCH]
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
    slot = today.isoformat()
    already = Message.objects.filter(channel=Channel.EMAIL, slot=slot).values("recipient_id")
    waiting = Notification.objects.unsent().filter(urgent=False).exclude(recipient__in=already)
    counts = waiting.values("recipient_id").annotate(number=Count("id"), nearest=Min("due_on")).order_by("recipient_id")
    found = {row["recipient_id"]: row for row in counts}
    people = User.objects.in_bulk(found)
    messages = [_message(people[pk], slot, row["number"], row["nearest"], at) for pk, row in found.items()]
    Message.objects.bulk_create(messages, batch_size=BATCH, ignore_conflicts=True)
    for message in Message.objects.filter(channel=Channel.EMAIL, slot=slot, recipient_id__in=found):
        waiting.filter(recipient_id=message.recipient_id, at__lte=at).update(message=message)
    return len(messages)


def _message(person: User, slot: str, number: int, nearest: date | None, at: datetime) -> Message:
    address = f"{settings.PUBLIC_ADDRESS}/inbox/"
    return Message(
        recipient=person,
        channel=Channel.EMAIL,
        slot=slot,
        subject=outside_subject(number),
        body=outside_body(number, nearest, address),
        message_id=f"<{uuid4()}@{settings.MESSAGE_ID_DOMAIN}>",
        state=MessageState.WAITING if person.email else MessageState.UNREACHABLE,
        at=at,
        try_after=at,
    )
