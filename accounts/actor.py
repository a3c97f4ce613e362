"""The Actor: in whose name something is seen or done, decided once for each request or job."""

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from accounts.models import Post, User

CLOCK_NAME = "系统时钟"


@dataclass(frozen=True)
class Actor:
    """A person in one of their posts on one day, or the clock.

    ``posts`` are all posts in force of the same person: conflict rules look at every hat a person wears,
    while rights come from the one hat (``post``) that is worn now. ``group`` is the auth group of that hat, asked
    together with which posts are in force; an Actor that was not made by asking has none, and holds nothing.
    """

    user: User | None
    post: Post | None
    acting_for: User | None
    on: date
    posts: tuple[Post, ...] = field(default=())
    rule: str = ""
    group: int | None = None

    @classmethod
    def of(cls, user: User, on: date, *, wearing: int | None = None) -> Self:
        """The person on the day, wearing the post with id ``wearing`` or else the first in force.

        Somebody who was switched off wears nothing, also where a job still knows their post.
        """
        in_force = Post.objects.in_force(on).of_working_people().filter(user=user)
        held = tuple(in_force.with_group().select_related("unit", "acting_for").order_by("id"))
        worn = next((post for post in held if post.pk == wearing), held[0] if held else None)
        if worn is None:
            return cls(user, None, None, on, held)
        return cls(user, worn, worn.acting_for, on, held, group=worn.group)  # type: ignore[attr-defined]

    @classmethod
    def in_post(cls, post: Post, on: date) -> Self:
        """The holder of a post, as a job or a test that knows the post acts for them."""
        return cls.of(post.user, on, wearing=post.pk)

    @classmethod
    def clock(cls, rule: str, version: str, *, on: date) -> Self:
        """The clock acting under a rule of a policy version; it holds no post and no rights of a person."""
        return cls(None, None, None, on, (), f"{rule} {version}")

    @property
    def is_clock(self) -> bool:
        """Whether no person stands behind this."""
        return self.user is None

    @property
    def own_post(self) -> Post:
        """The post that is worn, where only people act: the clock holds none and is refused before."""
        if self.post is None:
            raise ValueError(f"{self.name} holds no post")
        return self.post

    @property
    def role(self) -> str:
        """The role code of the post that is worn, or an empty string."""
        return self.post.role if self.post else ""

    @property
    def unit_id(self) -> int | None:
        """The unit of the post that is worn."""
        return self.post.unit_id if self.post else None

    def acts_for(self, unit: int | None) -> bool:
        """Whether the post that is worn is in force and of this unit; nobody acts for a unit that is not named."""
        return self.group is not None and unit is not None and self.unit_id == unit

    @property
    def name(self) -> str:
        """Whom the history names."""
        return self.user.full_name if self.user else CLOCK_NAME

    @property
    def label(self) -> str:
        """Whom the page names: 王晓（市商务局 · 联络员）."""
        if self.is_clock:
            return f"{CLOCK_NAME}（{self.rule}）"
        return f"{self.name}（{self.post.label}）" if self.post else self.name
