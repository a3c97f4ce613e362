"""What a page could not do without: raw SQL for the rows it shows or writes; no rights, no words, no HTML."""

from typing import Any

from django.db import connection, transaction

from benchmarks.house import NOW
from benchmarks.scene import Scene

ROWS_OF_A_LIST = """
    SELECT line.id, line.unit_name, line.part, line.state, line.deadline, line.original_deadline, line.submitted_at,
        line.claimed_standing, line.reported_through, item.id, item.title, task.number, heading.name
    FROM tasks_app_unitline AS line
    JOIN tasks_app_workitem AS item ON item.id = line.work_item_id
    JOIN tasks_app_yearplan AS plan ON plan.id = item.year_plan_id
    JOIN tasks_app_task AS task ON task.id = plan.task_id
    JOIN tasks_app_heading AS heading ON heading.id = line.heading_id
    WHERE line.cycle_id = %(cycle)s
        AND line.state IN ('pending_signature', 'in_progress', 'unit_review', 'office_review', 'sent_back')
        {narrowed}
    ORDER BY line.deadline, line.id LIMIT 31
"""
LATE = """
    AND ((line.state IN ('pending_signature', 'in_progress', 'unit_review', 'sent_back') AND line.deadline < %(today)s)
        OR (line.state = 'office_review'
            AND (line.submitted_at AT TIME ZONE 'Asia/Shanghai')::date > line.deadline))
"""
OF_UNIT = " AND line.unit_id = %(unit)s"
OF_HEADING = " AND line.heading_id = %(heading)s"
ITEM = (
    "SELECT * FROM tasks_app_workitem WHERE id = %(item)s",
    'SELECT * FROM tasks_app_unitline WHERE work_item_id = %(item)s ORDER BY "order"',
    "SELECT report.* FROM tasks_app_progressreport AS report"
    " JOIN tasks_app_unitline AS line ON line.id = report.line_id WHERE line.work_item_id = %(item)s",
    "SELECT * FROM tasks_app_statechange WHERE work_item_id = %(item)s ORDER BY at DESC, id DESC LIMIT 50",
)
ACCEPTANCE = (
    "SELECT * FROM tasks_app_workitem WHERE id = %(item)s FOR UPDATE",
    "SELECT * FROM tasks_app_unitline WHERE id = %(line)s FOR UPDATE",
    "SELECT * FROM tasks_app_progressreport WHERE id = %(report)s FOR UPDATE",
    "UPDATE tasks_app_progressreport SET state = 'accepted', version = version + 1, looked_at = %(now)s,"
    " reviewed_at = %(now)s, reviewed_by_id = author_id WHERE id = %(report)s",
    "INSERT INTO tasks_app_statechange (kind, object_id, work_item_id, line_id, act, label, from_state, to_state, at,"
    " why, internal, actor_name, actor_unit, actor_role, acting_for, version) VALUES ('report', %(report)s, %(item)s,"
    " %(line)s, 'accept', '采用', 'submitted', 'accepted', %(now)s, '', false, '', '', '', '', 3)",
)


def nothing(scene: Scene) -> None:
    """The bare view shows no rows."""


def late(scene: Scene) -> None:
    """The first 30 late lines of the year."""
    _read(scene, ROWS_OF_A_LIST.format(narrowed=LATE))


def late_of_unit(scene: Scene) -> None:
    """Those of one unit."""
    _read(scene, ROWS_OF_A_LIST.format(narrowed=LATE + OF_UNIT))


def late_of_unit_and_heading(scene: Scene) -> None:
    """Those of one unit under one heading."""
    _read(scene, ROWS_OF_A_LIST.format(narrowed=LATE + OF_UNIT + OF_HEADING))


def open_of_unit(scene: Scene) -> None:
    """The first 30 open lines of one unit."""
    _read(scene, ROWS_OF_A_LIST.format(narrowed=OF_UNIT))


def item(scene: Scene) -> None:
    """One item with its lines, reports and steps."""
    _read(scene, *ITEM)


def long_item(scene: Scene) -> None:
    """The item of many units, likewise."""
    _read(scene, *(statement.replace("%(item)s", "%(long_item)s") for statement in ITEM))


def acceptance(scene: Scene) -> None:
    """Locks, changes and notes what accepting a report locks, changes and notes; no history row, no form key."""
    report = next(scene.reports)
    words: dict[str, Any] = {"item": report.line.work_item_id, "line": report.line_id, "report": report.pk, "now": NOW}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in ACCEPTANCE:
            cursor.execute(statement, words)


def _read(scene: Scene, *statements: str) -> None:
    words: dict[str, Any] = {
        "cycle": scene.cycle,
        "unit": scene.unit,
        "heading": scene.heading,
        "item": scene.item,
        "long_item": scene.long_item,
        "today": NOW.date(),
    }
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, words)
            cursor.fetchall()
