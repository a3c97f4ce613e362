"""Rows of a table that are no tasks: titles of sections, totals, notes, rows without a word."""

import re
from dataclasses import dataclass

from tasks_app.importing.columns import TEXT, UNIT_COLUMNS, Layout
from tasks_app.importing.table import TableLine

COUNTED = r"[一二三四五六七八九十]{1,3}"
SECTION = re.compile(rf"(?:{COUNTED}\s*[、.．]|[（(]{COUNTED}[）)]|第{COUNTED}[章节部]分?)\s*(?P<title>.+)")
TOTAL = re.compile(r"[合总小共]\s*计\s*[:：]?\s*(?:共?\s*\d{1,6}.{0,10})?")
NOTE = re.compile(r"(?:备\s*注|注|说\s*明|填表说明)\s*[:：\d].*", re.DOTALL)
NONE = frozenset({"无", "—", "——", "-", "--", "－", "–", "/", "／", "\\", "暂无", "不涉及"})
LONGEST_SECTION = 80


@dataclass(frozen=True)
class Passed:
    """A row that is passed over: what it is, in the words of the import report, and the heading it opens, if any.

    ``words`` are all that the row of a section says: 一、能源领域 opens 能源领域.
    """

    what: str
    section: str = ""
    words: str = ""


def passed(line: TableLine, layout: Layout) -> Passed | None:
    """Why the row is no task, or None where it may be one."""
    filled = line.filled
    if not filled:
        return Passed("空行已略过")
    first = filled[0]
    if TOTAL.fullmatch(first):
        return Passed("合计行已略过")
    if len(set(filled)) > 1:
        return None
    if NOTE.fullmatch(first):
        return Passed("表注已略过")
    if _is_section(first, line, layout):
        found = SECTION.fullmatch(first)
        return Passed("分节行作为标题，不作为任务", (found["title"] if found else first).strip(), first)
    return None


def _is_section(text: str, line: TableLine, layout: Layout) -> bool:
    """One text over the whole width: it stands in the first cell, or in all of them, and is short."""
    if len(text) > LONGEST_SECTION or text.isdecimal() or len(line.cells) < 2:
        return False
    if len(line.filled) > 1:
        return True
    place = line.cells.index(text)
    is_cell_of_a_task = place in {layout.places.get(column.key) for column in (TEXT, *UNIT_COLUMNS)}
    return not is_cell_of_a_task and (place == 0 or bool(SECTION.fullmatch(text)))
