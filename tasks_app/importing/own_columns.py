"""A table's own columns: gathered row by row, under whichever header it stands, and put in one order at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tasks_app.domain.plan_columns import NO_DEADLINE, Columns, Meaning, SheetColumn, kept_columns, our_columns
from tasks_app.importing.columns import ColumnKey, Layout
from tasks_app.importing.deadlines import read_deadline
from tasks_app.importing.noise import IN_EVERY_CELL, mend
from tasks_app.importing.numbering import TaskRow, as_number

LONGEST_HEADING = 200
DEADLINE_CELL: ColumnKey = (Meaning.DEADLINE, "", 0)
COUNTED: ColumnKey = (Meaning.COUNTED, "", 0)
SECTION: ColumnKey = (Meaning.SECTION, "", 0)


@dataclass
class OwnColumns:
    """What the headers of one table are, and what each of its rows says that no field of a task keeps as it stands."""

    layouts: list[Layout] = field(default_factory=list)
    said: list[dict[ColumnKey, str]] = field(default_factory=list)
    goes_on: list[set[ColumnKey]] = field(default_factory=list)

    def take(self, said: dict[ColumnKey, str], goes_on: set[ColumnKey]) -> None:
        """One more row. A cell of ours that goes on from above says here what that one says."""
        above = self.said[-1] if self.said else {}
        kept = {key: above[key] for key in goes_on if above.get(key) and not said.get(key)}
        self.said.append({**said, **kept})
        self.goes_on.append({key for key in goes_on if key[0] is not Meaning.OWN or above.get(key)})

    def settle(self, rows: Sequence[TaskRow]) -> tuple[Columns, list[TaskRow]]:
        """The columns of the table, empty where they are ours, and its rows with the cells that these keep.

        Parts of one table under headers that divide it differently come out under our header, with all further columns.
        """
        if not self.layouts:
            return (), list(rows)
        keys = list(self._keys(rows))
        columns = tuple(column for _key, column in keys)
        if columns == _ours(rows):
            return (), list(rows)
        kept = set(kept_columns(columns))
        wanted = [key for key, column in keys if column in kept]
        if not wanted:
            return columns, list(rows)
        told = zip(rows, self.said, strict=True)
        return columns, [replace(row, cells=tuple(said.get(key, "") for key in wanted)) for row, said in told]

    def _keys(self, rows: Sequence[TaskRow]) -> Iterator[tuple[ColumnKey, SheetColumn]]:
        """The columns in their order, each with what it is known by."""
        if any(said.get(SECTION) for said in self.said):
            yield SECTION, SheetColumn("", Meaning.SECTION)
        told = list(zip(rows, self.said, strict=True))
        counted = any(as_number(said.get(COUNTED, "")) != row.number for row, said in told)
        dated = all(said.get(DEADLINE_CELL, "") == deadline_cell(row.deadline_text) for row, said in told)
        filled = {key for said in self.said for key, text in said.items() if text}
        known: dict[ColumnKey, SheetColumn] = {}
        for key, heading, above in self._headings(rows):
            meaning = key[0]
            if meaning is Meaning.NUMBER and counted:
                key, meaning = COUNTED, Meaning.COUNTED
            if meaning is Meaning.DEADLINE and not dated:
                meaning = Meaning.DATED
            if meaning is not Meaning.OWN or heading or above or key in filled:
                column = SheetColumn(_mended(heading), meaning, _mended(above), tuple(self._merged(key, rows)))
                known.setdefault(key, column)
        yield from known.items()

    def _merged(self, key: ColumnKey, rows: Sequence[TaskRow]) -> Iterator[tuple[int, int]]:
        """The runs of rows, by 序号, through which a cell of the column goes on."""
        first = last = 0
        for row, goes_on in zip(rows, self.goes_on, strict=True):
            if key in goes_on and row.number > last:
                last = row.number
                continue
            if last > first:
                yield first, last
            first = last = row.number
        if last > first:
            yield first, last

    def _headings(self, rows: Sequence[TaskRow]) -> Iterator[tuple[ColumnKey, str, str]]:
        first = self.layouts[0]
        if all(_meant(layout) == _meant(first) for layout in self.layouts):
            yield from zip(first.keys, first.headings, _above(first), strict=True)
        else:
            for column in _ours(rows):
                yield (column.meaning, "", 0), column.heading, ""
        for layout in self.layouts:
            above = _above(layout)
            yield from ((layout.keys[place], layout.headings[place], above[place]) for place in layout.own)


def deadline_cell(text: str) -> str:
    """The cell of a deadline that its field says whole; a row without one says so, as an empty cell reads as merged."""
    return read_deadline(text).text or NO_DEADLINE


def _ours(rows: Sequence[TaskRow]) -> Columns:
    has_deadlines = any(read_deadline(row.deadline_text).text for row in rows)
    return our_columns([row.number for row in rows], has_deadlines=has_deadlines)


def _above(layout: Layout) -> tuple[str, ...]:
    return layout.above or ("",) * layout.width


def _meant(layout: Layout) -> set[Meaning]:
    return {key[0] for key in layout.keys} - {Meaning.OWN}


def _mended(heading: str) -> str:
    return mend(heading[:LONGEST_HEADING], IN_EVERY_CELL, line=0)[0]
