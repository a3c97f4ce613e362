"""Who acts in the stories: the office's clerk and director, and the two people of each unit."""

from dataclasses import dataclass

from accounts.models import Post
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Role, Verb

# Who takes a step that asks for this verb.
ACTS_BY = {
    Verb.SIGN_LINE: Role.LIAISON,
    Verb.WRITE_REPORT: Role.LIAISON,
    Verb.APPROVE_REPORT: Role.UNIT_REVIEWER,
    Verb.REVIEW_REPORT: Role.OFFICE_CLERK,
    Verb.SIGN_OFF: Role.OFFICE_DIRECTOR,
}


@dataclass(frozen=True)
class Person:
    """What a step copies of the person who took it: ``columns`` are user, post, name, unit and role."""

    post: int
    columns: tuple[int, int, str, str, str]


class Cast:
    """All people by unit and role; the office's by role alone."""

    def __init__(self) -> None:
        rows = Post.objects.filter(role__in=(*UNIT_ROLES, *OFFICE_ROLES)).select_related("user", "unit")
        self._seats = {_seat(post.unit_id, post.role): _person(post) for post in rows.order_by("-id")}

    def who(self, verb: Verb, unit: int) -> Person:
        """Who takes a step with this verb on a line of this unit."""
        return self._seats[_seat(unit, ACTS_BY[verb])]


def _seat(unit: int, role: str) -> tuple[int | None, str]:
    return (unit if role in UNIT_ROLES else None, role)


def _person(post: Post) -> Person:
    return Person(post.pk, (post.user_id, post.pk, post.user.full_name, post.unit.name, post.role))
