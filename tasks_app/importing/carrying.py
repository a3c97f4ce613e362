"""Merged cells say once what holds for several rows: the reader carries it down, and lists or doubts every time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tasks_app.domain.plan_columns import ONLY_HEADING
from tasks_app.importing.columns import ACTION, DEADLINE, LEAD, SUPPORT, UNITS, Column
from tasks_app.importing.reading import Fault, Repair
from tasks_app.importing.row_kinds import NONE

Cells = dict[str, str]
CARRIED = "carried_cell"  # the kind of a doubt about what was taken from the cell above


@dataclass
class Carrier:
    """What the cells above say; ``section`` is the row over the whole width above.

    ``open_doubts`` are (line, cell, kind, sentence): rows get their numbers only at the end.
    """

    repairs: list[Repair] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    open_doubts: list[tuple[int, str, str, str]] = field(default_factory=list)
    section: str = ""
    carried: set[str] = field(default_factory=set)  # keys of the row's cells that go on from above
    _above: Cells = field(default_factory=dict)

    def open_section(self, title: str, *, words: str) -> None:
        """A row over the whole width is the heading of the rows below it; ``words`` are all it says."""
        self._above[ACTION.key] = title[: ACTION.longest]
        self.section = words

    def heading(self, line: int, cells: Cells, number: int) -> str:
        """The heading of the row: its own, the merged one above it, that of its section, or the only one."""
        if ACTION.key not in cells:
            return self._above.get(ACTION.key, ONLY_HEADING)
        if cells[ACTION.key]:
            self._above[ACTION.key] = cells[ACTION.key]
        elif ACTION.key in self._above:
            self.repairs.append(Repair(line, "合并的行动单元格沿用上一行", "", self._above[ACTION.key]))
        else:
            message = f"{where_of(line, number)}行动：单元格为空，上方也没有可沿用的行动名称。"
            self.faults.append(Fault(number or None, ACTION.key, message))
        return self._above.get(ACTION.key, "")

    def units(self, line: int, cells: Cells) -> str:
        """The units of the row as one cell; columns of their own for lead and support become its labels.

        What is carried into one of several columns then stands in ``cells`` too.
        """
        columns = [column for column in (LEAD, UNITS, SUPPORT) if column.key in cells]
        if columns == [UNITS]:
            return self._carried(line, UNITS, cells)
        # Supporting units may well be missing; whoever leads is named, or merged with the row above.
        is_blank = not any(cells[column.key] for column in columns)
        said = {
            column: self._carried(line, column, cells) if is_blank or column is columns[0] else cells[column.key]
            for column in columns
        }
        carried = {column.key: text for column, text in said.items()}
        self._above |= carried
        cells |= carried
        return labelled(carried)

    def deadline(self, line: int, cells: Cells, *, is_merged: bool) -> str:
        """The deadline of the row, if the table has any. An empty cell below a / says as little as that."""
        if DEADLINE.key not in cells or (
            not cells[DEADLINE.key] and not is_merged and self._above.get(DEADLINE.key) in NONE
        ):
            return ""
        return self._carried(line, DEADLINE, cells)

    def _carried(self, line: int, column: Column, cells: Cells) -> str:
        text = cells[column.key]
        if text:
            self._above[column.key] = text
        elif above := self._above.get(column.key, ""):
            text = above
            self.carried.add(column.key)
            self.repairs.append(Repair(line, f"合并的{column.title}单元格沿用上一行", "", above))
            sentence = f"{column.title}：单元格为空，沿用上一行的“{above[:40]}”。"
            self.open_doubts.append((line, column.key, CARRIED, sentence))
        return text


def labelled(said: Mapping[str, str]) -> str:
    """The cells of divided unit columns, by their keys, as one cell that says who stands under which heading."""
    titles = {LEAD.key: LEAD.title, UNITS.key: "责任单位", SUPPORT.key: SUPPORT.title}
    cells = [(title, said.get(key, "")) for key, title in titles.items()]
    named = "；".join(f"{title}：{text}" for title, text in cells if text and text not in NONE)
    return named or next((text for _title, text in cells if text), "")


def where_of(line: int, number: int) -> str:
    """How a message names a row: by its number, or by its line where it has none yet."""
    return f"第 {number} 行" if number else f"来源第 {line} 行"
