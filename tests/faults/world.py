"""The world of a run: a house made by real actions, a calendar in which every day works, and waves copied in.

Every day is a working day, so that the oracle can count in plain days. Runs as a process of its own: builds what is
missing, then reads waves from standard input and answers each when it is in.

    {"wave": 17, "today": "2026-03-02"}
"""

import json
import sys
from datetime import date, timedelta

import django

django.setup()

from django.apps import apps  # noqa: E402  (models are there after setup)
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import InterfaceError, OperationalError, connection, transaction  # noqa: E402

from accounts.models import Post, Unit, UnitKind, UnitRoleGroup, User  # noqa: E402
from benchmarks.copying import Row, copy_rows  # noqa: E402
from tasks_app.actions import policies  # noqa: E402
from tasks_app.domain.access import UNIT_ROLES, Relation  # noqa: E402
from tasks_app.domain.parts import Part  # noqa: E402
from tasks_app.models import (  # noqa: E402
    CalendarDay,
    CalendarYear,
    Outgoing,
    PolicyVersion,
    UnitLine,
    UnitLineRelation,
    WorkItem,
    WorkItemRelation,
)
from tests import factories  # noqa: E402
from tests.faults import papers, targets  # noqa: E402
from tests.faults.database import patiently  # noqa: E402
from tests.faults.waves import FIRST, PEOPLE, STARTS_AT, STORIES, line_of  # noqa: E402

CALENDAR_YEARS = range(2025, 2029)
BRAKE_AT = 1_000_000
PEOPLE_SINCE = date(2025, 1, 1)
AWAY = (OperationalError, InterfaceError)
ITEM = ("id", "year_plan_id", "order", "title", "deliverable", "planned_deadline", "rhythm", "state")
LINE = (
    *("id", "work_item_id", "cycle_id", "heading_id", "unit_id", "unit_name"),
    *("responsibility_id", "part", "order", "rhythm", "issued_on", "original_deadline", "deadline"),
    *("state", "next_step_on"),
)
RELATION = ("content_object_id", "group_id", "permission_id")


@transaction.atomic
def build() -> None:
    """The house with its issued year, the default policy, addresses for its people, and no brake in the way.

    The house's own lines are ended: only waves are watched.
    """
    factories.house()
    UnitLine.objects.update(ended_on=STARTS_AT.date())
    for year in CALENDAR_YEARS:
        _every_day_works(year)
    policies.seed_default(by=factories.clock(), at=STARTS_AT)
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@people.test")
    Outgoing.objects.create(pk=1, brake_at=BRAKE_AT)
    papers.prepare()
    targets.prepare()


def _every_day_works(year: int) -> None:
    row = CalendarYear.objects.create(year=year, state=CalendarYear.State.OFFICIAL, basis="每日均为工作日（测试）")
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    rows = [CalendarDay(year=row, day=day, is_workday=True) for day in days if day.year == year]
    CalendarDay.objects.bulk_create(rows)


def release(wave: int, today: date) -> None:
    """Copies a wave in, due on this day. Asked again while the database is away; a wave comes once."""
    patiently(lambda: _released(wave, today), away=AWAY)


def _released(wave: int, today: date) -> None:
    try:
        with transaction.atomic():
            if not Unit.objects.filter(pk=FIRST + wave).exists():
                _copy(wave, today)
    except AWAY:
        connection.close()
        raise


def _copy(wave: int, today: date) -> None:
    unit, pattern = FIRST + wave, WorkItem.objects.earliest("id")
    groups = _copy_unit(unit, wave)
    items, lines = [], []
    responsible = UnitLine.objects.earliest("id")
    for place, story in enumerate(STORIES):
        key = line_of(wave, place)
        deadline = today + timedelta(days=story.due_in)
        issued_on = today - timedelta(days=story.issued_ago)
        order = key - FIRST
        items.append((key, pattern.year_plan_id, order, f"事项{order}", "", deadline, story.rhythm, story.state))
        lines.append(
            (
                *(key, key, responsible.cycle_id, responsible.heading_id, unit, f"第{wave}批单位"),
                *(responsible.responsibility_id, Part.LEAD, 1, story.rhythm, issued_on, deadline, deadline),
                *(story.state, today),
            )
        )
    copy_rows(WorkItem, ITEM, items)
    copy_rows(UnitLine, LINE, lines)
    keys = dict(Permission.objects.filter(codename__in=list(Relation)).values_list("codename", "pk"))
    held = [(line[0], group) for line in lines for group in groups]
    copy_rows(WorkItemRelation, RELATION, [(*pair, keys[Relation.LEAD]) for pair in held])
    copy_rows(UnitLineRelation, RELATION, [(*pair, keys[Relation.OWN]) for pair in held])
    papers.copy_in(wave, today)
    targets.copy_in(wave, today)


def _copy_unit(unit: int, wave: int) -> list[int]:
    """The unit with a liaison and a reviewer; returns the auth groups of both roles."""
    copy_rows(Unit, ("id", "name", "kind", "jurisdiction"), [(unit, f"第{wave}批单位", UnitKind.DEPARTMENT, "珠海市")])
    people: list[Row] = []
    posts: list[Row] = []
    groups: list[Row] = []
    for place, role in enumerate(UNIT_ROLES):
        key = FIRST + wave * PEOPLE + place
        name = f"{role}{wave}"
        people.append((key, name, name, f"{name}@people.test", STARTS_AT))
        posts.append((key, key, unit, role, PEOPLE_SINCE))
        groups.append((key, f"unit:{unit}:{role}"))
    copy_rows(User, ("id", "username", "full_name", "email", "joined_at"), people)
    copy_rows(Post, ("id", "user_id", "unit_id", "role", "starts_on"), posts)
    copy_rows(Group, ("id", "name"), groups)
    rows = [(group[0], unit, role, group[0]) for group, role in zip(groups, UNIT_ROLES, strict=True)]
    copy_rows(UnitRoleGroup, ("id", "unit_id", "role", "group_id"), rows)
    return [int(group[0]) for group in groups]


def make_tables() -> None:
    """The tables as the models have them, which are those of the migrations: replaying these costs a quarter minute."""
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)


if __name__ == "__main__":
    make_tables()
    if not PolicyVersion.objects.exists():
        build()
    for words in sys.stdin:
        asked = json.loads(words)
        release(asked["wave"], date.fromisoformat(asked["today"]))
        print(json.dumps(asked), flush=True)  # noqa: T201
