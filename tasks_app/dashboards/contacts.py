"""联络员通讯录: whom to call in each unit, in plan order. Numbers are personal data: one reads those one needs."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.actor import Actor
from accounts.models import Leave, Post, Role, Unit, UnitKind
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Verb, rights_of, sees_all
from tasks_app.models import UnitLine

LISTED = (*UNIT_ROLES, *OFFICE_ROLES)


@dataclass(frozen=True)
class UnitContacts:
    """A unit with the posts through which it is reached."""

    unit: Unit
    posts: tuple[Post, ...]

    def lacks(self, role: Role) -> bool:
        """Whether nobody who can log in holds this role there."""
        return not any(post.role == role and post.user.is_active for post in self.posts)


def units_reached(actor: Actor) -> "QuerySet[Unit]":
    """The units whose numbers the actor reads.

    The office and administrators read all; a unit its own, the office's and those of units on its items; readers of
    the whole, who write to nobody, the office's alone.
    """
    units = Unit.objects.all()
    if rights_of(actor.role, Verb.SEE_PEOPLE):
        return units
    known = Q(kind=UnitKind.COORDINATION) | Q(pk=actor.unit_id)
    if not sees_all(actor.role, Verb.SEE_LINE):
        on_items = UnitLine.objects.visible_to(actor).filter(ended_on__isnull=True)
        known |= Q(pk__in=on_items.values("unit"))
    return units.filter(known)


def contacts_of(actor: Actor, *, words: str = "", role: str = "") -> tuple[UnitContacts, ...]:
    """Those units with their people of the day, narrowed to names with these words and to posts of one role.

    Units without anybody stand there too, unless somebody is looked for. Three queries.
    """
    reached = units_reached(actor).order_by("order", "id")
    roles = [role] if role in LISTED else list(LISTED)
    posts = Post.objects.in_force(actor.on).of_working_people().filter(role__in=roles, unit__in=reached)
    by_unit: dict[int, list[Post]] = {}
    for post in _with_leaves(posts, actor.on).order_by("id"):
        by_unit.setdefault(post.unit_id, []).append(post)
    order = [one.value for one in LISTED]
    every = (
        UnitContacts(unit, tuple(sorted(by_unit.get(unit.pk, []), key=lambda post: order.index(post.role))))
        for unit in reached
    )
    return tuple(found for one in every if (found := _narrowed(one, words)))


def _narrowed(one: UnitContacts, words: str) -> UnitContacts | None:
    if not words or words in one.unit.name:
        return one
    posts = tuple(post for post in one.posts if words in post.user.full_name or words in post.user.phone)
    return UnitContacts(one.unit, posts) if posts else None


def _with_leaves(posts: "QuerySet[Post]", on: date) -> "QuerySet[Post]":
    away = Leave.objects.in_force(on).select_related("stand_in", "post")
    return posts.select_related("user", "unit", "acting_for").prefetch_related(Prefetch("leaves", away))
