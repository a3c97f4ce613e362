"""Measures a .docx against GB/T 9704—2012 (公文版式检查). Exit 0 = clean, 1 = deviations or unreadable, 2 = usage."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasks_app.documents.official.checking.check import check
from tasks_app.documents.official.checking.word_file import LARGEST_FILE
from tasks_app.domain.refusals import Refusal

USAGE = 2


class Command(BaseCommand):
    """``manage.py check_paper FILE [--json]``."""

    help = "Measure an official paper (.docx) against the layout of GB/T 9704—2012 and list what deviates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the contract."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--json", action="store_true", help='print {"file", "deviations": [{part, what, found, …}]}'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measures; the deviations go to standard error, one a line."""
        path = options["file"]
        content = _read(path)
        try:
            deviations = check(content)
        except Refusal as refusal:
            raise CommandError(f"{path.name}：{refusal.sentence}") from None
        if options["json"]:
            found = [asdict(deviation) for deviation in deviations]
            self.stdout.write(json.dumps({"file": path.name, "deviations": found}, ensure_ascii=False))
        if deviations:
            raise CommandError("\n".join(deviation.sentence for deviation in deviations))
        if not options["json"]:
            self.stdout.write(f"{path.name}：未发现与版式要求不符之处。")


def _read(path: Path) -> bytes:
    """At most what a paper may have, and one byte more, which tells that it has too much."""
    if path.is_dir():
        raise CommandError(f"{path} 是文件夹，请指明要检查的 .docx 文件。", returncode=USAGE)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        raise CommandError(f"不能读取 {path}，请检查路径和权限。", returncode=USAGE) from None
