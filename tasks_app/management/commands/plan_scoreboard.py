"""Scores the reading of plans against truths typed by hand. Exit 0 = all over the bars, 1 = one is under, 2 = usage."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasks_app.actions import plans
from tasks_app.importing.reading import Masthead
from tasks_app.importing.scoreboard import LEAST_RIGHT, MOST_SILENT, Score, score

USAGE = 2


class Command(BaseCommand):
    """``manage.py plan_scoreboard FILE TRUTH [FILE TRUTH ...]``."""

    help = "Precision and recall of (row, unit, role) as read from plans, against truths in JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Pairs of a plan and its truth (given, rows: number, leads, support)."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE TRUTH")
        parser.add_argument("--lead", choices=["first", "declared", "none"], default="first")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a plan, then every wrong pair; fails where a plan is under the bars."""
        files: list[Path] = options["files"]
        if len(files) % 2:
            raise CommandError("请成对给出方案文件和人工核对结果（JSON）。", returncode=USAGE)
        under = []
        for file, truth in zip(files[::2], files[1::2], strict=True):
            found = self._score(file, truth, options)
            self.stdout.write(_line(file.name, found))
            for row, unit, role in sorted(found.wrong):
                what = "多读" if (row, unit, role) in found.read else "漏读"
                flag = "" if (row, unit, role) in found.flagged else "，未提示"
                self.stdout.write(f"  第 {row} 行 {what} {unit}（{role}）{flag}")
            under += [] if found.holds else [file.name]
        if under:
            bars = f"查准、查全各 {LEAST_RIGHT:.0%}，未提示的错误不超过 {MOST_SILENT:.1%}"
            raise CommandError(f"未达到标准（{bars}）：{'、'.join(under)}")

    @staticmethod
    def _score(file: Path, truth: Path, options: dict[str, Any]) -> Score:
        try:
            content, expected = file.read_bytes(), json.loads(truth.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"不能读取 {file} 或 {truth}：{error}", returncode=USAGE) from None
        given = Masthead(**expected.get("given", {}))
        reading = plans.read(content, name=file.name, lead=options["lead"], given=given)
        return score(reading, expected["rows"])


def _line(name: str, found: Score) -> str:
    return (
        f"{name}：应有 {len(found.truth)}，读出 {len(found.read)}，查准 {found.precision:.1%}，"
        f"查全 {found.recall:.1%}，错误 {len(found.wrong)}，其中已提示 {len(found.flagged)}，未提示 {len(found.silent)}"
    )
