"""Writes a plan as it was issued: json, csv, xlsx or docx. Exit 0 = done, 1 = refused, 2 = usage."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tasks_app.documents.plan_export import sheet_of
from tasks_app.documents.plan_export_files import csv_file, json_file, xlsx_file
from tasks_app.documents.plan_export_word import docx_file
from tasks_app.domain.plan_sheet import PlanSheet
from tasks_app.models import Plan

WRITERS: dict[str, Callable[[PlanSheet], bytes]] = {
    "json": json_file,
    "csv": csv_file,
    "xlsx": xlsx_file,
    "docx": docx_file,
}
BINARY = ("xlsx", "docx")
USAGE = 2


class Command(BaseCommand):
    """``manage.py export_plan [--plan NUMBER] --format json|csv|xlsx|docx [--out FILE]``."""

    help = "Write a plan's table as json, csv, xlsx or docx; without --out it goes to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the contract."""
        parser.add_argument("--plan", metavar="NUMBER", type=_text, help="文号, needed where several plans are stored")
        parser.add_argument("--format", required=True, choices=list(WRITERS))
        parser.add_argument("--out", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Finds the plan, makes the file, writes it whole or not at all."""
        content = WRITERS[options["format"]](sheet_of(_plan(options["plan"])))
        if options["out"]:
            _write_whole(options["out"], content)
        elif options["format"] in BINARY:
            self._write_binary(content, options["format"])
        else:
            self.stdout.write(content.decode(), ending="")

    def _write_binary(self, content: bytes, kind: str) -> None:
        if self.stdout.isatty():
            raise CommandError(f"{kind} 不是文本，请用 --out 指明要写入的文件。", returncode=USAGE)
        sys.stdout.buffer.write(content)


def _text(argument: str) -> str:
    """A word of the command line: bytes that are no UTF-8 arrive as halves of characters, which no database takes."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        raise ArgumentTypeError("文号不是 UTF-8 文字，请照方案的文号输入（如“珠府〔2023〕39号”）。") from None
    return argument


def _plan(number: str | None) -> Plan:
    plans = Plan.objects.filter(number=number) if number else Plan.objects.all()
    found = list(plans[:2])
    if not found:
        raise CommandError(f"没有文号为“{number}”的方案。" if number else "还没有导入任何方案。")
    if len(found) > 1:
        numbers = "、".join(Plan.objects.values_list("number", flat=True))
        raise CommandError(f"已导入多个方案（{numbers}），请用 --plan 指明其中一个。", returncode=USAGE)
    return found[0]


def _write_whole(path: Path, content: bytes) -> None:
    """A reader of the file sees the old content or the new, never half of it."""
    draft = path.parent / f".{path.name}.draft"
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise CommandError(f"不能写入 {path}，请检查文件夹是否存在、能否写入。") from None
