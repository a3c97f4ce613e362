"""From lines of a table to tasks: headers found and skipped, other rows passed over, every fault at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tasks_app.domain.plan_columns import NAMED, Columns, Meaning
from tasks_app.importing.carrying import CARRIED, Carrier, Cells
from tasks_app.importing.cell_faults import cell_faults, own_faults
from tasks_app.importing.columns import (
    ACTION,
    COLUMNS,
    DEADLINE,
    NUMBER,
    TEXT,
    UNIT_COLUMNS,
    UNITS,
    Column,
    ColumnKey,
    Layout,
    is_lower_row,
    joined,
    layout_of,
)
from tasks_app.importing.noise import mend
from tasks_app.importing.numbering import MAX_ROWS, TaskRow, as_number, gap_doubts, numbering_faults, renumbered
from tasks_app.importing.own_columns import COUNTED, DEADLINE_CELL, SECTION, OwnColumns
from tasks_app.importing.reading import Doubt, Fault, Repair
from tasks_app.importing.row_kinds import passed
from tasks_app.importing.table import TableLine, drawn
from tasks_app.importing.unit_spaces import mend_spaces

MOST_FAULTS = 200
# Lines of other tables that may stand before the header is given up.
MOST_BEFORE_HEADER = 20_000
# A title stands at most so many lines above the header of its table.
TITLE_ABOVE = 3


@dataclass
class RowReader:
    """Walks down a table once. ``rows``, ``columns``, ``repairs``, ``doubts`` and ``faults`` are what it found."""

    rows: list[TaskRow] = field(default_factory=list)
    columns: Columns = ()
    doubts: list[Doubt] = field(default_factory=list)
    carrier: Carrier = field(default_factory=Carrier)
    _layout: Layout | None = None
    _header: TableLine | None = None
    _above: list[TableLine] = field(default_factory=list)
    _sections: int = 0
    _is_below_header: bool = False
    _own: OwnColumns = field(default_factory=OwnColumns)

    @property
    def repairs(self) -> list[Repair]:
        """Everything that was mended or passed over."""
        return self.carrier.repairs

    @property
    def faults(self) -> list[Fault]:
        """Everything that forbids the import."""
        return self.carrier.faults

    @property
    def is_table_of_tasks(self) -> bool:
        """Whether a header with text and units was found."""
        return self._layout is not None and not self._layout.missing

    def read(self, lines: Iterable[TableLine]) -> None:
        """Reads every line of the table; afterwards the numbering is checked as a whole."""
        for line in self._within_bounds(lines):
            if layout := self._header_in(line):
                self._take_header(line, layout)
            elif self._layout is None or self._header is None:
                self._above = [*self._above[1 - TITLE_ABOVE :], line]
            elif not self._layout.missing and line.drawing == self._header.drawing:
                self._is_below_header = self._is_below_header and not line.filled
                self._take_row(_padded(line, self._layout), self._layout)
        if self._layout is None:
            self._fault(None, "table", "没有找到重点任务分工表：应有一个表头含“序号、重点任务、主要负责单位”的表格。")
        elif not self.rows and not self.faults:
            self._fault(None, "table", "重点任务分工表只有表头，没有任务。")
        self._number()

    def _within_bounds(self, lines: Iterable[TableLine]) -> Iterator[TableLine]:
        """The lines, until there are more rows or faults than anybody would look at, or no header far down."""
        for count, line in enumerate(lines):
            if self._layout is None and count > MOST_BEFORE_HEADER:
                return
            if len(self.rows) > MAX_ROWS or len(self.faults) >= MOST_FAULTS:
                self._fault(None, "table", f"来源第 {line.line} 行起未再检查，请先处理以上问题。")
                return
            yield line

    def _number(self) -> None:
        self.rows, doubts = renumbered(self.rows, starts_again=self._sections > 0)
        numbers = {row.line: row.number for row in self.rows}
        self.doubts += doubts
        for line, cell, kind, sentence in self.carrier.open_doubts:
            if number := numbers.get(line):
                self.doubts.append(Doubt(number, cell, kind, f"第 {number} 行{sentence}"))
        self.columns, self.rows = self._own.settle(self.rows)
        known = [row.number for row in self.rows]
        if self._may_skip:
            self.doubts.extend(gap_doubts(known))
        self.faults.extend(numbering_faults(known, may_skip=self._may_skip))

    @property
    def _may_skip(self) -> bool:
        """序号 counts, so that a missing one is a missing row; 编号 is a name, as a list in prose goes out with."""
        layout = self._layout
        return bool(layout and layout.headings[layout.places.get(NUMBER.key, 0)] == NAMED.heading)

    def _header_in(self, line: TableLine) -> Layout | None:
        """The layout of a header, or of the second row of one, of whose words we may know none."""
        layout, above = layout_of(line.cells), self._layout
        if layout or above is None or not self._is_below_header or len(line.cells) != above.width:
            return layout
        is_lower = not passed(line, above) and is_lower_row(line.cells, line.goes_on, above)
        return Layout({}, line.cells) if is_lower else None

    def _take_header(self, line: TableLine, layout: Layout) -> None:
        if self._layout and self._is_below_header and layout.missing and layout.width == self._layout.width:
            self._layout = joined(self._layout, layout)
            self._own.layouts[-1:] = [self._layout]
            return
        self._is_below_header = True
        for column in layout.missing:
            self._fault(None, column.key, f"来源第 {line.line} 行的表头缺少“{column.title}”列。")
        if self._layout is not None:
            self.repairs.append(Repair(line.line, "分页重复的表头已略过", drawn(line.cells), ""))
        elif not layout.missing:
            self.repairs.extend(self._about(line, layout))
        self._layout, self._header = layout, line
        self._own.layouts.append(layout)

    def _about(self, line: TableLine, layout: Layout) -> Iterator[Repair]:
        """What the first header lacks, and what stands above it."""
        for above in self._above:
            if line.line - above.line <= TITLE_ABOVE and above.filled:
                yield Repair(above.line, "表头上方的标题行已略过", drawn(above.cells), "")
        if NUMBER.key not in layout.places:
            yield Repair(line.line, "表格没有序号列，按顺序编号", drawn(line.cells), "")
        if own := [layout.headings[place] for place in layout.own if layout.headings[place]]:
            yield Repair(line.line, "其他各列按原标题保留", "、".join(own), "")

    def _take_row(self, line: TableLine, layout: Layout) -> None:
        if len(line.cells) != layout.width or not line.closed:
            self._fault(
                None, "table",
                f"来源第 {line.line} 行：表格行有 {len(line.cells)} 个单元格，表头有 {layout.width} 个，"
                "该行可能被截断，请补全后再导入。",
            )  # fmt: skip
            return
        if reason := passed(line, layout):
            self.repairs.append(Repair(line.line, reason.what, drawn(line.cells), reason.section))
            if reason.section:
                self._sections += 1
                self.carrier.open_section(reason.section, words=reason.words)
            return
        cells = {
            column.key: self._mended(line, layout.places[column.key], column)
            for column in COLUMNS
            if column.key in layout.places
        }
        own = {layout.keys[place]: self._mended(line, place, TEXT) for place in layout.own if line.cells[place]}
        if not self._goes_on(line, cells, own):
            self._take_task(line, layout, cells, own)

    def _take_task(self, line: TableLine, layout: Layout, cells: Cells, own: dict[ColumnKey, str]) -> None:
        number = as_number(cells.get(NUMBER.key, ""))
        if number is None:
            self._fault(None, NUMBER.key, f"来源第 {line.line} 行：序号“{cells[NUMBER.key][:20]}”不是正整数。")
            return
        if not cells[TEXT.key] and layout.title is not None:
            cells[TEXT.key] = self._title(line, layout, layout.title)
        self.carrier.carried = set()
        heading = self.carrier.heading(line.line, cells, number)
        units = self.carrier.units(line.line, cells)
        self.faults.extend(
            cell_faults({ACTION.key: heading, TEXT.key: cells[TEXT.key], UNITS.key: units}, number, line.line)
        )
        self.faults.extend(own_faults(own, number, line.line))
        deadline = self.carrier.deadline(line.line, cells, is_merged=layout.places.get(DEADLINE.key) in line.goes_on)
        self.rows.append(TaskRow(line.line, number, heading, cells[TEXT.key], units, deadline))
        if layout.declares_roles:
            own |= {(Meaning(column.key), "", 0): cells[column.key] for column in UNIT_COLUMNS if column.key in cells}
        own |= {DEADLINE_CELL: deadline, COUNTED: cells.get(NUMBER.key, ""), SECTION: self.carrier.section}
        goes_on = {layout.keys[place] for place in layout.own if place in line.goes_on}
        self._own.take(own, goes_on | {(Meaning(key), "", 0) for key in self.carrier.carried})

    def _title(self, line: TableLine, layout: Layout, place: int) -> str:
        """What names the task stands for its text where that cell is empty; a merged name is that of other rows too."""
        title = self._mended(line, place, TEXT)
        if title:
            stated, named = layout.headings[layout.places[TEXT.key]], layout.headings[place]
            sentence = f"{stated}：单元格为空，以“{named}”列的“{title[:40]}”作为任务内容，请核对。"
            self.carrier.open_doubts.append((line.line, TEXT.key, "title_as_text", sentence))
        return title

    def _goes_on(self, line: TableLine, cells: Cells, own: dict[ColumnKey, str]) -> bool:
        """A row cut by a page break goes on without a number: with its text or its units, never both."""
        if cells.get(NUMBER.key, "-") or cells.get(ACTION.key) or not self.rows:
            return False
        units = [column for column in UNIT_COLUMNS if cells.get(column.key)]
        last = self.rows[-1]
        if cells[TEXT.key] and not units:
            self.rows[-1] = replace(last, text=last.text + cells[TEXT.key])
        elif units == [UNITS] and not cells[TEXT.key]:
            self.rows[-1] = replace(last, units_text=last.units_text + cells[UNITS.key])
        elif units or cells[TEXT.key] or not own:
            return False
        said = self._own.said[-1]
        for key, text in own.items():
            said[key] = said.get(key, "") + text
        self.repairs.append(Repair(line.line, "被分页断开的行已与上一行接上", drawn(line.cells), ""))
        sentence = "：被分页断开，已与下一段接上，请核对。"
        self.carrier.open_doubts.append((last.line, TEXT.key, CARRIED, sentence))
        return True

    def _mended(self, line: TableLine, place: int, column: Column) -> str:
        # One character beyond the longest is enough to know that a cell is too long.
        cell = line.cells[place][: column.longest + 1]
        text, repairs = mend(cell.replace("\n", "") if column is ACTION else cell, column.noises, line=line.line)
        self.repairs.extend(repairs)
        if column in UNIT_COLUMNS:
            text, repairs = mend_spaces(text, line=line.line)
            self.repairs.extend(repairs)
        return text

    def _fault(self, row: int | None, cell: str, message: str) -> None:
        self.faults.append(Fault(row, cell, message))


def _padded(line: TableLine, layout: Layout) -> TableLine:
    """Tabs at the end of a line get lost, or are too many: empty cells are added or taken away."""
    cells = line.cells
    if line.drawing == "|" or len(cells) == layout.width:
        return line
    while len(cells) > layout.width and not cells[-1]:
        cells = cells[:-1]
    return replace(line, cells=(*cells, *[""] * (layout.width - len(cells))))
