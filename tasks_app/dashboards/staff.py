"""The people of one unit (本单位人员): posts that hold or will, leaves, requests, and where somebody is missing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.actor import Actor
from accounts.models import Appointment, Leave, Post, Unit, User
from tasks_app.dashboards.units import Entry
from tasks_app.dashboards.vacancies import Vacancy, vacancies_on
from tasks_app.domain.access import Relation, Verb, relations_of, sees_all
from tasks_app.domain.working_days import Calendar
from tasks_app.models import StateChange

LATEST = 50
PEOPLE_KINDS = ("post", "leave", "appointment", "person")


@dataclass(frozen=True)
class Staff:
    """A unit's people on a day."""

    unit: Unit
    present: tuple[Post, ...]
    coming: tuple[Post, ...]
    former: tuple[Post, ...]
    asked: tuple[Appointment, ...]
    gaps: tuple[Vacancy, ...]


def staffed_units(actor: Actor) -> "QuerySet[Unit]":
    """The units whose people the actor sees: all, or the own one."""
    units = Unit.objects.select_related("hosted_by")
    if sees_all(actor.role, Verb.SEE_STAFF):
        return units
    is_own = Relation.STAFF in relations_of(actor.role, Verb.SEE_STAFF) and actor.group is not None
    return units.filter(pk=actor.own_post.unit_id) if is_own else units.none()


def posts_seen(actor: Actor) -> "QuerySet[Post]":
    """The posts of those units, with what a page shows of them."""
    return _with_people(Post.objects.filter(unit__in=staffed_units(actor)), actor.on)


def people_seen(actor: Actor) -> "QuerySet[User]":
    """Everybody who holds or held one of those posts; who sees all units sees also those who never held any."""
    users: QuerySet[User] = User.objects.all()
    if sees_all(actor.role, Verb.SEE_STAFF):
        return users
    seen = Post.objects.filter(unit__in=staffed_units(actor)).values("user")
    return users.filter(pk__in=seen)


def staff_of(unit: Unit, on: date, calendar: Calendar) -> Staff:
    """The people of a unit. Nine queries at most."""
    posts = list(_with_people(Post.objects.filter(unit=unit), on))
    asked = Appointment.objects.filter(unit=unit, state=Appointment.State.PROPOSED)
    return Staff(
        unit=unit,
        present=tuple(post for post in posts if post.holds(on)),
        coming=tuple(post for post in posts if post.starts_on > on and post.revoked_at is None),
        former=tuple(post for post in posts if _is_over(post, on))[:LATEST],
        asked=tuple(asked.select_related("user", "unit", "acting_for", "asked_by__user")),
        gaps=tuple(vacancies_on(on, calendar, units={unit.pk})),
    )


def posts_of(user: User, actor: Actor) -> "list[Post]":
    """The posts of a person that the actor sees, the present ones first."""
    posts = list(posts_seen(actor).filter(user=user))
    return sorted(posts, key=lambda post: (not post.holds(actor.on), -post.starts_on.toordinal()))


def history_of(user: User) -> tuple[Entry, ...]:
    """What was changed about a person or their posts and leaves, the latest first. One query."""
    of_person = Q(kind="person", object_id=user.pk) | Q(kind="post", object_id__in=user.posts.values("pk"))
    of_person |= Q(kind="appointment", object_id__in=user.appointments.values("pk"))
    of_person |= Q(kind="leave", object_id__in=Leave.objects.filter(post__user=user).values("pk"))
    steps = StateChange.objects.filter(of_person).order_by("-at", "-id")[:LATEST]
    return tuple(Entry(step.at, _who(step), f"{step.label}：{step.why}" if step.why else step.label) for step in steps)


def _who(step: StateChange) -> str:
    return f"{step.actor_name}（{step.actor_unit}）" if step.actor_unit else step.actor_name


def _is_over(post: Post, on: date) -> bool:
    return post.revoked_at is not None or (post.ends_on is not None and post.ends_on < on)


def _with_people(posts: "QuerySet[Post]", on: date) -> "QuerySet[Post]":
    leaves = Leave.objects.filter(ends_on__gte=on).select_related("stand_in", "post").order_by("starts_on", "id")
    people = posts.select_related("user", "unit", "acting_for")
    return people.prefetch_related(Prefetch("leaves", leaves)).order_by("role", "-starts_on", "id")
