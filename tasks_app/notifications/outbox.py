"""Putting notices out (发件箱): notices become one message a person a day; urgent ones leave in the next office hour.

While outgoing messages are held nothing is gathered: what piles up is one digest when they are released, and not one
stale digest for each day. What was written for somebody who has left the post since is turned to who is in it now.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Channel, Message, MessageState, Notification, Outgoing
from tasks_app.notifications import readdressing
from tasks_app.notifications.delivery import CLOCKS_DIFFER
from tasks_app.notifications.readdressing import Picked
from tasks_app.notifications.wording import outside

# So many people are gathered for in one transaction, and so many notices attached in one statement.
PEOPLE = 100
SLICE = 5000


@dataclass(frozen=True)
class _Bundle:
    """What one message to a person tells of: notices by id, the lowest first, and the nearest of their days."""

    notices: tuple[int, ...]
    nearest: date | None


SlotOf = Callable[[_Bundle], str]


def gather(*, at: datetime, calendar: Calendar) -> int:
    """Makes the messages that are due: of urgent notices in office hours, of the others at the office's hour.

    Returns how many messages were made; none while outgoing messages are held.
    """
    if Outgoing.is_held():
        return 0
    urgent, others = _urgent_by(at, calendar), _others_by(at, calendar)
    made = _gather_all(urgent, _urgent_slot, at) if urgent is not None else 0
    if others is not None:
        slot = timezone.localdate(at).isoformat()
        made += _gather_all(others, lambda _: slot, at, day=slot)
    return made


def _urgent_by(at: datetime, calendar: Calendar) -> "QuerySet[Notification] | None":
    """The urgent notices that may leave now; None before the office opens.

    They ring on working days between the office's hours. On a rest day, and after hours, only what is due that very
    day rings: the next opening would be too late for it.
    """
    now = timezone.localtime(at)
    if now.time() < time(settings.URGENT_FROM_HOUR):
        return None
    waiting = Notification.objects.unsent().filter(urgent=True)
    is_open = calendar.is_workday(now.date()) and now.hour < settings.URGENT_UNTIL_HOUR
    return waiting if is_open else waiting.filter(due_on=now.date())


def _others_by(at: datetime, calendar: Calendar) -> "QuerySet[Notification] | None":
    """What waits for the day's digest; None on rest days and before the office's hour.

    What was written by a clock that was far ahead does not wait for that day.
    """
    now = timezone.localtime(at)
    if not calendar.is_workday(now.date()) or now.time() < time(settings.DIGEST_HOUR):
        return None
    return Notification.objects.unsent().filter(Q(at__lte=at) | Q(at__gt=at + CLOCKS_DIFFER), urgent=False)


def _urgent_slot(bundle: _Bundle) -> str:
    """Named after the first notice of the bundle, which is in no other message: the slot never comes again."""
    return f"urgent:{bundle.notices[0]}"


def _gather_all(waiting: "QuerySet[Notification]", slot_of: SlotOf, at: datetime, *, day: str = "") -> int:
    made, is_over = 0, False
    while not is_over:
        batch, turned = _gather(waiting, slot_of, at, day=day)
        made += batch
        is_over = not (batch or turned)  # what was turned waits for somebody else now
    return made


@transaction.atomic
def _gather(waiting: "QuerySet[Notification]", slot_of: SlotOf, at: datetime, *, day: str) -> tuple[int, int]:
    """One message for each of the next people about whom something waits; also how many notices were turned to others.

    A person is locked, so that two who gather at once do not tell the same person twice; the notices are locked and
    picked by id before they are counted, so that the count stays true whatever comes or is retracted meanwhile.
    """
    picked = _picked(waiting, _locked_people(waiting, day))
    if not picked:
        return 0, 0
    stray = readdressing.stray_among(picked, at=at)
    turned = readdressing.turn(stray, at=at) if stray else 0
    return _made(_bundles(picked, without=set(stray)), slot_of, at), turned


def _made(bundles: Mapping[int, _Bundle], slot_of: SlotOf, at: datetime) -> int:
    """Writes the messages of these people, and attaches their notices; who has one of this slot gets none."""
    people = User.objects.in_bulk(list(bundles))
    messages = [_message(people[person], slot_of(bundle), bundle, at) for person, bundle in bundles.items()]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    identities = [message.message_id for message in messages]
    made = dict(Message.objects.filter(message_id__in=identities).values_list("recipient_id", "pk"))
    _attach([notice for person in made for notice in bundles[person].notices], list(made.values()))
    return len(made)


def _locked_people(waiting: "QuerySet[Notification]", day: str) -> list[int]:
    """The next people about whom something waits and whom nobody else gathers for; without those who had the day's."""
    people = User.objects.filter(Exists(waiting.filter(recipient=OuterRef("pk"))))
    if day:
        people = people.exclude(Exists(Message.objects.filter(recipient=OuterRef("pk"), slot=day)))
    locked = people.order_by("pk").select_for_update(of=("self",), skip_locked=True, no_key=True)
    return list(locked.values_list("pk", flat=True)[:PEOPLE])


def _picked(waiting: "QuerySet[Notification]", people: list[int]) -> list[Picked]:
    """The notices of these people, locked; what somebody is retracting just now is passed over."""
    mine = waiting.filter(recipient__in=people).order_by("id")
    return Picked.of(mine.select_for_update(of=("self",), skip_locked=True))


def _bundles(picked: list[Picked], *, without: Collection[Picked]) -> Mapping[int, _Bundle]:
    """These notices by person."""
    found: defaultdict[int, list[Picked]] = defaultdict(list)
    for one in picked:
        if one not in without:
            found[one.person].append(one)
    return {person: _bundle(rows) for person, rows in found.items()}


def _bundle(rows: list[Picked]) -> _Bundle:
    days = [one.due_on for one in rows if one.due_on]
    return _Bundle(tuple(one.notice for one in rows), min(days, default=None))


def _attach(notices: list[int], messages: list[int]) -> None:
    """Puts notices into their person's message of these."""
    of_person = Message.objects.filter(pk__in=messages, recipient=OuterRef("recipient")).values("pk")[:1]
    for start in range(0, len(notices), SLICE):
        Notification.objects.filter(pk__in=notices[start : start + SLICE]).update(message=Subquery(of_person))


def _message(person: User, slot: str, bundle: _Bundle, at: datetime) -> Message:
    words = outside(len(bundle.notices), bundle.nearest, f"{settings.PUBLIC_ADDRESS}/inbox/")
    return Message(
        recipient=person,
        channel=Channel.EMAIL,
        slot=slot,
        subject=words.subject,
        body=words.body,
        message_id=f"<{uuid4()}@{settings.MESSAGE_ID_DOMAIN}>",
        state=MessageState.WAITING if person.can_be_mailed else MessageState.UNREACHABLE,
        at=at,
        try_after=at,
    )
