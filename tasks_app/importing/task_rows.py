"""From lines of a table to tasks: headers found and skipped, empty 行动 cells carried down, every fault at once."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tasks_app.importing.columns import ACTION, COLUMNS, NUMBER, TEXT, UNITS, Column, Layout, layout_of
from tasks_app.importing.noise import mend
from tasks_app.importing.reading import Fault, Repair
from tasks_app.importing.table import TableLine, drawn

MAX_ROWS = 5000
MOST_FAULTS = 200
NAMED_GAPS = 20


@dataclass(frozen=True)
class TaskRow:
    """One row of the table, mended, with its heading; its units cell is not read yet."""

    line: int
    number: int
    heading: str
    text: str
    units_text: str


@dataclass
class RowReader:
    """Walks down a table once. ``rows``, ``repairs`` and ``faults`` are what it found."""

    rows: list[TaskRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _layout: Layout | None = None
    _heading: str = ""

    def read(self, lines: Iterable[TableLine]) -> None:
        """Reads every line of the table; afterwards the numbering is checked as a whole."""
        for line in lines:
            if len(self.rows) > MAX_ROWS or len(self.faults) >= MOST_FAULTS:
                self._fault(None, "table", f"来源第 {line.line} 行起未再检查，请先处理以上问题。")
                break
            if layout := layout_of(line.cells):
                self._take_header(line, layout)
            elif self._layout and not self._layout.missing:
                self._take_row(line, self._layout)
        if self._layout is None:
            self._fault(None, "table", "没有找到重点任务分工表：应有一个表头含“序号、重点任务、主要负责单位”的表格。")
        elif not self.rows and not self.faults:
            self._fault(None, "table", "重点任务分工表只有表头，没有任务。")
        self.faults += numbering_faults([row.number for row in self.rows])

    def _take_header(self, line: TableLine, layout: Layout) -> None:
        for column in layout.missing:
            self._fault(None, column.key, f"来源第 {line.line} 行的表头缺少“{column.title}”列。")
        if self._layout is not None:
            self.repairs.append(Repair(line.line, "分页重复的表头已略过", drawn(line.cells), ""))
        self._layout = layout

    def _take_row(self, line: TableLine, layout: Layout) -> None:
        if len(line.cells) != layout.width or not line.closed:
            self._fault(
                None, "table",
                f"来源第 {line.line} 行：表格行有 {len(line.cells)} 个单元格，表头有 {layout.width} 个，"
                "该行可能被截断，请补全后再导入。",
            )  # fmt: skip
            return
        cells = {column.key: self._mended(line, layout, column) for column in COLUMNS}
        number = as_number(cells[NUMBER.key])
        if number is None:
            self._fault(None, NUMBER.key, f"来源第 {line.line} 行：序号“{cells[NUMBER.key][:20]}”不是正整数。")
            return
        heading = self._carried(line, cells[ACTION.key], number)
        self.faults += cell_faults(cells, number)
        self.rows.append(TaskRow(line.line, number, heading, cells[TEXT.key], cells[UNITS.key]))

    def _mended(self, line: TableLine, layout: Layout, column: Column) -> str:
        # One character beyond the longest is enough to know that a cell is too long.
        cell = line.cells[layout.places[column.key]][: column.longest + 1]
        text, repairs = mend(cell, column.noises, line=line.line)
        self.repairs += repairs
        return text

    def _carried(self, line: TableLine, heading: str, number: int) -> str:
        """A merged cell is empty on all rows but its first: the heading above it goes on."""
        if heading:
            self._heading = heading
        elif self._heading:
            self.repairs.append(Repair(line.line, "合并的行动单元格沿用上一行", "", self._heading))
        else:
            self._fault(number, ACTION.key, f"第 {number} 行行动：单元格为空，上方也没有可沿用的行动名称。")
        return self._heading

    def _fault(self, row: int | None, cell: str, message: str) -> None:
        self.faults.append(Fault(row, cell, message))


def as_number(text: str) -> int | None:
    """A 序号 such as 7 or ７; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(".")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 4 and int(plain) else None


def cell_faults(cells: dict[str, str], number: int) -> Iterator[Fault]:
    """Cells of a row that are empty or too long to be what they should be."""
    for column in (TEXT, UNITS):
        if not cells[column.key]:
            yield Fault(number, column.key, f"第 {number} 行{column.title}：单元格为空。")
    for column in (ACTION, TEXT, UNITS):
        if len(cells[column.key]) > column.longest:
            yield Fault(
                number, column.key, f"第 {number} 行{column.title}：超过 {column.longest} 字，请检查表格是否断裂。"
            )


def numbering_faults(numbers: list[int]) -> Iterator[Fault]:
    """Numbers that come twice, and numbers that are missing between 1 and the last."""
    if len(numbers) > MAX_ROWS:
        yield Fault(None, NUMBER.key, f"表格超过 {MAX_ROWS} 行的上限，请分开导入。")
        return
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            yield Fault(number, NUMBER.key, f"第 {number} 行序号：序号 {number} 出现不止一次。")
        seen.add(number)
    missing = sorted(set(range(1, max(seen, default=0) + 1)) - seen)
    for number in missing[:NAMED_GAPS]:
        yield Fault(number, NUMBER.key, f"第 {number} 行序号：缺少序号 {number}。")
    if len(missing) > NAMED_GAPS:
        yield Fault(None, NUMBER.key, f"另有 {len(missing) - NAMED_GAPS} 个序号缺失。")
