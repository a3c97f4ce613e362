"""Who may have signed a sheet (线下签批): the people of the office and the leaders who have an account."""

from datetime import date

from accounts.models import Post
from tasks_app.domain.access import OFFICE_ROLES, Role


def possible_signers(on: date) -> list[Post]:
    """Their posts in force on a day, one for each person and role. One query."""
    in_force = Post.objects.in_force(on).of_working_people().filter(role__in=(*OFFICE_ROLES, Role.GROUP_LEADER))
    posts = in_force.select_related("user", "unit").order_by("-role", "user__full_name", "id")
    return list({(post.user_id, post.role): post for post in posts}.values())
