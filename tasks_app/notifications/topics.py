"""Notices that no rule of the clock writes: a topic in place of a row of the ledger, told to each person once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import Post, Unit, UnitKind
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.domain.policy import Audience
from tasks_app.domain.topics import CLERKS, MANNERS, WHOLE_OFFICE, WRITERS, About, about_of
from tasks_app.models import Notification
from tasks_app.models.appending import append
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.wording import LONGEST_TITLE

KEY = ("recipient_id", "topic")
LONGEST_BECAUSE = 300
# What a notice that is turned to somebody else keeps.
KEPT = ("topic", "unit_id", "title", "asked", "because", "address", "due_on", "urgent")


@dataclass(frozen=True)
class Topic:
    """What is told. ``of`` names the case among those of its kind; ``address`` is where it is dealt with.

    It names the matter and who speaks, never what was said: that is read where sight is asked anew.
    """

    about: About
    of: str
    title: str
    asked: str
    because: str
    address: str
    due_on: date | None = None
    urgent: bool = False

    @property
    def key(self) -> str:
        """The name of the case for ever."""
        return f"{self.about}:{self.of}"


def put_topic(topic: Topic, people: Iterable[int] | Mapping[int, int], *, at: datetime) -> int:
    """Tells these people what they have not been told; a mapping says as whose people they hear (person: unit).

    Returns how many are new. One statement.
    """
    unit_of = people if isinstance(people, Mapping) else {}
    told = {
        "topic": topic.key,
        "title": topic.title[:LONGEST_TITLE],
        "asked": topic.asked,
        "because": topic.because[:LONGEST_BECAUSE],
        "address": topic.address,
        "due_on": topic.due_on,
        "urgent": topic.urgent,
        "at": at,
    }
    rows = [{"recipient_id": person, "unit_id": unit_of.get(person), **told} for person in sorted(set(people))]
    return len(append(Notification, rows, KEY))


def tell_unit(unit: Unit, topic: Topic, *, at: datetime, audience: Sequence[Audience] = WRITERS) -> int:
    """Tells the people of a unit; the office's where it is the office. Returns how many are new."""
    if unit.kind == UnitKind.COORDINATION:
        audience = CLERKS if audience == WRITERS else WHOLE_OFFICE
    return tell_units({unit.pk: audience}, topic, at=at)


def tell_units(audience: Mapping[int, Iterable[Audience]], topic: Topic, *, at: datetime) -> int:
    """Tells the people of several units at once; who belongs to two of them hears once. Returns how many are new."""
    hearers = Hearers(audience, timezone.localdate(at))
    people = {hearer.user: unit for unit, who in audience.items() for hearer in hearers.of(who, unit)}
    return put_topic(topic, people, at=at)


def withdraw(key: str, *, why: str, at: datetime) -> None:
    """Takes back whatever was told of a topic."""
    Notification.objects.filter(topic=key, retracted_at__isnull=True).update(retracted_at=at, retracted_why=why)


def withdraw_all(begins: str, *, why: str, at: datetime) -> None:
    """Takes back whatever was told of the topics whose key begins so: of one case at each of its turns."""
    Notification.objects.filter(topic__startswith=begins, retracted_at__isnull=True).update(
        retracted_at=at, retracted_why=why
    )


def stray_among(notices: Mapping[int, tuple[int, int]], *, at: datetime) -> set[int]:
    """Of these notices (id: person and unit) those whose person is neither of the unit any more nor of the office."""
    if not notices:
        return set()
    held = Post.objects.in_force(timezone.localdate(at)).of_working_people()
    posts = list(held.filter(user__in={person for person, _ in notices.values()}).values("user", "unit", "role"))
    office = {post["user"] for post in posts if post["role"] in OFFICE_ROLES}
    own = {(post["user"], post["unit"]) for post in posts}
    return {pk for pk, (person, unit) in notices.items() if person not in office and (person, unit) not in own}


def turn(stray: Iterable[int], *, why: str, at: datetime) -> int:
    """Withdraws these notices and tells who is in post by now. Returns how many were withdrawn."""
    rows = list(Notification.objects.filter(pk__in=stray).select_related("unit"))
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(retracted_at=at, retracted_why=why)
    for row in rows:
        assert row.unit is not None
        is_office = row.unit.kind == UnitKind.COORDINATION
        audience = CLERKS if is_office else MANNERS[about_of(row.topic)].turned_to
        hearers = Hearers({row.unit.pk}, timezone.localdate(at)).of(audience, row.unit.pk)
        kept = {name: getattr(row, name) for name in KEPT} | {"at": at}
        append(Notification, [{"recipient_id": hearer.user, **kept} for hearer in hearers], KEY)
    return len(rows)
