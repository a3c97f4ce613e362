"""Reads an office's old spreadsheet into a year that is over. Exit 0 = done, 1 = refused, 2 = usage."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.actions.year_imports import import_year
from tasks_app.domain.access import Role
from tasks_app.domain.refusals import Invalid, Refusal
from tasks_app.models.calendar import working_calendar

USAGE = 2
NO_CLERK = "没有在任的办公室经办人；请用 --by 指明以谁的名义导入。"


class Command(BaseCommand):
    """``manage.py import_year FILE --year N [--by USERNAME] [--dry-run] [--json]``."""

    help = "Import last year's spreadsheet (.xlsx, .csv) into a year that is over; the same file twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the contract."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--by", default="", help="in whose name: the username of somebody of the office")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
        parser.add_argument("--json", action="store_true", help="print figures and doubts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, tells every doubt by row and cell, and writes in one transaction."""
        path, at = options["file"], timezone.now()
        try:
            content = path.read_bytes()
        except OSError as fault:
            raise CommandError(f"读不到文件：{fault}", returncode=USAGE) from fault
        try:
            done = import_year(
                content,
                name=path.name,
                year=options["year"],
                by=self._actor(options["by"]),
                at=at,
                calendar=working_calendar(),
                dry_run=options["dry_run"],
            )
        except Invalid as refusal:
            raise CommandError("\n".join(refusal.faults.values())) from refusal
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if options["json"]:
            figures = {"year": done.year, "doubts": [asdict(doubt) for doubt in done.doubts]}
            figures |= {"created": done.created, "changed": done.changed, "unchanged": done.unchanged}
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        for doubt in done.doubts:
            self.stdout.write(doubt.message)
        self.stdout.write(f"新增 {done.created} 件，更新 {done.changed} 件，未变 {done.unchanged} 件。")

    def _actor(self, username: str) -> Actor:
        today = timezone.localdate()
        posts = Post.objects.in_force(today).of_working_people().filter(role=Role.OFFICE_CLERK)
        post = (posts.filter(user__username=username) if username else posts.order_by("id")).first()
        if post is None:
            raise CommandError(NO_CLERK)
        return Actor.in_post(post, today)
