"""People come to posts and leave them; their rights follow with the next click.

Which post is whose to give is a table (``domain.posts``). What needs a second administrator is asked for in
``actions.appointments`` and comes here when it is countersigned.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post, PostKind, Unit, UnitKind, User
from tasks_app.actions import recording, vacancies
from tasks_app.actions.transition import locked, raise_version, require_version, step_by
from tasks_app.domain import posts as words
from tasks_app.domain.access import Role
from tasks_app.domain.posts import COUNTERSIGNED, OF_THE_OFFICE, is_administrator, keeping
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks, grants

KIND = "post"


@dataclass(frozen=True)
class PostWish:
    """A post as it is wished for: who, where, as what, from when to when, in whose place, and on what ground (依据)."""

    user: User
    unit: Unit
    role: str
    starts_on: date
    ends_on: date | None = None
    kind: str = PostKind.REGULAR
    acting_for: User | None = None
    scope_year: int | None = None
    basis: str = ""

    @property
    def post(self) -> Post:
        """The post it would be, not stored."""
        return Post(**{**vars(self), "basis": on_one_line(self.basis)})


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
    kind: str = "",
    basis: str = "",
) -> Post:
    """Gives a person a post.

    The clock may appoint as well: the first administrators, and the demo's people, are set up by command. Raises
    NotAllowed, also for a post that needs a second administrator, or Invalid, also where the three administrators
    would meet in one person (三员分立) on any day.
    """
    kind = kind or (PostKind.ACTING if acting_for else PostKind.REGULAR)
    wish = PostWish(user, unit, role, starts_on, ends_on, kind, acting_for, scope_year, basis)
    return give(wish, by=by, at=at)


@transaction.atomic
def give(wish: PostWish, *, by: Actor, at: datetime, quietly: bool = False) -> Post:
    """The same of a wish that is written down. ``quietly``: whoever gives many looks for vacant posts once."""
    require_keeper(by, wish.role, wish.unit)
    if wish.role in COUNTERSIGNED and not by.is_clock:
        raise NotAllowed(words.NEEDS_COUNTERSIGN)
    return install(wish, by=by, at=at, quietly=quietly)


def install(wish: PostWish, *, by: Actor, at: datetime, quietly: bool = False) -> Post:
    """Stores a post about which everybody was asked who has to be. Raises Invalid."""
    post = replace(wish, user=locked(User, wish.user.pk)).post
    require_sound(post, by=by)
    grants.groups_of({post.unit_id})
    recording.save(post, by=by, at=at, why=_with_basis("任职", post.basis))
    note(post, "appoint", "任职", by=by, at=at, why=post.basis)
    if not (by.is_clock or quietly):
        vacancies.tell(at=at, units={post.unit_id})
    return post


@transaction.atomic
def leave(post: Post, *, by: Actor, at: datetime, last_day: date, basis: str = "", version: int | None = None) -> Post:
    """Ends a post after its last day (离任).

    A last day that is past takes the rights away with the next click. A post that would never have held, or has to go
    on its very first day, is ended on that day and taken away at once.
    """
    require_keeper(by, post.role, post)
    post = locked(Post, post.pk)
    require_version(post, version, KIND, by=by)
    if not by.is_clock:
        _require_basis(basis)
        _require_not_over(post, at)
    if last_day < post.starts_on:
        post.revoked_at = at
    post.ends_on = max(last_day, post.starts_on)
    raise_version(post)
    recording.save(post, by=by, at=at, why=_with_basis("离任", basis))
    note(post, "leave", "离任", by=by, at=at, why=f"最后一天 {last_day:%Y-%m-%d}，{on_one_line(basis)}".rstrip("，"))
    if not by.is_clock:
        vacancies.tell(at=at, units={post.unit_id})
    return post


@transaction.atomic
def succeed(
    post: Post, user: User, *, starts_on: date, basis: str, by: Actor, at: datetime, version: int | None = None
) -> Post:
    """Another person takes the post over (接任): the old one ends the day before, so that both never hold it."""
    if user == post.user:
        raise Invalid({"user": words.HELD_ALREADY})
    new = give(PostWish(user, post.unit, post.role, starts_on, basis=basis), by=by, at=at)
    leave(post, by=by, at=at, last_day=starts_on - timedelta(days=1), basis=basis, version=version)
    return new


def require_keeper(by: Actor, role: str, thing: Unit | Post) -> None:
    """Raises NotAllowed unless the actor may give and take posts of this role there. The clock may."""
    if not by.is_clock:
        checks.require(by, keeping(role), thing)


def note(post: Post, act: str, label: str, *, by: Actor, at: datetime, why: str = "") -> None:
    """The step that the audit reads: whose post, and what happened to it. What a command sets up is in the history."""
    if by.is_clock:
        return
    step = step_by(by, kind="post", subject=post, act=act, label=label, at=at)
    step.why = f"{post.user.full_name}，{post.label}；{why}".rstrip("；")
    step.save(force_insert=True)


def _require_not_over(post: Post, at: datetime) -> None:
    if post.revoked_at or (post.ends_on and post.ends_on < timezone.localdate(at)):
        raise NotNow(words.OVER_ALREADY.format(day=f"{post.ends_on:%Y-%m-%d}"))


def _require_basis(basis: str) -> None:
    if not on_one_line(basis):
        raise Invalid({"basis": words.BASIS_NEEDED})


def _with_basis(what: str, basis: str) -> str:
    return f"{what}，依据：{on_one_line(basis)}" if on_one_line(basis) else what


def require_sound(post: Post, *, by: Actor) -> None:
    """Raises Invalid for what the database would refuse without a word, and for administrators who meet."""
    faults = _faults_of_words(post) | ({} if by.is_clock else _faults_for_people(post))
    if faults:
        raise Invalid(faults)
    others = list(_held_meanwhile(post))
    if any(is_administrator(other.role) or is_administrator(post.role) for other in others):
        raise Invalid({"role": words.ONE_ADMINISTRATOR})
    if any((other.unit_id, other.role) == (post.unit_id, post.role) for other in others):
        raise Invalid({"role": words.HELD_ALREADY})


def _faults_of_words(post: Post) -> dict[str, str]:
    """What cannot be, whoever enters it."""
    if post.ends_on and post.ends_on < post.starts_on:
        return {"ends_on": words.ENDS_BEFORE_START}
    if post.role == Role.AUDITOR and not (post.ends_on and post.scope_year):
        return {"scope_year": words.AUDITOR_NEEDS_SCOPE}
    if post.kind not in PostKind.values or (post.kind == PostKind.REGULAR and post.acting_for):
        return {"kind": words.UNKNOWN_KIND}
    if post.kind != PostKind.REGULAR and post.acting_for is None:
        return {"acting_for": words.FOR_WHOM}
    return {"acting_for": words.NOT_FOR_ONESELF} if post.acting_for_id == post.user_id else {}


def _faults_for_people(post: Post) -> dict[str, str]:
    """What a person has to say besides; the commands of the first day need not."""
    faults = {}
    if not post.basis:
        faults["basis"] = words.BASIS_NEEDED
    if post.kind != PostKind.REGULAR and post.ends_on is None:
        faults["ends_on"] = words.FOR_WHOM
    if post.role in OF_THE_OFFICE and post.unit.kind != UnitKind.COORDINATION:
        faults["role"] = words.ONLY_IN_OFFICE
    if not post.user.is_active:
        faults["user"] = words.SWITCHED_OFF
    return faults


def _held_meanwhile(post: Post) -> "QuerySet[Post]":
    """The person's posts that share a day with this one, also those still to come."""
    others = Post.objects.standing().filter(user=post.user).exclude(ends_on__lt=post.starts_on)
    return others.filter(starts_on__lte=post.ends_on) if post.ends_on else others
