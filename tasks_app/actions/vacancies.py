"""The office hears of every post with nobody behind it (岗位空缺), once a case and never not at all."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Post, UnitKind
from tasks_app.dashboards.vacancies import Vacancy, vacancies_on
from tasks_app.domain.access import OFFICE_ROLES, Role
from tasks_app.domain.topics import About
from tasks_app.domain.vacancies import GAP_WORDS, Gap
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications.topics import Topic, put_topic


def tell(*, at: datetime, units: Collection[int] | None = None) -> int:
    """Tells of the gaps there are, of all units or of these; returns how many notices were new.

    Called by every act that may open one, within its transaction, and by the timetable for those that time opens.
    """
    today = timezone.localdate(at)
    found = vacancies_on(today, working_calendar(), units=units)
    if not found:
        return 0
    posts = list(_who_might_hear(at).values_list("user", "role", "unit"))
    return sum(put_topic(_topic(gap), _hearers(gap, posts), at=at) for gap in found)


def _who_might_hear(at: datetime) -> "QuerySet[Post]":
    held = Post.objects.in_force(timezone.localdate(at)).of_working_people()
    of_office = Q(role__in=OFFICE_ROLES, unit__kind=UnitKind.COORDINATION)
    return held.filter(of_office | Q(role__in=(Role.UNIT_REVIEWER, Role.SECURITY_ADMIN)))


def _hearers(gap: Vacancy, posts: Iterable[tuple[int, str, int]]) -> list[int]:
    """The office; whoever can fill the post: the unit's reviewer, or the security administrator.

    Where the office itself is empty, the security administrator hears of everything.
    """
    known = list(posts)
    office = [user for user, role, _ in known if role in OFFICE_ROLES]
    security = [user for user, role, _ in known if role == Role.SECURITY_ADMIN]
    own = [user for user, role, unit in known if role == Role.UNIT_REVIEWER and unit == gap.unit.pk]
    if gap.role in OFFICE_ROLES or not office:
        return [*office, *security]
    return [*office, *own] if gap.role == Role.LIAISON else office


def _topic(gap: Vacancy) -> Topic:
    role = Post(role=gap.role).get_role_display()
    waits = f"，目前有 {gap.waiting} 件等待办理" if gap.waiting else ""
    day = f"自 {gap.found.on:%Y-%m-%d} 起" if gap.found.on and gap.found.gap is Gap.ENDING else ""
    return Topic(
        About.GAP,
        gap.case,
        title=f"{gap.unit.name}{role}{GAP_WORDS[gap.found.gap]}",
        asked=f"{day}{gap.unit.name}没有{role}{waits}，请补充人员、安排代理或代班。",
        because=f"因为该岗位{GAP_WORDS[gap.found.gap]}，有关事项无人办理。",
        address=reverse("unit_people", args=[gap.unit.pk]),
        urgent=gap.found.gap is not Gap.ENDING,
    )
