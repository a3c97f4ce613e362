"""The table of a plan as it is drawn in any file: its header, the rows over the whole width, the cells of each row."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from tasks_app.domain.plan_columns import DIVIDED, NO_DEADLINE, Columns, Meaning, SheetColumn, kept_columns
from tasks_app.domain.plan_sheet import PlanSheet, SheetRow

TABLE_NAME = "重点任务分工表"
# In one of these columns a cell alone in its row is the cell of a task, and no section.
NEVER_A_SECTION = frozenset({Meaning.TEXT, Meaning.UNITS, *DIVIDED})


@dataclass(frozen=True)
class Line:
    """One line under the header. A section is one cell over the whole width, or says the same in each."""

    cells: tuple[str, ...]
    number: int = 0  # of its row; a section has none
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

    @property
    def lines(self) -> range:
        """Each of them."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Heading:
    """A cell of the header: its rows and its columns, each with first and last."""

    rows: Span
    columns: Span

    @property
    def words(self) -> str:
        """What it says."""
        return self.columns.words


@dataclass(frozen=True)
class DrawnTable:
    """The columns that stand side by side, and the lines under their headings."""

    columns: Columns
    lines: tuple[Line, ...]

    @cached_property
    def header_rows(self) -> int:
        """Two where some columns have a heading over them, else one."""
        return 2 if any(column.above for column in self.columns) else 1

    @cached_property
    def header(self) -> tuple[Heading, ...]:
        """The cells of the header, row by row. What has nothing above it goes down to the last row."""
        last = self.header_rows - 1
        upper: list[Heading] = []
        lower: list[Heading] = []
        for above, run in groupby(range(len(self.columns)), key=lambda place: self.columns[place].above):
            places = list(run)
            if above:
                upper.append(Heading(Span(0, 0, ""), Span(places[0], places[-1], above)))
            names = lower if above else upper
            rows = Span(last if above else 0, last, "")
            names += [Heading(rows, span) for span in self._named(places)]
        return (*upper, *lower)

    def _named(self, places: list[int]) -> Iterator[Span]:
        """The headings; 重点任务 over the 行动 and the task is one, with an empty one beside it."""
        spans: list[Span] = []
        for place in places:
            column = self.columns[place]
            before = self.columns[place - 1] if place > places[0] else None
            if not column.heading and column.meaning is Meaning.TEXT and before and before.meaning is Meaning.ACTION:
                spans[-1] = Span(place - 1, place, spans[-1].words)
            else:
                spans.append(Span(place, place, column.heading))
        return iter(spans)

    @cached_property
    def merged(self) -> dict[int, tuple[Span, ...]]:
        """By column, every run of lines that is one cell: equal 行动, and what the paper merged and still is equal.

        None goes across a section.
        """
        runs = {place: tuple(self._runs(place, column)) for place, column in enumerate(self.columns)}
        return {place: spans for place, spans in runs.items() if spans}

    def _runs(self, place: int, column: SheetColumn) -> Iterator[Span]:
        if column.meaning is not Meaning.ACTION and not column.merged:
            return
        first_of = {number: first for first, last in column.merged for number in range(first, last + 1)}
        is_action = column.meaning is Meaning.ACTION

        def run_of(one: tuple[int, Line]) -> tuple[bool, int, str]:
            _line, drawn = one
            return drawn.is_section, 0 if is_action else first_of.get(drawn.number, -drawn.number), drawn.cells[place]

        for (is_section, _first, words), run in groupby(enumerate(self.lines), key=run_of):
            lines = [line for line, _drawn in run]
            if not is_section and len(lines) > 1:
                yield Span(lines[0], lines[-1], words)


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
        yield Line(tuple(cell for meaning, cell in said if meaning is not Meaning.SECTION), row.number)


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
