"""Reads a plan from its source text: the notice, the body's chapters, the table of tasks."""

from tasks_app.importing.headings import kinds_in_body, read_headings
from tasks_app.importing.home import Home, jurisdiction_of
from tasks_app.importing.masthead import doubts_of, faults_of, read_masthead
from tasks_app.importing.reading import LeadConvention, Masthead, PlanReading, TaskRead
from tasks_app.importing.registry import UnitsOf
from tasks_app.importing.responsibilities import UnitsReader
from tasks_app.importing.source import SourceText
from tasks_app.importing.table import table_lines
from tasks_app.importing.task_rows import RowReader
from tasks_app.importing.unit_doubts import UnitDoubts


def read_plan_text(source: SourceText, *, known: UnitsOf, lead: LeadConvention, given: Masthead) -> PlanReading:
    """The plan in a text, with every repair, doubt and fault. Never raises for what the text contains."""
    masthead = read_masthead(source.lines, given=given)
    table = RowReader()
    table.read(table_lines(source.lines))
    registry = known(jurisdiction_of(masthead.issuer))
    units = UnitsReader(Home.of(masthead.issuer), registry, lead, UnitDoubts(registry))
    cells = [units.read(row.units_text, row=row.number) for row in table.rows]
    tasks = tuple(
        TaskRead(row.number, row.heading, row.text, row.units_text, row.line, cell.responsibilities)
        for row, cell in zip(table.rows, cells, strict=True)
    )
    headings, heading_doubts = read_headings(tasks, dict(source.note.kinds) | kinds_in_body(source.lines))
    return PlanReading(
        masthead=masthead,
        source_name=source.name,
        sha256=source.sha256,
        source_text=source.text,
        headings=headings,
        tasks=tasks,
        repairs=(*source.repairs, *table.repairs),
        doubts=(*doubts_of(masthead), *heading_doubts, *(doubt for cell in cells for doubt in cell.doubts)),
        faults=(
            *faults_of(masthead),
            *table.faults,
            *(fault for cell in cells for fault in cell.faults),
        ),
    )
