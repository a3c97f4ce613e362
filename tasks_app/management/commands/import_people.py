"""Brings people and posts in from a table, from the command line. Exit 0 = done, 1 = refused, 2 = usage."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.people_import import Report, import_people
from tasks_app.importing.people_file import read_people
from tasks_app.importing.source import Unreadable

BASIS = "命令行导入：{name}"


class Command(BaseCommand):
    """``manage.py import_people FILE [--dry-run] [--json] [--basis TEXT]``."""

    help = "Import people and posts (人员与任职) from .xlsx or .csv; all faults by row and cell, or everything at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, whether to write, how to tell."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
        parser.add_argument("--json", action="store_true", dest="as_json", help="以 JSON 输出")
        parser.add_argument("--basis", default="", help="依据")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, then imports or only looks."""
        path: Path = options["file"]
        now = timezone.now()
        by = Actor.clock("import_people", path.name, on=timezone.localdate(now))
        basis = options["basis"] or BASIS.format(name=path.name)[:200]
        try:
            read = read_people(path.read_bytes(), name=path.name)
        except OSError as fault:
            raise CommandError(f"读不到文件“{path}”：{fault.strerror}。") from None
        except Unreadable as fault:
            raise CommandError(str(fault)) from None
        dry_run = options["dry_run"]
        report = import_people(read.rows, basis=basis, by=by, at=now, dry_run=dry_run, faults=read.faults)
        self._tell(report, as_json=options["as_json"])
        if report.faults:
            raise CommandError(f"{len(report.faults)} 处错误，没有写入。")

    def _tell(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            parts = {name: [vars(one) for one in getattr(report, name)] for name in ("changes", "doubts", "faults")}
            self.stdout.write(json.dumps({**parts, "written": report.is_written}, ensure_ascii=False, indent=2))
            return
        for change in report.changes:
            self.stdout.write(f"第 {change.row} 行 {change.who}：{change.what}")
        for doubt in report.doubts:
            self.stdout.write(f"第 {doubt.row} 行需核对：{doubt.message}")
        for fault in report.faults:
            self.stderr.write(f"第 {fault.row} 行：{fault.message}")
        self.stdout.write("已写入。" if report.is_written else "没有写入。")
