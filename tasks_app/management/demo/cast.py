"""Who acts in the demo's past."""

from dataclasses import replace
from datetime import datetime

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import Role


class Cast:
    """The posts of the demo and their holders, looked up once: nobody changes posts in between."""

    def __init__(self) -> None:
        held = Post.objects.select_related("user", "unit").order_by("id")
        self._of_units = {(post.unit_id, post.role): post for post in reversed(held)}
        self._of_office = {post.role: post for post in reversed(held)}
        self._known: dict[int, Actor] = {}

    def by(self, role: Role, at: datetime, unit: int | None = None) -> Actor:
        """The person of a role (of a unit), as of that moment."""
        post = self._of_office[role] if unit is None else self._of_units[unit, role]
        if post.pk not in self._known:
            self._known[post.pk] = Actor.in_post(post, at.date())
        return replace(self._known[post.pk], on=at.date())
