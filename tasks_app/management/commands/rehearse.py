"""What the clock would do between two days if nobody acted (预演). Touches nothing."""

import json
from argparse import ArgumentTypeError
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tasks_app.actions.policies import checked
from tasks_app.dashboards.rehearsal import Foreseen, Rehearsal, rehearsed, unfinished_lines
from tasks_app.dashboards.reminders_ahead import Reminder, reminders_between
from tasks_app.domain.days import iso_day
from tasks_app.domain.facts import SubjectKind
from tasks_app.domain.policy import Policy
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.rehearsal import Change, changes_between
from tasks_app.models import PolicyVersion
from tasks_app.models.calendar import working_calendar
from tasks_app.presenters.clock import word_of

USAGE = 2
NO_POLICY = "还没有启用督办规则；可以用 --policy 指定规则文件。"


@dataclass(frozen=True)
class _Play:
    """The rehearsal of the versions in force, and of the file where one was named."""

    start: date
    end: date
    policies: tuple[Policy, ...]
    now: Rehearsal
    other: Policy | None = None
    new: Rehearsal | None = None
    reminders: tuple[Reminder, ...] = ()

    @property
    def changes(self) -> list[Change]:
        """What the file would change."""
        if self.new is None:
            return []
        return changes_between([one.step for one in self.now.foreseen], [one.step for one in self.new.foreseen])


class Command(BaseCommand):
    """``manage.py rehearse --from DATE --to DATE [--policy FILE] [--json]``."""

    help = "Say what would fire between two days if nobody acted; with --policy also what those rules change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the contract."""
        parser.add_argument("--from", dest="start", required=True, type=_day, help="first day, YYYY-MM-DD")
        parser.add_argument("--to", dest="end", required=True, type=_day, help="last day, included")
        parser.add_argument("--policy", type=Path, help="a policy as .json, to be compared; nothing of it is stored")
        parser.add_argument(
            "--json",
            action="store_true",
            help='print {"from", "to", "policies", "covers", "fired", "superseded", "reminders", "difference"}',
        )

    def handle(self, *args: Any, start: date, end: date, policy: Path | None, **options: Any) -> None:
        """Plays once and prints."""
        if end < start:
            raise CommandError("--to 不能早于 --from。", returncode=USAGE)
        play = _played(start, end, _read(policy) if policy else None)
        self.stdout.write(json.dumps(_as_json(play), ensure_ascii=False) if options["json"] else _in_words(play))


def _day(text: str) -> date:
    day = iso_day(text)
    if day is None:
        raise ArgumentTypeError(f"日期无法识别：{text}（例：2026-11-23）。")
    return day


def _read(path: Path) -> Policy:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"规则文件无法读取：{error}。") from None
    except (ValueError, RecursionError):
        raise CommandError("规则文件不是 JSON 格式（UTF-8 编码），请对照默认规则核对。") from None
    try:
        return checked(data)
    except Invalid as refusal:
        raise CommandError("\n".join(refusal.faults.values())) from None


def _played(start: date, end: date, other: Policy | None) -> _Play:
    """Played from today on, or from an earlier first day; only what falls between the two days is kept."""
    today = timezone.localdate()
    policies, first = PolicyVersion.policies(), min(start, today)
    in_force = policies.within(start, end)
    if not in_force:
        raise CommandError(NO_POLICY)
    tried = [policies, replace(policies, trial=other)] if other else [policies]
    calendar = working_calendar()
    plays = rehearsed(unfinished_lines(), tried, calendar, start=first, end=end)
    now, *rest = (play.since(start) for play in plays)
    reminders = tuple(reminders_between(start, end, calendar))
    return _Play(start, end, in_force, now, other, rest[0] if rest else None, reminders)


def _as_json(play: _Play) -> dict[str, Any]:
    superseded = [one for one in play.now.foreseen if one.step.superseded]
    return {
        "from": play.start.isoformat(),
        "to": play.end.isoformat(),
        "policies": [policy.version for policy in play.policies],
        "covers": [str(kind) for kind in SubjectKind],
        "fired": [_step(one) for one in play.now.fired],
        "superseded": [_step(one) for one in superseded],
        "reminders": [
            {"on": one.on.isoformat(), "unit": one.unit, "word": one.kind, "matter": one.matter}
            for one in play.reminders
        ],
        "difference": [
            {
                "subject": change.subject,
                "rule": change.rule,
                "round": change.round,
                "before": change.before and change.before.isoformat(),
                "after": change.after and change.after.isoformat(),
            }
            for change in play.changes
        ],
    }


def _step(one: Foreseen) -> dict[str, Any]:
    rule = one.step.step.rule
    return {
        "on": one.step.on.isoformat(),
        "subject": one.step.subject,
        "rule": rule.code,
        "round": one.step.round,
        "unit": one.unit_name,
        "word": word_of(one.unit_kind, rule.level, rule.deed),
    }


def _in_words(play: _Play) -> str:
    versions = "、".join(f"第 {policy.version} 版" for policy in play.policies)
    lines = [f"{play.start} 至 {play.end}，{versions}规则，将触发 {len(play.now.fired)} 条："]
    lines += [_line(one) for one in play.now.fired]
    if play.reminders:
        lines.append(f"批示答复和征求意见的提醒 {len(play.reminders)} 条：")
        lines += [f"  {one.on.isoformat()}  {one.kind}  {one.unit}  {one.matter}" for one in play.reminders]
    if play.other:
        lines.append(f"换用第 {play.other.version} 版规则，差异 {len(play.changes)} 条：")
        lines += [f"  {_moved(change)}  {change.rule:<6}{change.subject}" for change in play.changes]
    return "\n".join(lines)


def _moved(change: Change) -> str:
    if change.before is None:
        return f"增加  {change.after}"
    return f"减少  {change.before}" if change.after is None else f"移动  {change.before} → {change.after}"


def _line(one: Foreseen) -> str:
    step = _step(one)
    return f"  {step['on']}  {step['rule']:<6}{step['word']}  {step['unit']}  {one.matter}"
