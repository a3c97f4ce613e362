"""Facts for tests of the ladder, on the days of 2026: a line due on Monday 30 November, issued in March."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tasks_app.domain.facts import Anchor, Facts, Span, SubjectKind
from tasks_app.domain.ladder import due
from tasks_app.domain.policy import Policy, policy_from
from tests.factories import published_calendar

CALENDAR = published_calendar()
DEFAULT = Path(__file__).parents[2] / "fixtures" / "policy" / "default.json"
ISSUED, DEADLINE, EVALUATION = date(2026, 3, 2), date(2026, 11, 30), date(2027, 1, 20)
LINE_DAYS = {Anchor.ISSUED: ISSUED, Anchor.DEADLINE: DEADLINE, Anchor.EVALUATION: EVALUATION}


def default_data() -> dict[str, Any]:
    """The fixture, to be changed at will."""
    data: dict[str, Any] = json.loads(DEFAULT.read_text(encoding="utf-8"))
    return data


@cache
def default_policy() -> Policy:
    """The default policy."""
    return policy_from(default_data())


def day(text: str) -> date:
    """``12-01`` is 1 December 2026; a day of January lies in 2027."""
    month, of_month = map(int, text.split("-"))
    return date(2027 if month == 1 else 2026, month, of_month)


def days(text: str) -> date | None:
    """A day, or None for an empty text."""
    return day(text) if text else None


def span(start: str, end: str = "") -> Span:
    """A pause from a day to a day, or one that still lasts."""
    return Span(day(start), days(end))


def a_line(**changes: Any) -> Facts:
    """A line at work of a department, of which everything before its deadline was told."""
    told = dict.fromkeys(("S3", "S6", "R15", "R5", "R1"), day("11-27"))
    facts = Facts(SubjectKind.LINE, "line:17", 0, LINE_DAYS, "department", state="in_progress", decided=told)
    return replace(facts, **changes)


def fresh(**changes: Any) -> Facts:
    """A line at work of which nothing was told yet."""
    return a_line(**{"decided": {}} | changes)


def a_subject(kind: SubjectKind, anchors: Mapping[Anchor, date], **changes: Any) -> Facts:
    """Another subject of a line at work."""
    return replace(Facts(kind, f"{kind}:4/17", 0, anchors, "department", state="in_progress"), **changes)


def fired(facts: Facts, on: str | date, policy: Policy | None = None) -> tuple[str, ...]:
    """The codes that fire on a day."""
    return tuple(step.rule.code for step in _verdict(facts, on, policy).fire)


def superseded(facts: Facts, on: str | date, policy: Policy | None = None) -> tuple[str, ...]:
    """The codes that are noted as skipped on a day."""
    return tuple(step.rule.code for step in _verdict(facts, on, policy).superseded)


def next_look(facts: Facts, on: str | date) -> date | None:
    """The day on which the subject is looked at again."""
    return _verdict(facts, on, None).next_on


def _verdict(facts: Facts, on: str | date, policy: Policy | None) -> Any:
    moment = day(on) if isinstance(on, str) else on
    return due(facts, policy or default_policy(), CALENDAR, moment)
