"""Promises without a figure: what must have happened by its year, and what the province still has to set."""

import re

from tasks_app.domain.target_words import TargetKind
from tasks_app.importing.targets.figures import Promise
from tasks_app.importing.targets.names import independent, plain
from tasks_app.importing.targets.words import DIRECTION, DONE, FOUNDATION, INDICATOR_TAIL, SETTERS, either

HANDING_DOWN = re.compile("下达|规定|确定|分解|核定")
HANDED_DOWN = rf"(?P<by>{either(SETTERS)})(?:级|里)?(?:{HANDING_DOWN.pattern})(?:给?我[市省区县])?(?:的)?"
# X 确保完成省下达指标
OPEN_AFTER = re.compile(
    rf"(?P<name>.+?)(?:确保|力争|全面|严格)*(?:完成|达到|控制在){HANDED_DOWN}[^，]{{0,4}}(?:指标|目标|任务|要求|范围)(?:内|以内)?$"
)
# 完成省下达的 X
OPEN_BEFORE = re.compile(rf"(?:.*?)(?:完成|落实|达到){HANDED_DOWN}(?P<name>.{{3,}})$")
OWED = re.compile(r"(?:任务|工程)$")
SUBJECT_OF_REST = re.compile(r"(?P<subject>[^，]+?)(?:全部|均|一律)(?:达到|符合|满足)\S*(?:要求|标准)$")


def still_to_be_set(clause: str, *, is_dated: bool) -> tuple[Promise, ...]:
    """The indicators whose value another government sets; () where the clause has none.

    What is owed as a task (营造修复任务) is done or not by its year. Intensities (单位…能耗, 单位…排放) are set as
    reductions since the Twelfth Five-Year Plan, everything else as a level.
    """
    if not HANDING_DOWN.search(clause):
        return ()
    if found := OPEN_AFTER.fullmatch(clause):
        return tuple(Promise(_open_kind(name), name, set_by=found["by"]) for name in independent(found["name"]))
    found = OPEN_BEFORE.fullmatch(clause)
    if not found:
        return ()
    name = plain(found["name"])
    if OWED.search(name):
        return (Promise(TargetKind.MILESTONE, name),) if is_dated else ()
    return (Promise(_open_kind(name), name, set_by=found["by"]),)


def _open_kind(name: str) -> TargetKind:
    return TargetKind.CHANGE if name.startswith("单位") and INDICATOR_TAIL.search(name) else TargetKind.LEVEL


def milestone(clause: str) -> Promise | None:
    """What must have happened by the year of the clause; None where it says nothing that can be told done or not."""
    name = plain(clause).removesuffix("目标")
    if name and not FOUNDATION.search(name) and any(pattern.search(clause) for pattern in DONE):
        return Promise(TargetKind.MILESTONE, name)
    return None


def is_direction(clause: str) -> bool:
    """Whether the clause only says where things shall go (持续提升, 取得明显进展)."""
    return DIRECTION.search(clause) is not None


def subject_of_rest(clause: str) -> str:
    """新建数据中心全部达到…要求: whose properties the figures of the following clauses are; else empty."""
    found = SUBJECT_OF_REST.fullmatch(clause)
    return plain(found["subject"]) if found else ""
