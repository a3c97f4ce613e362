"""The plain name of an indicator, as a statistician would write it: without year, comparator, order or value."""

import re
from collections.abc import Sequence

from tasks_app.importing.targets.words import ASIDES, INDICATOR_TAIL, LEADING, TRAILING

TITLE_OR_QUOTE = re.compile(r"《[^》]*》|“[^”]*”")
# What is shared by 公共机构单位建筑面积能耗和人均综合能耗 ends where the first indicator proper begins.
INDICATOR_HEAD = re.compile(r"单位|人均|每|万元|亿元")
# 单位工业增加值能耗、二氧化碳排放: both per unit of the same.
PER_UNIT = re.compile(r"(?P<unit>单位.+?)(?:综合能耗|能耗|能源消耗)$")
OF_SAME_UNIT = re.compile(r"(?:二氧化碳|碳)排放(?:量|强度)?|用水量|水耗|电耗|用电量")
JOINED = re.compile(r"[、和及与](?![^（]*）)")


def plain(words: str) -> str:
    """The name without the words round it; empty where nothing is left."""
    name, before = ASIDES.sub("", words), ""
    while name != before:
        before = name
        name = TRAILING.sub("", LEADING.sub("", name)).strip("，、：")
    return name


def apart(words: str, count: int) -> tuple[str, ...]:
    """The names of ``count`` indicators that are listed together; () where they cannot be told apart.

    What stands before 单位/人均 in the first belongs to the others that begin so: 公共机构单位面积能耗和人均综合能耗.
    """
    parts = tuple(part for part in JOINED.split(plain(words)) if part)
    if len(parts) != count:
        return ()
    head = INDICATOR_HEAD.search(parts[0])
    shared = parts[0][: head.start()] if head else ""
    per_unit = PER_UNIT.search(parts[0])
    return (parts[0], *(_completed(part, shared, per_unit) for part in parts[1:]))


def independent(words: str) -> tuple[str, ...]:
    """The names of a list in which each is an indicator of its own; the whole as one name where any is not.

    单位地区生产总值能源消耗和单位地区生产总值二氧化碳排放 are two, 风电和光伏发电装机容量 is one.
    """
    parts = JOINED.split(plain(words))
    return apart(words, len(parts)) if _all_indicators(parts) else (plain(words),)


def _completed(part: str, shared: str, per_unit: re.Match[str] | None) -> str:
    if per_unit and OF_SAME_UNIT.fullmatch(part):
        return f"{shared}{per_unit['unit']}{part}"
    return f"{shared}{part}" if INDICATOR_HEAD.match(part) else part


def _all_indicators(parts: Sequence[str]) -> bool:
    return len(parts) > 1 and all(INDICATOR_TAIL.search(part) for part in parts)
