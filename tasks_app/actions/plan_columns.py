"""The own columns of a plan's table as an import writes them, and what its rows say in them."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from tasks_app.actions.import_run import Change, ImportRun
from tasks_app.domain.plan_columns import DIVIDED, Columns, Meaning, columns_as_json, kept_columns, without_merged
from tasks_app.importing.carrying import labelled
from tasks_app.importing.reading import PlanReading, TaskRead
from tasks_app.models import Plan, Task

NOBODY = "无"
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
    kept = kept_columns(plan.sheet_columns)
    divided = _divided(read, {column.meaning for column in kept if column.meaning in NAMES_UNITS})
    units_text = labelled({key.value: words for key, words in divided.items()}) if divided else read.units_text
    if stored and stored.units_text == read.units_text:
        units_text = read.units_text
    same_units = bool(stored and stored.units_text == units_text)
    cells = tuple(_cells(read, stored, kept, {} if same_units else divided))
    return replace(read, units_text=units_text, cells=cells)


def _cells(read: TaskRead, stored: Task | None, kept: Columns, divided: Mapping[Meaning, str]) -> Iterator[str]:
    before = [*(stored.cells if stored else []), *[""] * len(kept)]
    same_heading = bool(stored and stored.heading.name == read.heading)
    for column, was in zip(kept, before, strict=False):
        if column.meaning in NAMES_UNITS:
            yield divided.get(column.meaning, "") if divided else was
        elif column.meaning is Meaning.DATED:
            known = stored.deadline_text if stored else ""
            yield was if read.deadline_text in ("", known) else read.deadline_text
        elif column.meaning is Meaning.SECTION:
            yield was if same_heading else read.heading
        else:
            yield was or (str(read.number) if column.meaning is Meaning.COUNTED else "")


def _divided(read: TaskRead, meanings: Set[Meaning]) -> dict[Meaning, str]:
    """Who leads under its heading and everybody else under theirs; all in one cell where there is but one."""
    if not meanings:
        return {}
    leads = [share.raw for share in read.responsibilities if share.role == "lead"]
    others = [share.raw for share in read.responsibilities if share.role != "lead"]
    lead = next(each for each in (Meaning.LEAD, Meaning.UNITS, Meaning.SUPPORT) if each in meanings)
    rest = next(each for each in (Meaning.SUPPORT, Meaning.UNITS, Meaning.LEAD) if each in meanings)
    if lead is rest:
        return {lead: "、".join([*leads, *others])}
    if leads:
        return {lead: "、".join(leads), rest: "、".join(others)}
    # An empty cell would read as merged with the one above: that nobody leads is said.
    return {lead: NOBODY, rest: "、".join(others)} if lead is Meaning.LEAD else {lead: "、".join(others)}


def _in_words(columns: Columns) -> str:
    return "、".join(column.heading for column in columns if column.heading)
