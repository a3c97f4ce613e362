"""The columns of a plan's table as it was issued: their headings in their order, and what each means to us.

A row keeps the cells of some columns as they stand: those that mean nothing to us (备注, 资金来源), and those that
made a field which no longer says what stood where (牵头单位 and 配合单位 make one cell of units).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self


class Meaning(StrEnum):
    """What a column means to us.

    DATED is a 完成时限 that no field gives back (/, an empty cell, words on two lines): a row keeps its cell.
    COUNTED is a 序号 that could not be taken as it stood (1.2, or every section from 1 on): the rows were counted anew.
    SECTION is no column of the paper but a row over its whole width that stands above the rows it holds for.
    """

    NUMBER = "number"
    COUNTED = "counted"
    ACTION = "action"
    TEXT = "text"
    UNITS = "units_text"
    LEAD = "lead_units"
    SUPPORT = "support_units"
    DEADLINE = "deadline"
    DATED = "deadline_cell"
    SECTION = "section"
    OWN = "own"


DIVIDED = frozenset({Meaning.LEAD, Meaning.SUPPORT})
KEPT = frozenset({Meaning.OWN, Meaning.COUNTED, Meaning.DATED, Meaning.SECTION, *DIVIDED})


@dataclass(frozen=True)
class SheetColumn:
    """One column: its heading as written, and what it means.

    ``above`` is the heading over it and its neighbours in a header of two rows. ``merged`` are the runs of rows, by
    their first and last 序号, whose cells are one: each of these rows has the words, and the paper has them once.
    """

    heading: str
    meaning: Meaning = Meaning.OWN
    above: str = ""
    merged: tuple[tuple[int, int], ...] = ()

    @property
    def as_json(self) -> dict[str, Any]:
        """How it is stored and exported."""
        drawing = {"above": self.above, "merged": [list(run) for run in self.merged]}
        return {
            "heading": self.heading,
            "meaning": self.meaning.value,
            **{key: it for key, it in drawing.items() if it},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The column that was stored."""
        merged = tuple((first, last) for first, last in stored.get("merged", ()))
        return cls(stored["heading"], Meaning(stored["meaning"]), stored.get("above", ""), merged)


Columns = tuple[SheetColumn, ...]
# Where a table has no column of headings and no rows of sections, its tasks stand under this one.
ONLY_HEADING = "重点任务"

# A row without a deadline says so, since an empty cell reads as merged.
NO_DEADLINE = "—"

# The paper's own header (珠府〔2023〕39号): 重点任务 stands over two columns, the 行动 and the task.
OURS: Columns = (
    SheetColumn("序号", Meaning.NUMBER),
    SheetColumn("重点任务", Meaning.ACTION),
    SheetColumn("", Meaning.TEXT),
    SheetColumn("主要负责单位", Meaning.UNITS),
)
ACTION = SheetColumn("行动", Meaning.ACTION)
DEADLINE = SheetColumn("完成时限", Meaning.DEADLINE)
# A list in prose may skip numbers. In a table of ours they then stand as names of the rows, and none is missing.
NAMED = SheetColumn("编号", Meaning.NUMBER)
OUR_WAYS = frozenset((first, *OURS[1:], *more) for first in (OURS[0], NAMED) for more in ((), (DEADLINE,)))


def our_columns(numbers: Sequence[int], *, has_deadlines: bool) -> Columns:
    """The columns of a plan that has none of its own, as the plan of the house was issued."""
    in_order = list(numbers) == list(range(1, len(numbers) + 1))
    return (OURS[0] if in_order else NAMED, *OURS[1:], *([DEADLINE] if has_deadlines else []))


def without_merged(columns: Iterable[SheetColumn]) -> Columns:
    """The columns without the drawing of their cells, which a .csv cannot show; none where they are ours."""
    bare = tuple(replace(column, merged=()) for column in columns)
    return () if bare in OUR_WAYS else bare


def kept_columns(columns: Iterable[SheetColumn]) -> Columns:
    """The columns whose cells each row keeps as they stand, in the order of the table."""
    known = tuple(columns)
    kept = KEPT | {Meaning.UNITS} if any(column.meaning in DIVIDED for column in known) else KEPT
    return tuple(column for column in known if column.meaning in kept)


def own_cells(columns: Iterable[SheetColumn], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(heading, words) of what a row says in columns that mean nothing to us."""
    for column, cell in zip(kept_columns(columns), cells, strict=False):
        if column.meaning is Meaning.OWN and cell:
            yield column.heading, cell


def columns_as_json(columns: Iterable[SheetColumn]) -> list[dict[str, Any]]:
    """How columns are stored and exported."""
    return [column.as_json for column in columns]


def columns_from_json(stored: Iterable[Mapping[str, Any]]) -> Columns:
    """The columns that were stored."""
    return tuple(map(SheetColumn.from_json, stored))
