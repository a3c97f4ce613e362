"""Last year's spreadsheet of an office (往年台账): what was asked of whom by when, and how it stood. Writes nothing.

Headings are found by meaning, as in a plan's table; a merged cell stands for the rows below it. What is not sure is a
doubt at its row and cell, with what was taken for it; only a file that is no such table is a fault.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tasks_app.domain.line_states import LineState
from tasks_app.importing.columns import DEADLINE, NUMBER, TEXT, UNITS, Column
from tasks_app.importing.deadlines import read_deadline
from tasks_app.importing.files.kinds import read_file
from tasks_app.importing.home import Home
from tasks_app.importing.numbering import as_number
from tasks_app.importing.reading import Doubt, Fault
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.source import Unreadable
from tasks_app.importing.table import TableLine, table_lines
from tasks_app.importing.unit_grammar import read_names

MOST_ROWS = 500
LONGEST_HEADING = 40
# A heading is looked for in the order of this table: 年度任务 before 重点任务, 完成时限 before 完成情况.
ITEM = Column(
    "title",
    "年度任务",
    re.compile(r"(?:本)?年度(?:重点|主要|工作)*(?:任务|目标|工作)(?:和目标|内容|及目标)?|(?:\d{4})?年(?:度)?任务"),
)
STATE = Column(
    "state", "状态", re.compile(r"(?:办理|完成|任务|工作|当前|目前|办结)*(?:状态|状况)|是否(?:完成|办结)|完成情况")
)
PROGRESS = Column(
    "progress", "进展", re.compile(r"(?:工作|办理|任务|目前|最新|推进|落实)*(?:进展|进度|落实情况)(?:情况)?")
)
NOTE = Column("note", "备注", re.compile(r"备注|说明|其他"))
COLUMNS = (NUMBER, ITEM, STATE, PROGRESS, NOTE, UNITS, DEADLINE, TEXT)
NEEDED = (UNITS, STATE)
CARRIED = (NUMBER.key, TEXT.key, ITEM.key)

STATES: tuple[tuple[re.Pattern[str], LineState], ...] = (
    (re.compile(r"(?:已)?销号"), LineState.SIGNED_OFF),
    (re.compile(r"(?:尚)?未(?:启动|开展|开始|签收)|待签收"), LineState.PENDING_SIGNATURE),
    (
        re.compile(r"未(?:完成|办结)|(?:正在|持续|有序)?(?:进行|推进|办理|实施)中?|滞后|逾期|部分完成|否|在办"),
        LineState.IN_PROGRESS,
    ),
    # 基本完成 is not among them: nobody's "nearly" becomes a "done" here without being asked.
    (re.compile(r"(?:已|全部|按期|按时)*(?:完成|办结)|是"), LineState.COMPLETED),
)
NO_TABLE = "没有找到往年台账：应有一个表头含“年度任务、责任单位、状态”的表格。"
TOO_MANY = f"往年台账超过 {MOST_ROWS} 行，请分成几个文件导入。"


@dataclass(frozen=True)
class YearRow:
    """One row: the task by its number, the item, its units by canonical name, the day, the state and the words."""

    row: int
    number: int | None
    title: str
    units: tuple[str, ...]
    deadline: date | None
    state: LineState
    state_text: str
    progress: str
    note: str


@dataclass(frozen=True)
class YearReading:
    """What a file says, and what is not sure about it."""

    rows: tuple[YearRow, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass
class _Reader:
    year: int
    home: Home
    known: UnitRegistry
    rows: list[YearRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    carried: dict[str, str] = field(default_factory=dict)

    def take(self, line: TableLine, places: dict[str, int]) -> None:
        """One row of the table; a cell that a merged one covers says what stands above it."""
        cells = {key: line.cells[place] if place < len(line.cells) else "" for key, place in places.items()}
        for key in CARRIED:
            cells[key] = cells.get(key) or self.carried.get(key, "")
        if cells[NUMBER.key] != self.carried.get(NUMBER.key, "") and not line.cells[places.get(ITEM.key, 0)]:
            cells[ITEM.key] = ""
        self.carried = {key: cells[key] for key in CARRIED}
        title = cells[ITEM.key] or cells[TEXT.key]
        if not title or not cells[UNITS.key]:
            self._doubt(line, "row", "left_out_row", "缺少年度任务或责任单位，未导入")
            return
        self.rows.append(
            YearRow(
                row=line.line,
                number=as_number(cells[NUMBER.key]),
                title=" ".join(title.split())[:200],
                units=tuple(self._units(line, cells[UNITS.key])),
                deadline=self._deadline(line, cells.get(DEADLINE.key, "")),
                state=self._state(line, cells[STATE.key]),
                state_text=cells[STATE.key],
                progress=cells.get(PROGRESS.key, ""),
                note=cells.get(NOTE.key, ""),
            )
        )

    def _units(self, line: TableLine, cell: str) -> Iterator[str]:
        for name in read_names(re.sub(r"[（(](?:牵头|配合)[）)]", "", cell), home=self.home, known=self.known):
            if name.is_known:
                yield name.party.name
            else:
                near = self.known.nearest(name.raw)
                self._doubt(line, UNITS.key, "unknown_unit", f"“{name.raw}”不在单位名录中，未导入该单位", near)

    def _deadline(self, line: TableLine, cell: str) -> date | None:
        read = read_deadline(cell, self.year)
        if read.day is None:
            self._doubt(line, DEADLINE.key, "unread_deadline", f"完成时限“{cell}”读不出日期，按年度默认时限导入")
        return read.day

    def _state(self, line: TableLine, cell: str) -> LineState:
        plain = re.sub(r"[\s。]+", "", unicodedata.normalize("NFKC", cell))
        state = next((state for pattern, state in STATES if pattern.fullmatch(plain)), None)
        if state is None:
            self._doubt(line, STATE.key, "unread_state", f"状态“{cell}”不能确定，按“办理中”导入", chosen="办理中")
        return state or LineState.IN_PROGRESS

    def _doubt(
        self, line: TableLine, cell: str, kind: str, said: str, near: Sequence[str] = (), chosen: str | None = None
    ) -> None:
        sentence = f"来源第 {line.line} 行：{said}。"
        self.doubts.append(Doubt(line.line, cell, kind, sentence, tuple(near), chosen))


def read_year(content: bytes, *, name: str, year: int, home: Home, known: UnitRegistry) -> YearReading:
    """Reads a .xlsx, .csv or .docx. Never raises for what a file contains."""
    try:
        lines = read_file(content, name=name).lines
    except Unreadable as refusal:
        return YearReading(faults=(Fault(None, "file", str(refusal)),))
    reader, places = _Reader(year, home, known), None
    for line in table_lines(lines):
        if found := _places(line.cells):
            places = found
        elif places is not None and line.filled:
            reader.take(line, places)
        if len(reader.rows) > MOST_ROWS:
            return YearReading(faults=(Fault(None, "table", TOO_MANY),))
    if places is None or not reader.rows:
        return YearReading(doubts=tuple(reader.doubts), faults=(Fault(None, "table", NO_TABLE),))
    return YearReading(tuple(reader.rows), tuple(reader.doubts))


def _places(cells: Iterable[str]) -> dict[str, int] | None:
    """Where the columns stand, where these cells are a header: units, state, and an item or a task."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        plain = re.sub(r"[\s*:：]+|\([^()]{0,40}\)", "", unicodedata.normalize("NFKC", cell))
        is_heading = 0 < len(plain) <= LONGEST_HEADING
        column = next((one for one in COLUMNS if is_heading and one.headings.fullmatch(plain)), None)
        if column:
            places.setdefault(column.key, place)
    has_words = ITEM.key in places or TEXT.key in places
    return places if has_words and all(column.key in places for column in NEEDED) else None
