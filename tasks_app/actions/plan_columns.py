"""The own columns of a plan's table as an import writes them, and what its rows say in them."""

from collections.abc import Iterator
from dataclasses import replace

from tasks_app.actions.import_run import Change, ImportRun
from tasks_app.domain.plan_columns import DIVIDED, Columns, Meaning, columns_as_json, kept_columns, without_merged
from tasks_app.importing.reading import PlanReading, TaskRead
from tasks_app.models import Plan, Task

NAMES_UNITS = DIVIDED | {Meaning.UNITS}


def changes_columns(reading: PlanReading, plan: Plan) -> bool:
    """Whether the source says that the table has other columns than those stored."""
    return reading.columns is not None and without_merged(reading.columns) != without_merged(plan.sheet_columns)


def settle_columns(reading: PlanReading, plan: Plan, run: ImportRun) -> None:
    """Makes the stored columns those of the reading; a source that says nothing about columns changes none."""
    if reading.columns is None:
        return
    is_drawn_anew = any(column.merged for column in reading.columns) and plan.sheet_columns != reading.columns
    if not changes_columns(reading, plan) and not is_drawn_anew:
        return  # a .csv has no merged cells: what is known of them stays
    before, after = (_in_words(columns) for columns in (plan.sheet_columns, reading.columns))
    if before == after:
        before, after = "", "合并的单元格"
    plan.columns = columns_as_json(reading.columns)
    run.save(plan)
    run.note(Change("plan", "change", "表格各列", None, before, after))


def with_cells(read: TaskRead, stored: Task | None, plan: Plan) -> TaskRead:
    """A row of a source that says nothing about columns, as it stands in those of the plan.

    Its own cells stay what they were. Where its units are others, they go under the headings of lead and support.
    """
    return replace(read, cells=tuple(_cells(read, stored, kept_columns(plan.sheet_columns))))


def _cells(read: TaskRead, stored: Task | None, kept: Columns) -> Iterator[str]:
    before = [*(stored.cells if stored else []), *[""] * len(kept)]
    same_units = bool(stored and stored.units_text == read.units_text)
    same_heading = bool(stored and stored.heading.name == read.heading)
    units = _units(read, sum(column.meaning in NAMES_UNITS for column in kept))
    for column, was in zip(kept, before, strict=False):
        if column.meaning in NAMES_UNITS:
            named = next(units)
            yield was if same_units else named
        elif column.meaning is Meaning.DATED:
            known = stored.deadline_text if stored else ""
            yield was if read.deadline_text in ("", known) else read.deadline_text
        elif column.meaning is Meaning.SECTION:
            yield was if same_heading else read.heading
        else:
            yield was or (str(read.number) if column.meaning is Meaning.COUNTED else "")


def _units(read: TaskRead, places: int) -> Iterator[str]:
    """Who leads in the first column of units and everybody else in the last; all in one where nobody leads."""
    leads = [share.raw for share in read.responsibilities if share.role == "lead"]
    others = [share.raw for share in read.responsibilities if share.role != "lead"]
    is_split = bool(leads) and places > 1
    yield "、".join(leads if is_split else [*leads, *others])
    for place in range(1, places):
        yield "、".join(others) if is_split and place == places - 1 else ""


def _in_words(columns: Columns) -> str:
    return "、".join(column.heading for column in columns if column.heading)
