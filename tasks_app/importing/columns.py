"""The columns of a task table. A column knows its headings and which noise to expect.

A header row is found by meaning, never by its place: page breaks repeat it, sometimes in other words.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tasks_app.importing.noise import IN_EVERY_CELL, IN_HEADINGS, Noise


@dataclass(frozen=True)
class Column:
    """One column: its key in the JSON, its name in messages, the headings it is known by, the noise to expect.

    ``longest`` is the most characters a cell may have.
    """

    key: str
    title: str
    headings: frozenset[str]
    noises: tuple[Noise, ...] = IN_EVERY_CELL
    longest: int = 4000


NUMBER = Column("number", "序号", frozenset({"序号", "编号"}))
ACTION = Column("action", "行动", frozenset({"行动", "领域", "工作领域"}), IN_HEADINGS, longest=120)
TEXT = Column("text", "重点任务", frozenset({"重点任务", "工作任务", "主要任务", "任务", "措施"}))
UNITS = Column(
    "units_text",
    "主要负责单位",
    frozenset({"主要负责单位", "主要责任单位", "负责单位", "责任单位", "责任部门"}),
)
COLUMNS = (NUMBER, ACTION, TEXT, UNITS)


@dataclass(frozen=True)
class Layout:
    """Where each column of a table stands, and how many cells a row has."""

    places: dict[str, int]
    width: int

    @property
    def missing(self) -> tuple[Column, ...]:
        """Columns without which a table cannot be read."""
        return tuple(column for column in COLUMNS if column.key not in self.places)


def layout_of(cells: Sequence[str]) -> Layout | None:
    """The layout a header row declares, or None where the row is no header.

    A merged 重点任务 heading (an empty cell to its right) covers two columns: the 行动 and the task itself.
    """
    titles = ["".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells]
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        column = next((column for column in COLUMNS if title in column.headings), None)
        if column is not None:
            places.setdefault(column.key, place)
    if len(places) < 2:
        return None
    text = places.get(TEXT.key)
    covers_two = text is not None and text + 1 < len(titles) and not titles[text + 1]
    if covers_two and ACTION.key not in places and text is not None:
        places |= {ACTION.key: text, TEXT.key: text + 1}
    return Layout(places, len(cells))
