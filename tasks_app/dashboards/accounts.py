"""Who can log in (账号), with the posts each person holds today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Post, Role, User

MOST = 100


@dataclass(frozen=True)
class Accounts:
    """The accounts found, in the order of their names; ``has_more``: there are others beyond."""

    users: tuple[User, ...]
    has_more: bool


def accounts_named(words: str, on: date) -> Accounts:
    """Those whose login, name or unit has these words; all where there are none. Two queries."""
    named = Q(username__icontains=words) | Q(full_name__icontains=words)
    posted = Q(pk__in=Post.objects.in_force(on).filter(unit__name__icontains=words).values("user"))
    found = list(with_posts(on).filter(named | posted if words else Q()).order_by("username")[: MOST + 1])
    return Accounts(tuple(found[:MOST]), len(found) > MOST)


def with_posts(on: date) -> "QuerySet[User]":
    """All accounts, each with ``held``: the posts of the day."""
    posts = Post.objects.in_force(on).select_related("unit").order_by("starts_on", "id")
    users: QuerySet[User] = User.objects.prefetch_related(Prefetch("posts", posts, to_attr="held"))
    return users


def bound_people(on: date, *, keepers: bool) -> "QuerySet[User]":
    """Who has bound a phone, each with the posts of the day: the system administrators, or all others."""
    keeping = Post.objects.filter(role=Role.SYSTEM_ADMIN).exclude(ends_on__lt=on).values("user")
    bound = with_posts(on).filter(second_factor__confirmed_at__isnull=False).select_related("second_factor")
    return (bound.filter(pk__in=keeping) if keepers else bound.exclude(pk__in=keeping)).order_by("username")
