"""Who works in the demo: people who bear the names of their roles, one password for all of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.actor import Actor
from accounts.models import Post, Unit, UnitKind, User
from tasks_app.actions import posts, recording
from tasks_app.domain.access import Role

PASSWORD = "carbonpeak-demo"  # noqa: S105  (printed for everyone who runs the demo)
PHONE = "0756-0000000"
MAIL_DOMAIN = "demo.invalid"
BEGUN_ON = date(2023, 5, 19)
OFFICE_PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("clerk", "办公室经办人", Role.OFFICE_CLERK),
    ("clerk2", "办公室经办人（二）", Role.OFFICE_CLERK),
    ("director", "办公室负责人", Role.OFFICE_DIRECTOR),
    ("leader", "领导小组领导", Role.GROUP_LEADER),
    ("evaluator", "考核员", Role.EVALUATOR),
    ("auditor", "审计查阅人员", Role.AUDITOR),
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", Role.SECURITY_ADMIN),
    ("auditadmin", "审计管理员", Role.AUDIT_ADMIN),
)
# Units whose people are named when the demo starts; every other unit has its two as well.
SHOWN_UNITS = ("市商务局", "市发展改革局", "市委组织部", "珠海供电局", "香洲区人民政府")


@dataclass(frozen=True)
class Person:
    """One line of the table that tells who can log in."""

    full_name: str
    role_label: str
    unit: str
    username: str
    password: str = PASSWORD


def settle(*, by: Actor, at: datetime, year: int) -> None:
    """Makes the people of the office and two for each unit, and gives them their posts."""
    encoded = make_password(PASSWORD)
    office = Unit.objects.get(kind=UnitKind.COORDINATION)
    for username, full_name, role in OFFICE_PEOPLE:
        _appoint(username, full_name, office, role, encoded, year=year, by=by, at=at)
    for unit in Unit.objects.order_by("order", "id"):
        for role, suffix in ((Role.LIAISON, "联络员"), (Role.UNIT_REVIEWER, "审核人")):
            username = f"u{unit.order:02d}-{'liaison' if role is Role.LIAISON else 'reviewer'}"
            _appoint(username, f"{unit.name}{suffix}", unit, role, encoded, year=year, by=by, at=at)


def _appoint(
    username: str, full_name: str, unit: Unit, role: Role, encoded: str, *, year: int, by: Actor, at: datetime
) -> None:
    email = f"{username}@{MAIL_DOMAIN}"
    user = User(username=username, full_name=full_name, phone=PHONE, email=email, password=encoded)
    recording.save(user, by=by, at=at, why="演示人员")
    is_auditor = role is Role.AUDITOR
    posts.appoint(
        user,
        unit,
        role,
        by=by,
        at=at,
        starts_on=BEGUN_ON,
        ends_on=date(year + 1, 12, 31) if is_auditor else None,
        scope_year=year if is_auditor else None,
    )


def enter(username: str, full_name: str, *, at: datetime) -> User:
    """One more person of the demo, with its password."""
    user = User(username=username, full_name=full_name, phone=PHONE, email=f"{username}@{MAIL_DOMAIN}")
    user.set_password(PASSWORD)
    return recording.save(user, by=Actor.clock("演示数据", "1", on=at.date()), at=at, why="演示人员")


def acting_as(post: Post, on: date) -> Actor:
    """The holder of a post on a day."""
    return Actor.in_post(Post.objects.select_related("user", "unit").get(pk=post.pk), on)


def shown() -> list[Person]:
    """The people the demo names: the office's, and those of a few units of different kinds."""
    held = Post.objects.select_related("user", "unit").order_by("unit__order", "id")
    office = [post for post in held if post.role in {role for _, _, role in OFFICE_PEOPLE}]
    units = [post for post in held if post.unit.name in SHOWN_UNITS and post not in office]
    return [
        Person(post.user.full_name, post.get_role_display(), post.unit.name, post.user.username)
        for post in (*office, *units)
    ]


def for_login_page(request: HttpRequest) -> dict[str, object]:
    """A context processor of the demo alone: ``demo_people``, read only where a page asks for them."""
    return {"demo_people": SimpleLazyObject(shown)}
