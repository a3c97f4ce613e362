"""The measures in our own JSON. Files from before the body was read have none, and that is no fault."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasks_app.importing.body import MOST_MEASURES
from tasks_app.importing.json_shape import Shape
from tasks_app.importing.numbering import MAX_ROWS
from tasks_app.importing.reading import MeasureRead

KEY = "measures"
LONGEST_NUMBER = 20
LONGEST_TITLE = 120
LONGEST_TEXT = 20_000


def read_measures(content: Mapping[str, Any], rows: Collection[int], shape: Shape) -> tuple[MeasureRead, ...]:
    """The list ``measures`` of a file whose tasks have the numbers ``rows``; what does not fit is a fault."""
    if KEY not in content:
        return ()
    listed = shape.objects(content, KEY, "文件")
    if len(listed) > MOST_MEASURES:
        shape.fault(KEY, f"文件的 {KEY} 超过 {MOST_MEASURES} 条。")
        return ()
    found = tuple(_measures(listed, frozenset(rows), shape))
    numbers = [measure.number for measure in found]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        shape.fault(KEY, f"措施编号 {number} 出现不止一次。")
    return found


def check_rows(content: Mapping[str, Any], measures: tuple[MeasureRead, ...], shape: Shape) -> None:
    """Both lists say which measure explains which row; a file in which they disagree was edited by half."""
    stated: defaultdict[int, set[str]] = defaultdict(set)
    for measure in measures:
        for row in measure.tasks:
            stated[row] |= {measure.number}
    tasks = content.get("tasks")
    for task in tasks[: MAX_ROWS + 1] if isinstance(tasks, list) else ():
        if not isinstance(task, dict) or KEY not in task:
            continue
        number = task.get("number")
        own = stated.get(number, set()) if isinstance(number, int) else set()
        if set(shape.texts(task, KEY, f"第 {number} 行")) != own:
            shape.fault(KEY, f"第 {number} 行的 {KEY} 与文件的 {KEY} 列表对不上。")


@dataclass(frozen=True)
class _Field:
    """A word of a measure and the most characters it may have."""

    key: str
    longest: int


FIELDS = (_Field("number", LONGEST_NUMBER), _Field("title", LONGEST_TITLE), _Field("text", LONGEST_TEXT))
SECTION = _Field("section", LONGEST_TITLE)


def _measures(listed: tuple[Mapping[str, Any], ...], rows: frozenset[int], shape: Shape) -> Iterator[MeasureRead]:
    for place, measure in enumerate(listed, start=1):
        where, before = f"{KEY} 第 {place} 项", len(shape.faults)
        fields = (*FIELDS, SECTION) if SECTION.key in measure else FIELDS
        words = {field.key: shape.text(measure, field.key, where) for field in fields}
        for field in fields:
            if len(words[field.key]) > field.longest:
                shape.fault(field.key, f"{where}的 {field.key} 超过 {field.longest} 字。")
        tasks = shape.whole_numbers(measure, "tasks", where)
        if unknown := sorted(set(tasks) - rows):
            shape.fault("tasks", f"{where}的 tasks 含有文件中没有的第 {'、'.join(map(str, unknown))} 行。")
        if not words["number"]:
            shape.fault("number", f"{where}的 number 为空。")
        if len(shape.faults) == before:
            yield MeasureRead(
                words["number"], words["title"], words.get("section", ""), words["text"], tuple(sorted(set(tasks)))
            )
