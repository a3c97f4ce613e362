"""Writes docs/state-machines.md from the tables in domain/. With ``--check`` only says whether it is current."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasks_app.documents.state_machines import as_markdown

OUTDATED = "docs/state-machines.md 与代码不一致，请运行 python manage.py state_diagrams。"


class Command(BaseCommand):
    """``manage.py state_diagrams [--check]``: exit 0 = written or current, 1 = outdated."""

    help = "Write docs/state-machines.md from the state machines in tasks_app/domain."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds --check."""
        parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where the page is outdated")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes or compares the page."""
        page = Path(settings.BASE_DIR) / "docs" / "state-machines.md"
        text = as_markdown()
        if options["check"]:
            if not page.exists() or page.read_text(encoding="utf-8") != text:
                raise CommandError(OUTDATED, returncode=1)
            return
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8")
        self.stdout.write(f"{page.relative_to(settings.BASE_DIR)}")
