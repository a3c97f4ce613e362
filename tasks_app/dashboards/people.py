"""Units and who stands for them today, and where somebody is missing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from accounts.models import GroupMembership, Post, Role, Unit, UnitKind
from tasks_app.models import Responsibility

UNIT_NEEDS = (Role.LIAISON, Role.UNIT_REVIEWER)
OFFICE_NEEDS = (*UNIT_NEEDS, Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR)


@dataclass(frozen=True)
class UnitStaff:
    """A unit with its posts in force. ``missing``: roles it needs and nobody who can log in holds."""

    unit: Unit
    posts: tuple[Post, ...]
    missing: tuple[Role, ...]


def staff_on(day: date) -> tuple[UnitStaff, ...]:
    """All units in their order with their people on a day. Two queries."""
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.in_force(day).select_related("user", "acting_for").order_by("starts_on", "id"):
        posts[post.unit_id].append(post)
    named = Responsibility.objects.in_force(day).filter(unit=OuterRef("pk"))
    member = GroupMembership.objects.in_force(day).filter(unit=OuterRef("pk"))
    units = Unit.objects.select_related("hosted_by").annotate(has_part=Exists(named) | Exists(member))
    return tuple(_staff(unit, posts[unit.pk]) for unit in units)


def _staff(unit: Unit, posts: list[Post]) -> UnitStaff:
    """A unit without a part in the plan needs nobody; the office also needs those who run it."""
    held = {post.role for post in posts if post.user.is_active}
    needs = OFFICE_NEEDS if unit.kind == UnitKind.COORDINATION else UNIT_NEEDS if unit.has_part else ()  # type: ignore[attr-defined]
    roles = list(Role.values)
    ordered = sorted(posts, key=lambda post: roles.index(post.role))
    return UnitStaff(unit, tuple(ordered), tuple(role for role in needs if role not in held))
