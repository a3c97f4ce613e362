"""People come to posts and leave them; their rights follow with the next click."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.models import Post, Unit, User
from tasks_app.actions import recording
from tasks_app.actions.transition import locked
from tasks_app.domain.access import ADMIN_ROLES, Role, Verb
from tasks_app.domain.refusals import Invalid
from tasks_app.permissions import checks, grants

ENDS_BEFORE_START = "截止日不能早于起始日，请核对。"
AUDITOR_NEEDS_SCOPE = "审计查阅须写明截止日和查阅年度。"
HELD_ALREADY = "该人员已在该单位担任此职，不必重复任职。"
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
    """Gives a person a post.

    The clock may appoint as well: the first administrators, and the demo's people, are set up by command. Raises
    NotAllowed, or Invalid, also where the three administrators would meet in one person (三员分立) on any day.
    """
    _require_keeper(by)
    user = locked(User, user.pk)
    post = Post(
        user=user,
        unit=unit,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        acting_for=acting_for,
        scope_year=scope_year,
    )
    _require_sound(post)
    grants.groups_of({unit.pk})
    return recording.save(post, by=by, at=at, why="任职")


@transaction.atomic
def leave(post: Post, *, by: Actor, at: datetime, last_day: date) -> Post:
    """Ends a post after its last day. A post that would never have held is ended on its first day."""
    _require_keeper(by)
    post = locked(Post, post.pk)
    post.ends_on = max(last_day, post.starts_on)
    return recording.save(post, by=by, at=at, why="离任")


def _require_keeper(by: Actor) -> None:
    if not by.is_clock:
        checks.require(by, Verb.KEEP_PEOPLE)


def _require_sound(post: Post) -> None:
    """Raises Invalid for what the database would refuse without a word, and for administrators who meet."""
    if post.ends_on and post.ends_on < post.starts_on:
        raise Invalid({"ends_on": ENDS_BEFORE_START})
    if post.role == Role.AUDITOR and not (post.ends_on and post.scope_year):
        raise Invalid({"scope_year": AUDITOR_NEEDS_SCOPE})
    others = list(_held_meanwhile(post))
    if any(other.role in ADMIN_ROLES or post.role in ADMIN_ROLES for other in others):
        raise Invalid({"role": ONE_ADMINISTRATOR})
    if any((other.unit_id, other.role) == (post.unit_id, post.role) for other in others):
        raise Invalid({"role": HELD_ALREADY})


def _held_meanwhile(post: Post) -> "QuerySet[Post]":
    """The person's posts that share a day with this one, also those still to come."""
    others = Post.objects.filter(user=post.user).exclude(ends_on__lt=post.starts_on)
    return others.filter(starts_on__lte=post.ends_on) if post.ends_on else others
