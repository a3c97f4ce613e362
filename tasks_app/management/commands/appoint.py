"""Gives a person a post from the command line: how the first people come in. Exit 1 = refused, 2 = usage."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Role, Unit, User
from tasks_app.actions import activation, posts, recording
from tasks_app.domain.refusals import Invalid


class Command(BaseCommand):
    """``manage.py appoint LOGIN UNIT ROLE --name NAME [--from DATE] [--to DATE] [--scope-year YEAR]``."""

    help = "Give a person a post (任职); a new person gets an activation link (激活链接) that is printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, where, as what, from when to when."""
        parser.add_argument("login", help="登录名")
        parser.add_argument("unit", help="单位现用名称，例如 市商务局")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--name", default="", help="姓名，新人员必填")
        parser.add_argument("--from", dest="starts_on", type=date.fromisoformat, default=None, help="起始日")
        parser.add_argument("--to", dest="ends_on", type=date.fromisoformat, default=None, help="截止日")
        parser.add_argument("--scope-year", type=int, default=None, help="审计查阅的年度")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Finds or makes the person, then appoints; all or nothing."""
        now = timezone.now()
        by = Actor.clock("appoint", options["login"], on=timezone.localdate(now))
        unit = _unit(options["unit"])
        user = _person(options["login"], options["name"])
        is_new = user.pk is None
        if is_new:
            recording.save(user, by=by, at=now, why="建立人员")
        try:
            post = posts.appoint(
                user,
                unit,
                options["role"],
                by=by,
                at=now,
                starts_on=options["starts_on"] or by.on,
                ends_on=options["ends_on"],
                scope_year=options["scope_year"],
            )
        except Invalid as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"{user.full_name}：{post.label}，自 {post.starts_on:%Y-%m-%d} 起。")
        if is_new:
            link = activation.invite(user, by=by, at=now, checked=True)
            until = timezone.localtime(link.expires_at)
            self.stdout.write(f"登录名 {user.username}，请本人在 {until:%Y-%m-%d %H:%M} 前设置密码，链接只显示这一次：")
            self.stdout.write(f"{settings.PUBLIC_ADDRESS}{link.path}")


def _unit(name: str) -> Unit:
    found = list(Unit.objects.filter(name=name)[:2])
    if len(found) != 1:
        raise CommandError(f"没有找到唯一的单位“{name}”，请用系统中的现用名称，或先导入方案。")
    return found[0]


def _person(login: str, name: str) -> User:
    """The person, not stored yet where they are new."""
    known: User | None = User.objects.filter(username=login).first()
    if known:
        return known
    if not name.strip():
        raise CommandError(f"“{login}”是新人员，请用 --name 写明姓名。")
    user = User(username=User.normalize_username(login), full_name=name.strip())
    user.set_unusable_password()  # nobody logs in by the name before the link is used
    return user
