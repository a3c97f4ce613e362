"""One supervision sweep. A second trigger beside beat: cron or a systemd timer may call it at any time.

Exit 0 = swept, 1 = stopped (standard error says why, the JSON has ``stopped``), 2 = usage.
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tasks_app.actions.sweep_books import Sweep
from tasks_app.actions.sweeps import sweep
from tasks_app.forms.fields import EARLIEST, LATEST

USAGE = 2
BRAKED = "巡检已制动：单次触发超过上限，请由办公室负责人核对后解除。"
NO_POLICY = "没有正在施行的督办规则，未作巡检；请先运行 set_up 或启用规则。"
STOPPED = {"braked": BRAKED, "no_policy": NO_POLICY}


class Command(BaseCommand):
    """``manage.py sweep [--at ISO] [--dry-run] [--json]``."""

    help = "Run one supervision sweep; prints what was planned, fired and superseded."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the contract."""
        parser.add_argument("--at", default="", help="another moment than now (ISO); needs --dry-run or a demo")
        parser.add_argument("--dry-run", action="store_true", help="say what would fire, write nothing")
        parser.add_argument(
            "--json",
            action="store_true",
            help='print {"planned": n, "fired": [...], "superseded": [...]}, with "stopped": "braked" or "no_policy"'
            " where it did not come to its end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweeps once. A dry run shows what waits behind a brake, and is not stopped by it."""
        at = _moment(options["at"])
        if options["at"] and not (options["dry_run"] or settings.DEMO_BANNER or settings.REHEARSAL):
            raise CommandError("--at 只能与 --dry-run 同用，或在演示环境中使用。")
        outcome = sweep(at=at, dry_run=options["dry_run"])
        stopped = "no_policy" if outcome.lawless else "braked" if outcome.braked and not options["dry_run"] else ""
        said = json.dumps(_as_json(outcome, stopped), ensure_ascii=False) if options["json"] else _in_words(outcome)
        self.stdout.write(said)
        if stopped:
            raise CommandError(STOPPED[stopped])


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--at 的时间无法识别：{text}（例：2026-11-23T09:00）。", returncode=USAGE)
    if not EARLIEST <= moment.date() < LATEST:
        years = f"{EARLIEST.year} 年至 {LATEST.year - 1} 年"
        raise CommandError(f"--at 的时间超出范围：{text}（{years}）。", returncode=USAGE)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _as_json(outcome: Sweep, stopped: str) -> dict[str, Any]:
    said: dict[str, Any] = {"stopped": stopped} if stopped else {}
    return said | {
        "planned": outcome.planned,
        "fired": [_row(*row) for row in outcome.fired],
        "superseded": [_row(*row) for row in outcome.superseded],
    }


def _row(subject: str, rule: str, round_: int) -> dict[str, Any]:
    return {"subject": subject, "rule": rule, "round": round_}


def _in_words(outcome: Sweep) -> str:
    return f"触发 {len(outcome.fired)} 条，由后续提醒替代 {len(outcome.superseded)} 条。"
