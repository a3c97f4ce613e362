"""The 序号 of a plan's rows: read, checked as a whole, and counted where the source does not state them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tasks_app.importing.columns import NUMBER
from tasks_app.importing.reading import Doubt, Fault

MAX_ROWS = 5000
NAMED_GAPS = 20
UNSTATED = 0
STEPPED = re.compile(r"\d{1,3}(?:[.-]\d{1,3}){1,3}")


@dataclass(frozen=True)
class TaskRow:
    """One row of the plan, mended, with its heading; its units are not read yet. An UNSTATED number is counted.

    ``cells`` are those of the table's ``kept_columns``.
    """

    line: int
    number: int
    heading: str
    text: str
    units_text: str
    deadline_text: str = ""
    cells: tuple[str, ...] = ()


def as_number(text: str) -> int | None:
    """A 序号 such as 7 or ７; UNSTATED for an empty cell or a stepped 1.2; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(".、")
    if not plain or STEPPED.fullmatch(plain):
        return UNSTATED
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 4 and int(plain) else None


def renumbered(rows: Sequence[TaskRow], *, starts_again: bool) -> tuple[list[TaskRow], tuple[Doubt, ...]]:
    """The rows with a number each: their own, or counted in order where one is missing.

    ``starts_again`` says that every section may count from 1, so that a number that comes twice is no fault.
    """
    numbers = [row.number for row in rows]
    unstated = numbers.count(UNSTATED)
    counts_again = starts_again and len(set(numbers)) < len(numbers) and numbers.count(1) > 1
    if not unstated and not counts_again:
        return list(rows), ()
    counted = [replace(row, number=place) for place, row in enumerate(rows, start=1)]
    why = "来源没有连贯的序号" if unstated else "各部分的序号都从 1 开始"
    return counted, (Doubt(None, NUMBER.key, "counted_numbers", f"{why}，已按先后顺序重新编号。"),)


def numbering_faults(numbers: Sequence[int], *, may_skip: bool = False) -> Iterator[Fault]:
    """Numbers that come twice, and, unless a list ``may_skip`` some, those missing between 1 and the last."""
    if len(numbers) > MAX_ROWS:
        yield Fault(None, NUMBER.key, f"表格超过 {MAX_ROWS} 行的上限，请分开导入。")
        return
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            yield Fault(number, NUMBER.key, f"第 {number} 行序号：序号 {number} 出现不止一次。")
        seen.add(number)
    missing = [] if may_skip else missing_numbers(seen)
    for number in missing[:NAMED_GAPS]:
        yield Fault(number, NUMBER.key, f"第 {number} 行序号：缺少序号 {number}。")
    if len(missing) > NAMED_GAPS:
        yield Fault(None, NUMBER.key, f"另有 {len(missing) - NAMED_GAPS} 个序号缺失。")


def gap_doubts(numbers: Iterable[int]) -> Iterator[Doubt]:
    """A list that names its items may skip numbers; that some are missing is said, since the text may lack them."""
    if missing := missing_numbers(set(numbers)):
        named = "、".join(str(number) for number in missing[:NAMED_GAPS])
        yield Doubt(None, NUMBER.key, "missing_numbers", f"没有读到序号 {named} 的条目，请核对。")


def missing_numbers(seen: set[int]) -> list[int]:
    """The numbers between 1 and the last that no row bears."""
    return sorted(set(range(1, max(seen, default=0) + 1)) - seen)
