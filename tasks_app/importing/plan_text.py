"""Reads a plan from its source text: the notice, the body's chapters, the table of tasks or the tasks in prose."""

from collections.abc import Iterator, Sequence

from tasks_app.importing.body import read_body
from tasks_app.importing.deadlines import DeadlineRead, read_deadline, year_of
from tasks_app.importing.headings import kinds_in_body, read_headings
from tasks_app.importing.home import Home, jurisdiction_of
from tasks_app.importing.look_alikes import without_look_alikes
from tasks_app.importing.masthead import doubts_of, faults_of, read_masthead
from tasks_app.importing.measure_rows import match_rows
from tasks_app.importing.numbering import TaskRow
from tasks_app.importing.prose import ProseReader
from tasks_app.importing.reading import Doubt, Fault, LeadConvention, Masthead, PlanReading, TaskRead
from tasks_app.importing.registry import UnitsOf
from tasks_app.importing.responsibilities import UnitsCell, UnitsReader
from tasks_app.importing.roles import declares_convention
from tasks_app.importing.source import SourceText
from tasks_app.importing.table import table_lines
from tasks_app.importing.targets.reader import read_targets
from tasks_app.importing.task_rows import RowReader
from tasks_app.importing.unit_doubts import CELL, UnitDoubts

# 5,000 rows of twelve units each.
MOST_SHARES = 60_000


def read_plan_text(source: SourceText, *, known: UnitsOf, lead: LeadConvention, given: Masthead) -> PlanReading:
    """The plan in a text, with every repair, doubt and fault. Never raises for what the text contains."""
    lines, mended, private = without_look_alikes(source.lines)
    masthead = read_masthead(lines, given=given)
    found = read_rows(lines)
    registry = known(jurisdiction_of(masthead.issuer))
    first_leads = lead != "none" and declares_convention(lines)
    units = UnitsReader(Home.of(masthead.issuer), registry, lead, UnitDoubts(registry), first_leads)
    cells = tuple(_read_cells(found.rows, units))
    year = year_of(masthead.title)
    dated = [(row, read_deadline(row.deadline_text, year)) for row in found.rows]
    tasks = tuple(
        TaskRead(
            row.number, row.heading, row.text, row.units_text, row.line, cell.responsibilities,
            deadline.text, deadline.day, row.cells,
        )
        for (row, deadline), cell in zip(dated, cells, strict=True)
    )  # fmt: skip
    headings, heading_doubts = read_headings(tasks, dict(source.note.kinds) | kinds_in_body(lines))
    body = read_body(lines)
    explained = match_rows(body.measures, tasks)
    issued_in = masthead.issued_on.year if masthead.issued_on else None
    promised = read_targets(explained.measures, (*body.overall, *body.openings), lines, issued_in=issued_in)
    return PlanReading(
        masthead=masthead,
        source_name=source.name,
        sha256=source.sha256,
        source_text=source.text,
        headings=headings,
        tasks=tasks,
        columns=found.columns,
        measures=explained.measures,
        targets=promised.targets,
        repairs=(*source.repairs, *mended, *body.repairs, *found.repairs),
        doubts=(
            *doubts_of(masthead),
            *private,
            *heading_doubts,
            *body.doubts,
            *found.doubts,
            *(doubt for cell in cells for doubt in cell.doubts),
            *explained.doubts,
            *promised.doubts,
            *(doubt for row, deadline in dated for doubt in _deadline_doubts(row.number, deadline)),
        ),
        faults=(
            *faults_of(masthead),
            *found.faults,
            *(fault for cell in cells for fault in cell.faults),
        ),
    )


def _deadline_doubts(row: int, deadline: DeadlineRead) -> Iterator[Doubt]:
    where = f"第 {row} 行完成时限“{deadline.text[:40]}”"
    if not deadline.is_sure:
        message = f"{where}：不能识别为日期，只保留原文。"
        yield Doubt(row, "deadline", "unreadable_deadline", message, (), deadline.text)
    if deadline.year_from_title:
        message = f"{where}：没有写年份，按方案名称中的年份记为 {deadline.day}。"
        yield Doubt(row, "deadline", "year_from_title", message, (), deadline.text)


def _read_cells(rows: Sequence[TaskRow], units: UnitsReader) -> Iterator[UnitsCell]:
    """The units cells of all rows; beyond a number that no plan has, the rest is refused unread."""
    count = 0
    for row in rows:
        if count > MOST_SHARES:
            message = f"全表的责任单位超过 {MOST_SHARES} 个，第 {row.number} 行未再读取，请分开导入。"
            yield UnitsCell((), (), (Fault(row.number, CELL, message),))
            continue
        cell = units.read(row.units_text, row=row.number, heading=row.heading)
        count += len(cell.responsibilities)
        yield cell


def read_rows(lines: Sequence[str]) -> RowReader | ProseReader:
    """The rows of the table; where there is no table of tasks, those the prose names units for."""
    table = RowReader()
    table.read(table_lines(lines))
    if table.rows or table.is_table_of_tasks:
        return table
    prose = ProseReader()
    prose.read(lines)
    return prose if prose.rows else table
