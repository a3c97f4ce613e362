"""Holds what leaves the house before anything starts: run on a restored backup. Exit 2 = usage."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import outgoing
from tasks_app.domain.refusals import Invalid, NotNow

USAGE = 2


class Command(BaseCommand):
    """``manage.py hold_outgoing --why TEXT``."""

    help = "Hold all outgoing messages until somebody releases them on the page 外发与巡检."

    def add_arguments(self, parser: CommandParser) -> None:
        """Why, for those who will find it held."""
        parser.add_argument("--why", required=True, help="理由，显示在办公室和管理员的每一页上")

    def handle(self, *args: Any, why: str, **options: Any) -> None:
        """Holds; what is held already stays as it is, with the reason it has."""
        now = timezone.now()
        by = Actor.clock("hold_outgoing", "1", on=timezone.localdate(now))
        try:
            row = outgoing.hold(why=why, by=by, at=now)
        except Invalid as refusal:
            raise CommandError(refusal.sentence, returncode=USAGE) from None
        except NotNow:
            self.stdout.write("外发原已暂停，未作改动。")
        else:
            self.stdout.write(f"外发已暂停：{row.why}。核对后请在“外发与巡检”页恢复。")
