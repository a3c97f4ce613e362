"""People come to posts and leave them; their rights follow with the next click."""

from datetime import date, datetime

from django.db import transaction

from accounts.actor import Actor
from accounts.models import Post, Unit, User
from tasks_app.actions import recording
from tasks_app.domain.access import ADMIN_ROLES
from tasks_app.domain.refusals import Invalid
from tasks_app.permissions import grants

ONE_ADMINISTRATOR = "系统管理员、安全管理员、审计管理员不得由同一人担任，也不得兼办业务。"


@transaction.atomic
def appoint(
    user: User,
    unit: Unit,
    role: str,
    *,
    by: Actor,
    at: datetime,
    starts_on: date,
    ends_on: date | None = None,
    acting_for: User | None = None,
    scope_year: int | None = None,
) -> Post:
    """Gives a person a post. Raises Invalid where the three administrators would meet in one person (三员分立)."""
    held = set(Post.objects.in_force(starts_on).filter(user=user).values_list("role", flat=True))
    if (held and role in ADMIN_ROLES) or held & set(ADMIN_ROLES):
        raise Invalid({"role": ONE_ADMINISTRATOR})
    grants.groups_of({unit.pk})
    post = Post(
        user=user,
        unit=unit,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        acting_for=acting_for,
        scope_year=scope_year,
    )
    return recording.save(post, by=by, at=at, why="任职")


@transaction.atomic
def leave(post: Post, *, by: Actor, at: datetime, last_day: date) -> Post:
    """Ends a post after its last day. A post that would never have held is ended on its first day."""
    post.ends_on = max(last_day, post.starts_on)
    return recording.save(post, by=by, at=at, why="离任")
