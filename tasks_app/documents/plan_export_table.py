"""The table of a plan as it is drawn in any file: its header, the rows over the whole width, the cells of each row."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tasks_app.domain.plan_columns import DIVIDED, Columns, Meaning, kept_columns
from tasks_app.domain.plan_sheet import PlanSheet, SheetRow

TABLE_NAME = "重点任务分工表"
# A row without a deadline says so, since an empty cell reads as merged.
NO_DEADLINE = "—"
# In one of these columns a cell alone in its row is the cell of a task, and no section.
NEVER_A_SECTION = frozenset({Meaning.TEXT, Meaning.UNITS, *DIVIDED})


@dataclass(frozen=True)
class Line:
    """One line under the header. A section is one cell over the whole width, or says the same in each."""

    cells: tuple[str, ...]
    is_section: bool = False

    @property
    def goes_across(self) -> bool:
        """Whether the line is one cell over the whole width."""
        return self.is_section and not any(self.cells[1:])


@dataclass(frozen=True)
class Span:
    """A run of columns or lines, counted from 0, that are one cell; ``last`` is in it."""

    first: int
    last: int
    words: str


@dataclass(frozen=True)
class DrawnTable:
    """The columns that stand side by side, and the lines under their headings."""

    columns: Columns
    lines: tuple[Line, ...]

    @property
    def header(self) -> tuple[Span, ...]:
        """The headings; 重点任务 over the 行动 and the task is one, with an empty one beside it."""
        spans: list[Span] = []
        for place, column in enumerate(self.columns):
            before = self.columns[place - 1] if place else None
            if not column.heading and column.meaning is Meaning.TEXT and before and before.meaning is Meaning.ACTION:
                spans[-1] = Span(place - 1, place, spans[-1].words)
            else:
                spans.append(Span(place, place, column.heading))
        return tuple(spans)

    @property
    def action(self) -> int | None:
        """The place of the 行动 column, whose equal cells are merged downwards."""
        return next((place for place, column in enumerate(self.columns) if column.meaning is Meaning.ACTION), None)

    def merged(self) -> Iterator[Span]:
        """Every run of lines under one 行动; none goes across a section."""
        if self.action is None:
            return
        place = self.action
        numbered = enumerate(self.lines)
        for (is_section, action), run in groupby(numbered, key=lambda one: (one[1].is_section, one[1].cells[place])):
            if not is_section:
                lines = [line for line, _cells in run]
                yield Span(lines[0], lines[-1], action)


def drawn_table(sheet: PlanSheet) -> DrawnTable:
    """The table as it was issued; in our four columns where the plan has none of its own."""
    columns = tuple(column for column in sheet.drawn_columns if column.meaning is not Meaning.SECTION)
    times = len(columns) if columns[0].meaning in NEVER_A_SECTION else 1
    return DrawnTable(columns, tuple(_lines(sheet, len(columns), times)))


def _lines(sheet: PlanSheet, width: int, times: int) -> Iterator[Line]:
    """Every row, with its section above it where that changes; a section says its words ``times`` times."""
    stored, above = sheet.drawn_columns, ""
    kept = set(kept_columns(stored))
    for row in sheet.rows:
        left = iter(row.cells)
        said = [(column.meaning, next(left) if column in kept else _cell(row, column.meaning)) for column in stored]
        section = "".join(cell for meaning, cell in said if meaning is Meaning.SECTION)
        if section and section != above:
            yield Line((*[section] * times, *[""] * (width - times)), is_section=True)
        above = section
        yield Line(tuple(cell for meaning, cell in said if meaning is not Meaning.SECTION))


def _cell(row: SheetRow, meaning: Meaning) -> str:
    """The cell of a column of which a field of the row says everything."""
    cells = {
        Meaning.NUMBER: str(row.number),
        Meaning.ACTION: row.action,
        Meaning.TEXT: row.text,
        Meaning.UNITS: row.units_text,
        Meaning.DEADLINE: row.deadline or NO_DEADLINE,
    }
    return cells[meaning]
