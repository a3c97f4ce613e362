"""The targets in our own JSON. Files from before the figures were read have none, and that is no fault."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tasks_app.domain.target_words import Comparator, TargetKind, Wording
from tasks_app.importing.json_shape import UNSTORABLE, Shape
from tasks_app.importing.reading import TargetRead
from tasks_app.importing.targets.reader import MOST_TARGETS
from tasks_app.importing.targets.sentence_reader import LARGEST_VALUE, LONGEST_NAME, MOST_DECIMALS

KEY = "targets"
LONGEST_UNIT, LONGEST_SETTER, LONGEST_SENTENCE = 40, 20, 20_000
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
class _Field:
    """A key of a target: whether a value fits it, in which words not, what stands for it where it is missing."""

    key: str
    fits: Callable[[Any], bool]
    wanted: str
    default: Any = None
    is_needed: bool = False


def _is_text(longest: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= longest and not UNSTORABLE.search(value)


def _is_year(value: Any) -> bool:
    return value is None or (_is_whole(value) and FIRST_YEAR <= value <= LAST_YEAR)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_figure(value: Any) -> bool:
    if value is None or not (_is_whole(value) or isinstance(value, float)):
        return value is None
    return bool(abs(value) < LARGEST_VALUE and round(value, MOST_DECIMALS) == value)


YEARS = f" {FIRST_YEAR} 至 {LAST_YEAR} 的年份或 null"
FIELDS = (
    _Field(
        "name", lambda value: _is_text(LONGEST_NAME)(value) and value != "", f" {LONGEST_NAME} 字以内的文字", "", True
    ),
    _Field("year", _is_year, YEARS, is_needed=True),
    _Field("comparator", lambda value: value in (None, *Comparator.values), f" {'、'.join(Comparator.values)} 或 null"),
    _Field("value", _is_figure, f"数字（至多 10 位整数、{MOST_DECIMALS} 位小数）或 null", is_needed=True),
    _Field("unit", _is_text(LONGEST_UNIT), f" {LONGEST_UNIT} 字以内的文字", ""),
    _Field("baseline_year", _is_year, YEARS),
    _Field("wording", lambda value: value in Wording.values, "、".join(Wording.values), Wording.MUST.value),
    _Field("kind", lambda value: value in (None, *TargetKind.values), " " + "、".join(TargetKind.values)),
    _Field("period_start", _is_year, YEARS),
    _Field("before", lambda value: isinstance(value, bool), " true 或 false", False),
    _Field("set_by", _is_text(LONGEST_SETTER), f" {LONGEST_SETTER} 字以内的文字", ""),
    _Field("sentence", _is_text(LONGEST_SENTENCE), f" {LONGEST_SENTENCE} 字以内的文字", ""),
)


def read_stated_targets(content: Mapping[str, Any], measures: Collection[str], shape: Shape) -> tuple[TargetRead, ...]:
    """The list ``targets`` of a file whose measures have the numbers ``measures``; what does not fit is a fault."""
    if KEY not in content:
        return ()
    listed = shape.objects(content, KEY, "文件")
    if len(listed) > MOST_TARGETS:
        shape.fault(KEY, f"文件的 {KEY} 超过 {MOST_TARGETS} 项。")
        return ()
    return tuple(_targets(listed, frozenset(measures), shape))


def _targets(listed: tuple[Mapping[str, Any], ...], measures: frozenset[str], shape: Shape) -> Iterator[TargetRead]:
    for place, target in enumerate(listed, start=1):
        where, before = f"{KEY} 第 {place} 项", len(shape.faults)
        told = {field.key: target.get(field.key, field.default) for field in FIELDS}
        for field in FIELDS:
            if (field.is_needed and field.key not in target) or not field.fits(told[field.key]):
                shape.fault(field.key, f"{where}的 {field.key} 应是{field.wanted}。")
        measure = target.get("measure")
        if measure is not None and not (isinstance(measure, str) and measure in measures):
            shape.fault("measure", f"{where}的 measure 不是文件中的措施编号，也不是 null。")
        if len(shape.faults) == before:
            yield _target(measure, told)


def _target(measure: str | None, told: Mapping[str, Any]) -> TargetRead:
    return TargetRead(
        measure=measure,
        kind=TargetKind(told["kind"] or _kind(told)),
        name=told["name"],
        sentence=told["sentence"],
        year=told["year"],
        period_start=told["period_start"],
        is_before=told["before"],
        comparator=Comparator(told["comparator"]) if told["comparator"] else None,
        value=None if told["value"] is None else Decimal(str(told["value"])),
        set_by=told["set_by"],
        unit=told["unit"],
        baseline_year=told["baseline_year"],
        wording=Wording(told["wording"]),
    )


def _kind(told: Mapping[str, Any]) -> TargetKind:
    """What a file that keeps to the contract means without saying it."""
    if told["baseline_year"]:
        return TargetKind.CHANGE
    return TargetKind.LEVEL if told["value"] is not None or told["set_by"] else TargetKind.MILESTONE
