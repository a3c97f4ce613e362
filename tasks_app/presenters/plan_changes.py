"""The changes an import would make, or made: counted by kind, and row by row with before and after."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.text_difference import Piece, difference

SUBJECTS = {
    "plan": "方案",
    "unit": "单位",
    "alias": "别名",
    "succession": "机构沿革",
    "group": "单位组",
    "member": "单位组成员",
    "heading": "行动",
    "task": "重点任务",
    "responsibility": "责任分工",
    "measure": "措施",
    "target": "目标",
}
ACTS = {
    "create": "新增",
    "change": "修改",
    "supersede": "以新版本取代",
    "ask_again": "须重新确认牵头",
    "remove": "撤去",
}
SEVERAL = "分工有变"
# The kinds that are the house's own and not a row of the table, in the order a clerk checks them.
OUTSIDE_THE_TABLE = ("plan", "unit", "group", "alias", "succession", "member", "heading", "measure", "target")
MOST_NAMED = 60

ChangeJson = Mapping[str, Any]


@dataclass(frozen=True)
class Counted:
    """How many changes of one kind there are, in words: 新增重点任务 30."""

    words: str
    count: int


@dataclass(frozen=True)
class Named:
    """The things of one kind outside the table that are created or changed; ``beyond`` are not named."""

    words: str
    names: tuple[str, ...]
    beyond: int


@dataclass(frozen=True)
class RowChange:
    """What happens to one row of the table. ``pieces`` are its cells with what went and what came marked."""

    number: int
    what: str
    pieces: tuple[Piece, ...]
    shares: tuple[str, ...]
    is_superseded: bool = False


def words_of(act: str, subject: str = "") -> str:
    """新增重点任务; an act or a kind nobody has a word for stands as it is."""
    thing = "" if act == "ask_again" else SUBJECTS.get(subject, subject)
    return f"{ACTS.get(act, act)}{thing}"


def counted(changes: Iterable[ChangeJson]) -> tuple[Counted, ...]:
    """The changes by kind, in their order."""
    counts = Counter((change["act"], change["subject"]) for change in changes)
    return tuple(Counted(words_of(act, subject), count) for (act, subject), count in counts.items())


def named_outside(changes: Iterable[ChangeJson]) -> tuple[Named, ...]:
    """Units, groups and whatever else is no row of the table, by name."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for change in changes:
        if change["subject"] in OUTSIDE_THE_TABLE:
            found[change["subject"], change["act"]].append(_name(change))
    ordered = sorted(found.items(), key=lambda pair: OUTSIDE_THE_TABLE.index(pair[0][0]))
    return tuple(
        Named(words_of(act, subject), tuple(names[:MOST_NAMED]), max(0, len(names) - MOST_NAMED))
        for (subject, act), names in ordered
    )


def changed_numbers(changes: Iterable[ChangeJson]) -> list[int]:
    """The 序号 of the rows that change, in the order of the table."""
    rows = {change["row"] for change in changes if change["subject"] in ("task", "responsibility")}
    return sorted(row for row in rows if row is not None)


def row_changes(changes: Iterable[ChangeJson], numbers: Iterable[int]) -> tuple[RowChange, ...]:
    """What happens to each of these rows."""
    wanted = list(numbers)
    by_row: dict[int, list[ChangeJson]] = {number: [] for number in wanted}
    for change in changes:
        if change["row"] in by_row and change["subject"] in ("task", "responsibility"):
            by_row[change["row"]].append(change)
    return tuple(_row(number, by_row[number]) for number in wanted)


def _row(number: int, changes: list[ChangeJson]) -> RowChange:
    task = next((change for change in changes if change["subject"] == "task"), None)
    shares = tuple(_share(change) for change in changes if change["subject"] == "responsibility")
    if task is None:
        return RowChange(number, SEVERAL, (), shares)
    is_superseded = task["act"] == "supersede"
    pieces = difference(task["before"], task["after"]) if is_superseded else (Piece("same", task["after"]),)
    return RowChange(number, words_of(task["act"]), pieces, shares, is_superseded)


def _share(change: ChangeJson) -> str:
    if change["act"] == "create":
        return f"{change['name']}{_lead(change['after'])}"
    if change["act"] == "ask_again":
        return f"{change['name']}不再列入，牵头须重新确认"
    return f"{change['name']}：{change['before']} → {change['after']}"


def _lead(words: str) -> str:
    """Who leads is said, and that it is only inferred (推定); all others stand beside."""
    if not words.startswith(Part.LEAD.label):
        return ""
    return "（推定牵头）" if Basis.INFERRED.label in words else "（牵头）"


def _name(change: ChangeJson) -> str:
    if change["act"] == "create" or not (change["before"] or change["after"]):
        return str(change["name"])
    return f"{change['name']}：{change['before'] or '空'} → {change['after'] or '空'}"
