"""Which kind of heading a heading is: the chapter of the body in which it stands decides."""

import re
from collections.abc import Iterable, Sequence

from tasks_app.importing.reading import Doubt, HeadingKind, HeadingRead, TaskRead

CHAPTER = re.compile(r"[一二三四五六七八九十]+、(?P<title>[^。]+)")
SECTION = re.compile(r"（[一二三四五六七八九十]+）(?P<title>[^。]+)。")
KINDS: dict[str, HeadingKind] = {"action": "action", "policy": "policy", "organisation": "organisation"}
KIND_OF_CHAPTER: dict[str, HeadingKind] = {
    "重点任务": "action",
    "主要任务": "action",
    "政策保障": "policy",
    "保障措施": "policy",
    "组织实施": "organisation",
    "组织保障": "organisation",
}


def kinds_in_body(lines: Iterable[str]) -> dict[str, HeadingKind]:
    """Section title → kind, for every section of a chapter that the table above knows."""
    kinds: dict[str, HeadingKind] = {}
    chapter: HeadingKind | None = None
    for line in lines:
        if opened := CHAPTER.fullmatch(line.strip()):
            chapter = KIND_OF_CHAPTER.get(opened["title"])
        elif chapter and (section := SECTION.match(line.strip())):
            kinds.setdefault(section["title"], chapter)
    return kinds


def read_headings(
    tasks: Sequence[TaskRead], kinds: dict[str, HeadingKind]
) -> tuple[tuple[HeadingRead, ...], tuple[Doubt, ...]]:
    """The headings of the tasks in their order, each once; a heading the body does not have is a doubt."""
    first_row = {task.heading: task.number for task in reversed(tasks)}
    first_line = {task.heading: task.line for task in reversed(tasks)}
    titles = tuple(dict.fromkeys(task.heading for task in tasks))
    headings = tuple(
        HeadingRead(title, kinds.get(title, "action"), first_line[title], title in kinds) for title in titles
    )
    doubts = tuple(
        Doubt(
            row=first_row[title],
            cell="action",
            kind="heading_kind",
            message=f"第 {first_row[title]} 行：正文中没有“{title}”一节，暂按“行动”处理。",
            candidates=tuple(KINDS),
            chosen="action",
        )
        for title in titles
        if title not in kinds
    )
    return headings, doubts
