"""A table's own columns: gathered row by row, under whichever header it stands, and put in one order at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tasks_app.domain.plan_columns import Columns, Meaning, SheetColumn, kept_columns, our_columns
from tasks_app.importing.columns import ColumnKey, Layout
from tasks_app.importing.noise import IN_EVERY_CELL, mend
from tasks_app.importing.numbering import TaskRow, as_number

LONGEST_HEADING = 200
COUNTED: ColumnKey = (Meaning.COUNTED, "", 0)
SECTION: ColumnKey = (Meaning.SECTION, "", 0)


@dataclass
class OwnColumns:
    """What the headers of one table are, and what each of its rows says that no field of a task keeps as it stands."""

    layouts: list[Layout] = field(default_factory=list)
    said: list[dict[ColumnKey, str]] = field(default_factory=list)

    def settle(self, rows: Sequence[TaskRow]) -> tuple[Columns, list[TaskRow]]:
        """The columns of the table, empty where they are ours, and its rows with the cells that these keep.

        Parts of one table under headers that divide it differently come out under our header, with all further columns.
        """
        if not self.layouts:
            return (), list(rows)
        keys = list(self._keys(rows))
        columns = tuple(column for _key, column in keys)
        has_deadlines = any(row.deadline_text for row in rows)
        if columns == our_columns([row.number for row in rows], has_deadlines=has_deadlines):
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
        counted = any(as_number(said.get(COUNTED, "")) != row.number for row, said in zip(rows, self.said, strict=True))
        filled = {key for said in self.said for key, text in said.items() if text}
        known: dict[ColumnKey, SheetColumn] = {}
        for key, heading in self._headings(rows):
            meaning = key[0]
            if meaning is Meaning.NUMBER and counted:
                key, meaning = COUNTED, Meaning.COUNTED
            if meaning is not Meaning.OWN or heading or key in filled:
                known.setdefault(key, SheetColumn(_mended(heading), meaning))
        yield from known.items()

    def _headings(self, rows: Sequence[TaskRow]) -> Iterator[tuple[ColumnKey, str]]:
        first = self.layouts[0]
        if all(_meant(layout) == _meant(first) for layout in self.layouts):
            yield from zip(first.keys, first.headings, strict=True)
        else:
            has_deadlines = any(row.deadline_text for row in rows)
            for column in our_columns([row.number for row in rows], has_deadlines=has_deadlines):
                yield (column.meaning, "", 0), column.heading
        for layout in self.layouts:
            yield from ((layout.keys[place], layout.headings[place]) for place in layout.own)


def _meant(layout: Layout) -> set[Meaning]:
    return {key[0] for key in layout.keys} - {Meaning.OWN}


def _mended(heading: str) -> str:
    return mend(heading[:LONGEST_HEADING], IN_EVERY_CELL, line=0)[0]
