"""People at work beside the sweeps: reads acts from standard input, does them by real actions, answers in JSON.

    {"line": 1000004, "act": "close"}     →  {"line": 1000004, "act": "close", "said": ""}

``said`` is what a person would read where the act was refused or the database was away.
"""

import json
import sys
from datetime import datetime, timedelta
from decimal import Decimal

import django
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

django.setup()

from accounts.actor import Actor  # noqa: E402  (models are there after setup)
from accounts.models import Post, Role  # noqa: E402
from tasks_app.actions import extensions, lines, reports, target_readings  # noqa: E402
from tasks_app.actions.extensions import Grant, Wish  # noqa: E402
from tasks_app.actions.target_readings import Entry  # noqa: E402
from tasks_app.domain.refusals import Refusal  # noqa: E402
from tasks_app.domain.target_words import ReadingKind  # noqa: E402
from tasks_app.models import Target, UnitLine  # noqa: E402
from tasks_app.models.calendar import working_calendar  # noqa: E402
from tests import factories  # noqa: E402
from tests.factories import Staff  # noqa: E402

# In this world every day is a working day, and a late line was due yesterday: within what a clerk may grant.
MORE_TIME = timedelta(days=7)


def act(line: UnitLine, deed: str) -> None:
    """Signs a line, has its deadline moved, hands in its closing report, or carries it through to acceptance; or
    reports the figure of its unit's target.
    """
    at = timezone.now()
    people = Staff(line.unit, _in_post(line.unit_id, Role.LIAISON), _in_post(line.unit_id, Role.UNIT_REVIEWER))
    if deed == "sign":
        lines.sign(line, by=people.liaison, at=at)
        return
    if deed == "figure":
        _report_figure(people, at)
        return
    if deed == "extend":
        _extend(line, people, at)
        return
    report = factories.closing_draft(line, people, at=at)
    reports.send(report, by=people.liaison, at=at)
    reports.approve(report, by=people.reviewer, at=at)
    if deed == "accept":
        reports.accept(report, by=_clerk(), at=at)


def _extend(line: UnitLine, people: Staff, at: datetime) -> None:
    """More time is asked for and granted, in two acts as by two people."""
    until, calendar = timezone.localdate(at) + MORE_TIME, working_calendar()
    wish = Wish(until, "设备交货推迟。", "待安装。")
    request = extensions.ask(line, wish, calendar=calendar, by=people.liaison, at=at)
    extensions.grant(request, Grant(until), calendar=calendar, by=_clerk(), at=at)


def _report_figure(people: Staff, at: datetime) -> None:
    """The figure of last year, of the target that the unit reports."""
    target = Target.objects.get(reporting_unit=people.unit)
    year = timezone.localdate(at).year - 1
    entry = Entry(year=year, kind=ReadingKind.QUICK, source="市统计局快报", value=Decimal(24))
    target_readings.enter(target, entry, by=people.liaison, at=at)


def _clerk() -> Actor:
    clerk = Post.objects.filter(role=Role.OFFICE_CLERK).earliest("id")
    return Actor.in_post(clerk, timezone.localdate())


def _in_post(unit: int, role: str) -> Actor:
    return Actor.in_post(Post.objects.get(unit=unit, role=role), timezone.localdate())


def _said(line: int, deed: str) -> str:
    close_old_connections()
    try:
        act(UnitLine.objects.select_related("unit").get(pk=line), deed)
    except (Refusal, DatabaseError, InterfaceError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


if __name__ == "__main__":
    for words in sys.stdin:
        asked = json.loads(words)
        print(json.dumps({**asked, "said": _said(asked["line"], asked["act"])}), flush=True)  # noqa: T201
