"""Spaces and line breaks inside a units cell: noise inside a name (省卫生 健 康委), or what separates two names."""

import re

from tasks_app.importing.noise import HAN
from tasks_app.importing.reading import Repair
from tasks_app.importing.unit_names import ENDS_A_UNIT, LEVEL, OPEN_GROUP

SPACE = re.compile(rf"(?<=[\u3400-\u9fff）)〕])\s+(?={HAN})")
NEXT_NAME = re.compile(r"(?:[（(〔][^）)〕\s]{0,20}[）)〕]|[^\s、，,；;。]){0,60}")
LAST_NAME = re.compile(r"[^\s、，,；;。]{1,60}$")
# What a name that is whole ends with. 会 and 社 are not among them: 人力资源和社会 保障局 is one name.
WHOLE = re.compile(r"(?:[局委办厅部署府]|[妇文残侨商科]联|科协|中心|集团|公司|大学|单位|部门|办公室|[)）])$")
NO_NAMES = frozenset({"办公室", "办公厅", "委员会", "管委会", "筹备组", "督查室", "研究室"})
COMMITTEE = re.compile(rf"{LEVEL}(?:党)?委")


def mend_spaces(cell: str, *, line: int) -> tuple[str, tuple[Repair, ...]]:
    """The cell without the spaces that stand inside names; between two names they become 、, line breaks become ，."""
    if not SPACE.search(cell):
        return cell, ()
    mended, rest = "", cell
    while found := SPACE.search(rest):
        left, right = mended + rest[: found.start()], rest[found.end() :]
        instead = ("，" if "\n" in found.group() else "、") if _are_two(left, right) else ""
        mended, rest = left + instead, right
    mended += rest
    what = "责任单位中的空格或换行已按名称整理"
    return mended, (Repair(line, what, cell[:200].replace("\n", "⏎"), mended[:200]),)


def _are_two(left: str, right: str) -> bool:
    """Whether a whole name ends on the left and another begins on the right."""
    last, first = LAST_NAME.search(left[-60:]), NEXT_NAME.match(right)
    if last is None or first is None or COMMITTEE.fullmatch(last.group()) or first.group() in NO_NAMES:
        return False
    begins = bool(re.match(rf"{LEVEL}.|各.", first.group())) or len(first.group()) >= 3
    names_some = ENDS_A_UNIT.search(first.group()) or OPEN_GROUP.fullmatch(first.group())
    return bool(WHOLE.search(last.group())) and begins and bool(names_some)
