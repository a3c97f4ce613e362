"""The columns of a plan's own table in our JSON, and what each row says in those that keep their cells."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tasks_app.domain.plan_columns import DIVIDED, Columns, Meaning, SheetColumn, kept_columns
from tasks_app.importing.columns import TEXT
from tasks_app.importing.json_shape import Shape
from tasks_app.importing.numbering import MAX_ROWS
from tasks_app.importing.own_columns import LONGEST_HEADING

WHERE = "plan.columns"
MOST_COLUMNS = 80
MOST_NUMBERED = 9999


def read_columns(plan: Mapping[str, Any], shape: Shape) -> Columns | None:
    """The stated columns; None where the file says nothing about them."""
    if "columns" not in plan:
        return None
    before = len(shape.faults)
    columns = [_column(each, shape) for each in shape.objects(plan, "columns", "plan ")[: MOST_COLUMNS + 1]]
    counts = Counter(column.meaning for column in columns)
    if len(columns) > MOST_COLUMNS:
        shape.fault("columns", f"{WHERE} 超过 {MOST_COLUMNS} 列。")
    if any(count > 1 for meaning, count in counts.items() if meaning is not Meaning.OWN):
        shape.fault("columns", f"{WHERE} 中除 own 外，同一 meaning 只能有一列。")
    if not counts[Meaning.TEXT] or not (counts.keys() & {Meaning.UNITS, *DIVIDED}):
        shape.fault("columns", f"{WHERE} 应有任务（text）和责任单位（units_text、lead_units 或 support_units）各列。")
    return tuple(columns) if len(shape.faults) == before else None


def read_cells(task: Mapping[str, Any], columns: Columns | None, shape: Shape, where: str) -> tuple[str, ...]:
    """The cells of one row, one for each of ``kept_columns``, under their headings."""
    kept = kept_columns(columns or ())
    if not kept:
        return ()
    cells = shape.objects(task, "cells", where)
    if [cell.get("heading") for cell in cells] != [column.heading for column in kept]:
        named: Sequence[str] = [column.heading or "（无标题）" for column in kept]
        shape.fault("cells", f"{where}的 cells 与 {WHERE} 对不上，应依次是：{'、'.join(named)}。")
        return ()
    texts = tuple(shape.text(cell, "text", f"{where}的 cells ") for cell in cells)
    if any(len(text) > TEXT.longest for text in texts):
        shape.fault("cells", f"{where}的 cells 有超过 {TEXT.longest} 字的单元格。")
    return texts


def _column(stated: Mapping[str, Any], shape: Shape) -> SheetColumn:
    heading = shape.text(stated, "heading", f"{WHERE} ")
    if len(heading) > LONGEST_HEADING:
        shape.fault("columns", f"{WHERE} 的 heading 超过 {LONGEST_HEADING} 字。")
    meaning = shape.text(stated, "meaning", f"{WHERE} ")
    above = shape.text(stated, "above", f"{WHERE} ") if "above" in stated else ""
    if len(above) > LONGEST_HEADING:
        shape.fault("columns", f"{WHERE} 的 above 超过 {LONGEST_HEADING} 字。")
    if meaning not in set(Meaning):
        shape.fault("columns", f"{WHERE} 的 meaning 应是 {'、'.join(Meaning)} 之一。")
        return SheetColumn(heading)
    return SheetColumn(heading, Meaning(meaning), above, _merged(stated, shape))


def _merged(stated: Mapping[str, Any], shape: Shape) -> tuple[tuple[int, int], ...]:
    """The runs of rows whose cells are one; of a plan of 5,000 rows at most half as many."""
    runs = stated.get("merged", [])
    if not isinstance(runs, list) or len(runs) > MAX_ROWS or not all(map(_is_run, runs)):
        shape.fault("columns", f"{WHERE} 的 merged 应是若干对序号，如 [[1, 3]]。")
        return ()
    return tuple((first, last) for first, last in runs)


def _is_run(run: object) -> bool:
    if not isinstance(run, list) or len(run) != 2 or not all(type(number) is int for number in run):
        return False
    return bool(0 < run[0] < run[1] <= MOST_NUMBERED)
