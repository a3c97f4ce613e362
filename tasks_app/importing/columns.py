"""The columns of a task table. A column knows its headings and which noise to expect.

A header row is found by meaning, never by its place: page breaks repeat it, sometimes in other words, and every
government has its own words for 重点任务 and 责任单位.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tasks_app.domain.plan_columns import DIVIDED, Meaning
from tasks_app.importing.noise import IN_EVERY_CELL, IN_HEADINGS, Noise


@dataclass(frozen=True)
class Column:
    """One column: its key in the JSON, its name in messages, the headings it is known by, the noise to expect.

    ``key`` is the value of its ``Meaning``, ``longest`` the most characters a cell may have.
    """

    key: str
    title: str
    headings: re.Pattern[str]
    noises: tuple[Noise, ...] = IN_EVERY_CELL
    longest: int = 4000


WHO = r"(?:单位|部门|主体|[处科]室)(?:(?:及|和|与)(?:责任)?(?:职责)?分工|[及和与、/](?:责任|负责|联系)人|名称)?"

NUMBER = Column("number", "序号", re.compile(r"序号|编号|项次|No\.?|任务(?:序|编)号"))
ACTION = Column(
    "action",
    "行动",
    re.compile(
        r"(?:专项|重点)?行动|(?:工作|重点|所属|任务|主要|改革)?领域|(?:任务|工作|项目|事项|措施)?(?:类别|分类|类型|板块)"
        r"|方面|一级任务|(?:目标|工作)方向"
    ),
    IN_HEADINGS,
    longest=120,
)
# The task as a whole, and what it consists of: a table that has both uses the first as a heading over the second.
TASK = re.compile(
    r"(?:重点|主要|具体|工作|目标|年度|改革|二级|督查|督办|交办|整改|考核|创建|民生)*(?:任务|工作|事项|项目|工程|实事)(?:名称|分解|清单|要点|内容)?"
    r"|任务(?:描述|要求|及要求)?|\S{1,8}名称"
)
CONTENT = re.compile(
    r"(?:主要|重点|具体|工作|任务|推进|政策|改革|落实|实施|支持|整改)*(?:措施|举措|内容|描述)(?:和要求|及要求)?|简要描述|建设内容|任务要求|工作要求"
)
TEXT = Column("text", "重点任务", re.compile(f"{TASK.pattern}|{CONTENT.pattern}"))
UNITS = Column(
    "units_text",
    "主要负责单位",
    re.compile(
        rf"(?:主要|具体|市级|省级|第一)?(?:负责|责任|主责){WHO}|(?:承办|落实|实施|承担|分工)(?:单位|部门)|责任分工|分工"
    ),
)
# Where several columns name units, those who answer go before those who carry out.
ANSWERS = re.compile("责任|负责")
LEAD = Column("lead_units", "牵头单位", re.compile(rf"(?:总|主要)?(?:牵头|主办)(?:负责|责任)?{WHO}|主责单位"))
SUPPORT = Column("support_units", "配合单位", re.compile(rf"(?:配合|协办|协同|协助|参与|参加|协作)(?:责任)?{WHO}"))
DEADLINE = Column(
    "deadline",
    "完成时限",
    re.compile(
        r"(?:完成|办结|工作|计划|预计|任务|推进|实施|拟投入运营|拟完成|目标|整改|办理|落实|督办|销号)*(?:时限|年限|时间|期限|日期|时间节点|节点|进度|时序)"
        r"(?:要求|安排|节点|计划)?|进度安排|截止(?:时间|日期)|\S{1,6}(?:完成|运营|投用|竣工|投产)时间"
    ),
    longest=200,
)
COLUMNS = (NUMBER, ACTION, LEAD, SUPPORT, UNITS, DEADLINE, TEXT)
# Without these a table is no table of tasks. Numbers can be counted, headings can be missing.
NEEDED = (TEXT, UNITS)
UNIT_COLUMNS = (UNITS, LEAD, SUPPORT)
LONGEST_TITLE = 40


# What a column is known by in all headers of a table: its meaning, or its heading and the how-manieth of that it is.
ColumnKey = tuple[Meaning, str, int]


@dataclass(frozen=True)
class Layout:
    """Where each column of a table stands. ``headings`` are all cells of the header, as written; ``above`` are those
    of an upper row that stand over several of them, empty where none does.

    ``title`` is a column that names the task where the text column only says by which means: 任务名称 beside 具体措施.
    """

    places: dict[str, int]
    headings: tuple[str, ...]
    title: int | None = None
    above: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.headings)

    @cached_property
    def keys(self) -> tuple[ColumnKey, ...]:
        """What each column is known by, in the order of the table."""
        meanings = {place: Meaning(key) for key, place in self.places.items()}
        seen: Counter[str] = Counter()
        keys: list[ColumnKey] = []
        for place, heading in enumerate(self.headings):
            meaning = meanings.get(place, Meaning.OWN)
            is_own = meaning is Meaning.OWN
            keys.append((meaning, heading if is_own else "", seen[heading] if is_own else 0))
            seen[heading] += is_own
        return tuple(keys)

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The places of columns that mean nothing to us."""
        return tuple(place for place, key in enumerate(self.keys) if key[0] is Meaning.OWN)

    @property
    def missing(self) -> tuple[Column, ...]:
        """Columns without which a table cannot be read."""
        has_units = any(column.key in self.places for column in UNIT_COLUMNS)
        return tuple(
            column for column in NEEDED if column.key not in self.places and not (column is UNITS and has_units)
        )

    @property
    def declares_roles(self) -> bool:
        """Whether lead and support stand in columns of their own."""
        return any(meaning in self.places for meaning in DIVIDED)


def layout_of(cells: Sequence[str]) -> Layout | None:
    """The layout a header row declares, or None where the row is no header.

    A merged 重点任务 heading (an empty cell to its right) covers two columns: the 行动 and the task itself. Where the
    task and its measures stand side by side (重点任务 | 具体措施), the task is the heading over its measures.
    """
    titles = [_title(cell) for cell in cells]
    found = [(place, column) for place, title in enumerate(titles) if title and (column := _column_of(title))]
    places: dict[str, int] = {}
    for place, column in sorted(found, key=lambda one: not ANSWERS.search(titles[one[0]])):
        places.setdefault(column.key, place)
    if len(places) < 2 or len(found) * 2 < sum(1 for title in titles if title):
        return None
    texts = [place for place, column in found if column is TEXT]
    if texts and ACTION.key not in places:
        if texts[0] + 1 < len(titles) and not titles[texts[0] + 1]:
            return Layout(places | {ACTION.key: texts[0], TEXT.key: texts[0] + 1}, tuple(cells))
        if len(texts) > 1 and TASK.fullmatch(titles[texts[0]]) and CONTENT.fullmatch(titles[texts[1]]):
            places |= {ACTION.key: texts[0], TEXT.key: texts[1]}
    named = (place for place in texts if place != places[TEXT.key] and TASK.fullmatch(titles[place]))
    return Layout(places, tuple(cells), next(named, None))


def joined(upper: Layout, lower: Layout) -> Layout:
    """A header in two rows: 责任单位 over 牵头单位 and 配合单位. The lower row says it more exactly."""
    taken = {place: key for key, place in lower.places.items()}
    kept = {key: place for key, place in upper.places.items() if place not in taken}
    if lower.declares_roles:
        kept.pop(UNITS.key, None)
    headings = tuple(below or over for over, below in zip(upper.headings, lower.headings, strict=True))
    title = upper.title if lower.title is None else lower.title
    return Layout({**kept, **lower.places}, headings, title, tuple(_above(upper, lower)))


def _above(upper: Layout, lower: Layout) -> Iterator[str]:
    """What stands over each cell of the lower row; a heading goes on to the right as far as cells are empty."""
    over = ""
    for place, below in enumerate(lower.headings):
        over = upper.headings[place] or over
        stands_over = below and below != over
        yield (upper.above[place] if upper.above else "") or (over if stands_over else "")


def is_lower_row(cells: Sequence[str], goes_on: Iterable[int], upper: Layout) -> bool:
    """Whether the row right below a header is its second one, though its words head nothing that we know.

    Its own cells say so where the paper merged others down from the header. Else it is one where nothing of a task
    stands in it: no number, no text, no units but under a heading over several columns.
    """
    places = upper.places
    whole = {places[column.key] for column in (NUMBER, ACTION, TEXT) if column.key in places} | {upper.title}
    if any(cells[place] for place in whole if place is not None) or TEXT.key not in places:
        return False
    filled = [place for place, cell in enumerate(cells) if cell]
    if whole & set(goes_on):
        return bool(filled)
    units = {places[column.key] for column in UNIT_COLUMNS if column.key in places}
    return bool(filled) and all(place not in units or _is_wide(upper, place) for place in filled)


def _is_wide(layout: Layout, place: int) -> bool:
    """Whether the heading of a column goes on over the one beside it."""
    return place + 1 < layout.width and not layout.headings[place + 1]


def _title(cell: str) -> str:
    """The words of a heading cell without spaces and brackets; a cell too long to be a heading has none."""
    if len(cell) > LONGEST_TITLE:
        return "…"
    plain = unicodedata.normalize("NFKC", cell)
    return re.sub(r"[\s*:：]+|\([^()]{0,40}\)", "", plain)


def _column_of(title: str) -> Column | None:
    return next((column for column in COLUMNS if column.headings.fullmatch(title)), None)
