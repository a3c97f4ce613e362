"""Notices of what people say to a unit (留言、批示): a topic in place of a row of the ledger, once for each person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import Post, Unit, UnitKind
from tasks_app.domain.access import OFFICE_ROLES, Role
from tasks_app.domain.policy import Audience
from tasks_app.models import Notification, WorkItem
from tasks_app.models.appending import append
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.wording import LONGEST_TITLE

KEY = ("recipient_id", "topic")
WRITERS = (Audience.LIAISON,)
WHOLE_UNIT = (Audience.LIAISON, Audience.UNIT_REVIEWER)
CLERKS = (Audience.OFFICE_CLERK,)
WHOLE_OFFICE = (Audience.OFFICE_CLERK, Audience.OFFICE_DIRECTOR)


@dataclass(frozen=True)
class Told:
    """What is told: it names the item and who speaks, never the words, which are read where sight is asked anew."""

    topic: str
    item: WorkItem
    title: str
    asked: str
    because: str
    anchor: str = "talk"
    due_on: date | None = None


def tell_unit(unit: Unit, told: Told, *, at: datetime, audience: Sequence[Audience] = WRITERS) -> int:
    """Tells the people of a unit; the office's where it is the office. Returns how many are new."""
    if unit.kind == UnitKind.COORDINATION:
        audience = CLERKS if audience == WRITERS else WHOLE_OFFICE
    hearers = Hearers({unit.pk}, timezone.localdate(at))
    return tell_people([hearer.user for hearer in hearers.of(audience, unit.pk)], unit, told, at=at)


def tell_people(people: Iterable[int], unit: Unit, told: Told, *, at: datetime) -> int:
    """Tells these people, as people of a unit. Returns how many are new."""
    shared = {
        "topic": told.topic,
        "unit_id": unit.pk,
        "title": f"{told.title}：{told.item.title}"[:LONGEST_TITLE],
        "asked": told.asked,
        "because": told.because,
        "address": f"{reverse('item', args=[told.item.pk])}#{told.anchor}",
        "due_on": told.due_on,
        "at": at,
    }
    return len(append(Notification, [{"recipient_id": person, **shared} for person in people], KEY))


def tell_back(post: Post, told: Told, *, at: datetime) -> None:
    """Tells whoever asked or instructed that there is an answer. To leaders no machine writes: the office's clerks
    carry it up."""
    if post.role != Role.GROUP_LEADER:
        tell_people([post.user_id], post.unit, told, at=at)
        return
    for office in Unit.objects.filter(kind=UnitKind.COORDINATION).order_by("pk"):
        tell_unit(office, told, at=at)


def stray_among(notices: dict[int, tuple[int, int]], *, at: datetime) -> set[int]:
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
    kept = ("topic", "unit_id", "title", "asked", "because", "address", "due_on")
    for row in rows:
        assert row.unit is not None
        audience = CLERKS if row.unit.kind == UnitKind.COORDINATION else WRITERS
        hearers = Hearers({row.unit.pk}, timezone.localdate(at)).of(audience, row.unit.pk)
        shared = {name: getattr(row, name) for name in kept} | {"at": at}
        append(Notification, [{"recipient_id": hearer.user, **shared} for hearer in hearers], KEY)
    return len(rows)
