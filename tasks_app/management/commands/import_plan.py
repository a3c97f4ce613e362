"""Reads a plan and stores it. Exit 0 = done (also with doubts), 1 = refused with all faults on stderr, 2 = usage."""

import json
import os
from argparse import ArgumentTypeError
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import plans
from tasks_app.actions.import_run import Change
from tasks_app.dashboards.plan_table import rows_with_a_lead
from tasks_app.domain.plan_sheet import as_json
from tasks_app.domain.refusals import Refusal
from tasks_app.domain.texts import on_one_line
from tasks_app.importing.files.kinds import MAX_FILE_BYTES
from tasks_app.importing.reading import Masthead, PlanReading
from tasks_app.presenters.plan_changes import words_of
from tasks_app.views.contention import is_contention

USAGE = 2
# Two imports of one plan: one waits. A plan of 5,000 rows is written in well under a minute.
PATIENCE = "300s"
BUSY = "另一项导入或办理正占用这个方案，等待后仍未结束，没有写入任何内容；请稍后再导入。"
# Decisions that are no doubts of their own: counted, not listed.
COUNTED = ("inferred_lead", "left_out_figure")


class Command(BaseCommand):
    """``manage.py import_plan FILE [--dry-run] [--json] [--lead first|declared|none]``."""

    help = "Import a plan from .txt, .md, .csv, .xlsx, .docx or our .json; the same plan twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the contract."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
        parser.add_argument("--json", action="store_true", help="print the plan as read, doubts, repairs, changes")
        parser.add_argument(
            "--lead",
            choices=["first", "declared", "none"],
            default="first",
            help="who leads where a cell does not say: the first unit, inferred (first); nobody, which is a doubt to "
            "settle (declared); nobody, and that is as it should be (none)",
        )
        parser.add_argument("--number", default="", help="文号, where the source does not say it, as a .csv")
        parser.add_argument("--title", default="", help="方案名称")
        parser.add_argument("--issuer", default="", help="印发机关")
        parser.add_argument("--issued-on", type=_day, help="成文日期, as 2023-05-19")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, reports every fault at once, else writes in one transaction."""
        path: Path = options["file"]
        number, title, issuer = (on_one_line(options[name]) for name in ("number", "title", "issuer"))
        given = Masthead(number, title, issuer, options["issued_on"])
        reading = plans.read(_content(path), name=_storable(path.name), lead=options["lead"], given=given)
        mode = "dry-run" if options["dry_run"] else "import"
        changes: tuple[Change, ...] = ()
        faults = [fault.message for fault in reading.faults]
        if not faults:
            try:
                changes = _changes(reading, mode)
            except Refusal as refusal:
                faults = [refusal.sentence]
            except OperationalError as fault:
                if not is_contention(fault):
                    raise
                faults = [BUSY]
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(reading, changes, faults, mode), ensure_ascii=False, indent=2))
        if faults:
            raise CommandError("未导入，请先处理以下问题：\n" + "\n".join(faults))
        if not options["json"]:
            self.stdout.write(_summary(reading, changes, mode))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("成文日期应写作 2023-05-19。") from None


def _storable(name: str) -> str:
    """A file's name as text: one from another system may be no UTF-8, and no database keeps it as it is."""
    return os.fsencode(name).decode(errors="replace")


def _content(path: Path) -> bytes:
    """The file, or so much of it that it is known to be too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise CommandError(f"不能读取 {path}，请检查路径和权限。", returncode=USAGE) from None


@transaction.atomic
def _changes(reading: PlanReading, mode: str) -> tuple[Change, ...]:
    _wait_for_others()
    now = timezone.now()
    by = Actor.clock("import_plan", reading.sha256[:12], on=timezone.localdate(now))
    act = plans.rehearse_import if mode == "dry-run" else plans.import_reading
    return act(reading, by=by, at=now).changes


def _wait_for_others() -> None:
    """In this transaction a lock is worth waiting for: another import of the plan takes longer than a page may."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)",
                [PATIENCE, PATIENCE],
            )


def _as_json(reading: PlanReading, changes: tuple[Change, ...], faults: list[str], mode: str) -> dict[str, Any]:
    return {
        **as_json(reading.sheet),
        "doubts": [{key: value for key, value in asdict(doubt).items() if key != "raw"} for doubt in reading.doubts],
        "repairs": [asdict(repair) for repair in reading.repairs],
        "changes": [change.as_json for change in changes],
        "faults": faults,
        "mode": mode,
    }


def _summary(reading: PlanReading, changes: tuple[Change, ...], mode: str) -> str:
    head = reading.masthead
    counts = Counter((change.act, change.subject) for change in changes)
    listed = [f"  {words_of(act, subject)} {count}" for (act, subject), count in counts.items()]
    kinds = Counter(doubt.kind for doubt in reading.doubts)
    settled = rows_with_a_lead(head.number)
    open_leads = sum(doubt.kind == "inferred_lead" and doubt.row not in settled for doubt in reading.doubts)
    doubts = [doubt.message for doubt in reading.doubts if doubt.kind not in COUNTED]
    return "\n".join(
        [
            f"{head.title}（{head.number}，{head.issuer}）",
            f"行动 {len(reading.headings)}，重点任务 {len(reading.tasks)}，措施 {len(reading.measures)}，"
            f"目标 {len(reading.targets)}，责任分工 {len(reading.responsibilities)}；"
            f"修复 {len(reading.repairs)} 处，推定牵头 {open_leads} 行，"
            f"说明理由而未列为目标的数字 {kinds['left_out_figure']} 处，其他疑点 {len(doubts)} 处。",
            *(f"  疑点：{message}" for message in doubts),
            *([("试运行，以下变动未写入：" if mode == "dry-run" else "已写入：")] if listed else ["没有变动。"]),
            *listed,
        ]
    )
