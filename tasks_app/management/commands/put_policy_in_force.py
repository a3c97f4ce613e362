"""Puts a policy file in force (启用督办规则), or says what is wrong with it. Exit 1 = refused, 2 = usage."""

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post, Role, User
from tasks_app.actions import policies
from tasks_app.domain.days import iso_day
from tasks_app.domain.policy_changes import changes_of
from tasks_app.domain.refusals import Invalid, Refusal
from tasks_app.models import PolicyVersion


class Command(BaseCommand):
    """``manage.py put_policy_in_force FILE --by USERNAME [--basis TEXT] [--starts-on DATE] [--dry-run]``."""

    help = "Put a policy file in force; --dry-run shows its faults, or the difference to the present one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, who answers for it, and from when on."""
        parser.add_argument("file", type=Path, help="规则文件（.json）")
        parser.add_argument("--by", required=True, help="启用人的登录名；只有办公室负责人可以启用")
        parser.add_argument("--basis", default="", help="依据")
        parser.add_argument("--starts-on", type=_day, default=None, help="施行日期 YYYY-MM-DD；不填则用文件中的日期")
        parser.add_argument("--dry-run", action="store_true", help="只检查和比较，不启用")

    def handle(self, *args: Any, file: Path, starts_on: date | None, **options: Any) -> None:
        """Says what changes; puts it in force unless this is a dry run. The kernel decides who may."""
        now = timezone.now()
        by = _actor(options["by"], timezone.localdate(now))
        data = _read(file)
        if starts_on is not None and isinstance(data, dict):
            data = data | {"starts_on": starts_on.isoformat()}
        try:
            with transaction.atomic():
                present = PolicyVersion.in_force(by.on)
                version = policies.put_in_force(data, basis=options["basis"], by=by, at=now)
                transaction.set_rollback(options["dry_run"])
        except Invalid as refusal:
            raise CommandError("\n".join(refusal.faults.values())) from None
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(_in_words(present, version, is_rehearsal=options["dry_run"]))


def _day(text: str) -> date:
    day = iso_day(text)
    if day is None:
        raise ArgumentTypeError(f"日期无法识别：{text}（例：2026-12-01）。")
    return day


def _actor(login: str, on: date) -> Actor:
    """The person as the office's director where they are one on that day; else in whatever post they hold."""
    user = User.objects.filter(username=login).first()
    if user is None:
        raise CommandError(f"没有登录名为“{login}”的人员，请核对。")
    post = Post.objects.in_force(on).filter(user=user, role=Role.OFFICE_DIRECTOR).first()
    return Actor.of(user, on, wearing=post.pk if post else None)


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"规则文件无法读取：{path}（{type(error).__name__}）。") from None
    except (ValueError, RecursionError):
        raise CommandError("规则文件不是 JSON 格式（UTF-8 编码），请对照默认规则核对。") from None


def _in_words(present: PolicyVersion | None, version: PolicyVersion, *, is_rehearsal: bool) -> str:
    changes = changes_of(present.policy if present else None, version.policy)
    compared = f"与现行第 {present.version} 版比较" if present else "此前没有规则"
    head = f"{compared}，{len(changes)} 处不同{'：' if changes else '。'}"
    what = "只检查，没有启用" if is_rehearsal else "已启用"
    tail = f"{what}：{version}，自 {version.starts_on:%Y-%m-%d} 起施行。"
    return "\n".join((head, *(f"  {change}" for change in changes), tail))
