"""Who visits what in a seeded database: the same unit, heading and kind of item at every size."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client

from accounts.models import Post, UnitKind
from tasks_app.domain.access import Role
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, UnitLine

# The row of the plan whose lead is looked at: the first whose lead is not the office's host, whom another must judge.
TASK = 2
STEPS_OF_ITEM = 20
REPORTS = 200
ITEMS_WITH_STEPS = """
    SELECT line.work_item_id FROM tasks_app_unitline AS line
    WHERE line.unit_id = %s AND
        (SELECT count(*) FROM tasks_app_statechange AS change WHERE change.work_item_id = line.work_item_id) = %s
    ORDER BY line.work_item_id LIMIT 2
"""


@dataclass(frozen=True)
class Scene:
    """Ids of one database, and who is logged in: the office, a group leader, and the unit's two.

    ``reports`` wait for the office.
    ``long_item`` is like ``item`` until ``benchmarks.long_story`` lengthens it.
    """

    cycle: int
    unit: int
    heading: int
    item: int
    long_item: int
    reports: Iterator[ProgressReport]
    clerk: Client
    director: Client
    leader: Client
    liaison: Client
    reviewer: Client


def scene() -> Scene:
    """The scene of the database in use."""
    line = UnitLine.objects.filter(work_item__year_plan__task__number=TASK, part=Part.LEAD).earliest("id")
    item, long_item = _items_with_steps(line.unit_id)
    waiting = ProgressReport.objects.filter(kind=ReportKind.PERIODIC, state=ReportState.SUBMITTED)
    judged_here = waiting.exclude(line__unit__guests__kind=UnitKind.COORDINATION)
    return Scene(
        cycle=line.cycle_id,
        unit=line.unit_id,
        heading=line.heading_id,
        item=item,
        long_item=long_item,
        reports=iter(list(judged_here.select_related("line").order_by("id")[:REPORTS])),
        clerk=_first_of(Role.OFFICE_CLERK),
        director=_first_of(Role.OFFICE_DIRECTOR),
        leader=_first_of(Role.GROUP_LEADER),
        liaison=_logged_in(Post.objects.get(role=Role.LIAISON, unit=line.unit_id)),
        reviewer=_logged_in(Post.objects.get(role=Role.UNIT_REVIEWER, unit=line.unit_id)),
    )


def _items_with_steps(unit: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(ITEMS_WITH_STEPS, [unit, STEPS_OF_ITEM])
        (first,), (second,) = cursor.fetchall()
    return int(first), int(second)


def _first_of(role: Role) -> Client:
    return _logged_in(Post.objects.filter(role=role).earliest("id"))


def _logged_in(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client
