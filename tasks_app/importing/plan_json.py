"""Reads back what ``export_plan --format json`` wrote: roles stand in it, so nothing is inferred twice.

A file can declare a lead but not confirm one: confirming needs a person and a basis (依据) in this system.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks_app.domain.plan_columns import Columns
from tasks_app.importing.cell_faults import cell_faults
from tasks_app.importing.columns import ACTION, TEXT, UNITS
from tasks_app.importing.deadlines import DeadlineRead, read_deadline, year_of
from tasks_app.importing.headings import KINDS, read_headings
from tasks_app.importing.home import Home, jurisdiction_of
from tasks_app.importing.json_columns import read_cells, read_columns
from tasks_app.importing.json_measures import check_rows, read_measures
from tasks_app.importing.json_shape import Shape
from tasks_app.importing.json_targets import read_stated_targets
from tasks_app.importing.masthead import doubts_of, faults_of
from tasks_app.importing.numbering import MAX_ROWS, as_number, numbering_faults
from tasks_app.importing.reading import HeadingKind, LeadConvention, Masthead, PlanReading, TaskRead
from tasks_app.importing.registry import UnitsOf
from tasks_app.importing.source import SourceText, Unreadable
from tasks_app.importing.stated_roles import StatedRoles, StatedRolesReader
from tasks_app.importing.unit_doubts import UnitDoubts

FILE = "文件"


@dataclass(frozen=True)
class JsonRow:
    """One element of ``tasks`` that has the right shape."""

    number: int
    action: str
    text: str
    units_text: str
    stated: StatedRoles
    deadline: DeadlineRead
    cells: tuple[str, ...]


def read_plan_json(source: SourceText, *, known: UnitsOf, lead: LeadConvention, given: Masthead) -> PlanReading:
    """The plan in our own JSON. Raises Unreadable where the file is no JSON object at all."""
    content, shape = _parse(source.text), Shape()
    plan = shape.object(content, "plan", FILE)
    masthead = _masthead(plan, shape, given)
    columns = read_columns(plan, shape)
    rows = tuple(_rows(content, columns, shape, year_of(masthead.title)))
    if not rows and not shape.faults:
        shape.fault("tasks", "文件的 tasks 是空的，没有任务可以导入。")
    measures = read_measures(content, {row.number for row in rows}, shape)
    check_rows(content, measures, shape)
    targets = read_stated_targets(content, {measure.number for measure in measures}, shape)
    registry = known(jurisdiction_of(masthead.issuer))
    roles = StatedRolesReader(Home.of(masthead.issuer), registry, lead, UnitDoubts(registry))
    cells = [roles.read(row.units_text, row.stated, row=row.number, heading=row.action) for row in rows]
    tasks = tuple(
        TaskRead(
            row.number,
            row.action,
            row.text,
            row.units_text,
            None,
            cell.responsibilities,
            row.deadline.text,
            row.deadline.day,
            row.cells,
        )
        for row, cell in zip(rows, cells, strict=True)
    )
    headings, heading_doubts = read_headings(tasks, _heading_kinds(plan, shape))
    return PlanReading(
        masthead=masthead,
        source_name=source.name,
        sha256=source.sha256,
        source_text=source.text,
        headings=headings,
        tasks=tasks,
        columns=columns,
        measures=measures,
        targets=targets,
        repairs=source.repairs,
        doubts=(*doubts_of(masthead), *heading_doubts, *(doubt for cell in cells for doubt in cell.doubts)),
        faults=(
            *faults_of(masthead),
            *shape.faults,
            # A list in prose may skip numbers, and its export then does.
            *numbering_faults([row.number for row in rows], may_skip=True),
            *(fault for cell in cells for fault in cell.faults),
        ),
    )


def _parse(text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"文件不是完整的 JSON：{_place(error)}，请用 export_plan 重新导出。") from None
    if not isinstance(content, dict):
        raise Unreadable("JSON 的最外层应是对象（含 plan、tasks），请用 export_plan 重新导出。")
    return content


def _place(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 个字符处出错"
    return "结构无法解析"


def _masthead(plan: Mapping[str, Any], shape: Shape, given: Masthead) -> Masthead:
    issued_on = None
    if plan.get("issued_on") is not None:
        try:
            issued_on = date.fromisoformat(shape.text(plan, "issued_on", "plan "))
        except ValueError:
            shape.fault("issued_on", "plan 的 issued_on 不是日期（如 2023-05-19）。")
    return Masthead(
        number=given.number or shape.text(plan, "number", "plan "),
        title=given.title or shape.text(plan, "title", "plan "),
        issuer=given.issuer or shape.text(plan, "issuer", "plan "),
        issued_on=given.issued_on or issued_on,
    )


def _heading_kinds(plan: Mapping[str, Any], shape: Shape) -> dict[str, HeadingKind]:
    kinds: dict[str, HeadingKind] = {}
    for heading in shape.objects(plan, "headings", "plan "):
        kind = KINDS.get(shape.text(heading, "kind", "plan.headings "))
        if kind is None:
            shape.fault("headings", f"plan.headings 的 kind 应是 {'、'.join(KINDS)} 之一。")
        else:
            kinds[shape.text(heading, "title", "plan.headings ")] = kind
    return kinds


def _rows(content: Mapping[str, Any], columns: Columns | None, shape: Shape, year: int | None) -> Iterator[JsonRow]:
    tasks = shape.objects(content, "tasks", FILE)[: MAX_ROWS + 1]
    for place, task in enumerate(tasks, start=1):
        where, before = f"tasks 第 {place} 项", len(shape.faults)
        number = task.get("number")
        if isinstance(number, bool) or not isinstance(number, int) or as_number(str(number)) is None:
            shape.fault("number", f"{where}的 number 不是正整数。")
            continue
        cells = {
            column.key: shape.text(task, column.key, where)[: column.longest + 1] for column in (ACTION, TEXT, UNITS)
        }
        stated = StatedRoles(
            shape.texts(task, "leads", where), shape.texts(task, "support", where), task.get("lead_basis")
        )
        # Files from before there were deadlines, and plans that name none, have no such key.
        deadline = read_deadline(shape.text(task, "deadline", where) if "deadline" in task else "", year)
        own = read_cells(task, columns, shape, where)
        if len(shape.faults) == before:
            shape.faults += cell_faults(cells, number)
            yield JsonRow(number, cells["action"], cells["text"], cells["units_text"], stated, deadline, own)
