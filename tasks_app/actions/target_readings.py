"""Figures of targets (目标数据): entered by the reporting unit, or by the office for it; corrected with a reason.

A year may have a quick figure (快报) and a verified one (核定), in whichever order they come: both stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import locked, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.target_words import ReadingKind, TargetKind
from tasks_app.domain.targets import Promise
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import Target, TargetReading
from tasks_app.models.target import LONGEST_NOTE, LONGEST_SOURCE
from tasks_app.permissions import checks

EARLIEST_YEAR = 2000
DECIMALS = 4
LARGEST = Decimal(10) ** 10
NUMBER_NEEDED = "请填写数值，例如 32.5。"
TOO_LARGE = f"数值过大或小数超过 {DECIMALS} 位，请核对计量单位。"
NEGATIVE_SHARE = "百分比不能为负数，请核对。"
REACHED_NEEDED = "请选择该节点是否已完成。"
KIND_NEEDED = "请选择快报或核定。"
SOURCE_NEEDED = "请写明数据来源，例如“市统计局 2025 年统计公报”。"
CALLER_NEEDED = "请写明何人以何种方式提供，例如“王某 6 月 12 日来电”。"
REASON_NEEDED = "请写明更正理由。"
TOO_EARLY_YEAR = f"请填写 {EARLIEST_YEAR} 年以后的年份。"
FUTURE_YEAR = "该年度尚未结束，年度数据请在次年填报。"
OTHER_TARGET = "该年数据属于本指标的另一个目标年份，请在那一目标下填报。"
BEYOND = "本目标到 {year} 年为止，不再填报以后年份。"
TWICE = "{year} 年{kind}数已经填报；有误的请在该行点“更正”。"
TOO_LONG = "最多 {longest} 字，请删减后再提交。"
UNCHANGED = "没有改动，无需更正。"


@dataclass(frozen=True)
class Entry:
    """What is entered of one year: a value, or for a milestone whether it was reached."""

    year: int
    kind: str
    source: str
    value: Decimal | None = None
    is_reached: bool | None = None
    note: str = ""


@transaction.atomic
def enter(
    target: Target, entry: Entry, *, by: Actor, at: datetime, version: int | None = None, told_by: str | None = None
) -> TargetReading:
    """A figure by the reporting unit; with ``told_by`` by the office for it (代录), which says who told it.

    Raises NotAllowed, Stale where the target changed since the page was shown, or Invalid naming the fields.
    """
    target = locked(Target, target.pk)
    checks.require(by, Verb.ENTER_READING if told_by is None else Verb.RECORD_READING, target)
    require_version(target, version, "target", by=by)
    caller = on_one_line(told_by or "")
    faults = _faults_of(target, entry, at)
    if told_by is not None and not caller:
        faults["told_by"] = CALLER_NEEDED
    elif len(caller) > LONGEST_SOURCE:
        faults["told_by"] = TOO_LONG.format(longest=LONGEST_SOURCE)
    if faults:
        raise Invalid(faults)
    row = TargetReading(target=target, entered_by=by.own_post, entered_at=at, on_behalf=caller, **_fields(entry))
    return recording.save(row, by=by, at=at, why=f"代录目标数据：{caller}" if caller else "填报目标数据")


@transaction.atomic
def correct(
    reading: TargetReading, entry: Entry, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> TargetReading:
    """A figure that was wrong (更正): the old one stays in its history, with who and why."""
    target = locked(Target, reading.target_id)
    row = locked(TargetReading, reading.pk)
    checks.require(by, verb_of_correction(row, target, by=by), target)
    require_version(row, version, "reading", by=by)
    why, fields = cleaned(reason), _fields(entry)
    faults = _faults_of(target, entry, at, besides=row)
    if not why:
        faults["reason"] = REASON_NEEDED
    elif not faults and all(getattr(row, name) == value for name, value in fields.items()):
        faults["value"] = UNCHANGED
    if faults:
        raise Invalid(faults)
    for name, value in fields.items():
        setattr(row, name, value)
    raise_version(row)
    return recording.save(row, by=by, at=at, why=f"更正：{why}")


def verb_of_correction(row: TargetReading, target: Target, *, by: Actor) -> Verb:
    """The unit corrects what stands for it, the office only what it entered for the unit."""
    is_office_s = bool(row.on_behalf) and not checks.can(by, Verb.ENTER_READING, target)
    return Verb.RECORD_READING if is_office_s else Verb.ENTER_READING


def _fields(entry: Entry) -> dict[str, object]:
    return {
        "year": entry.year,
        "kind": entry.kind,
        "value": entry.value,
        "is_reached": entry.is_reached,
        "source": on_one_line(entry.source),
        "note": cleaned(entry.note),
    }


def _faults_of(target: Target, entry: Entry, at: datetime, besides: TargetReading | None = None) -> dict[str, str]:
    """The first fault of each field."""
    promise = Target.objects.with_years().get(pk=target.pk).promise
    found: dict[str, str] = {}
    for field, sentence in (*_of_year(promise, entry, at), *_of_value(promise, entry), *_of_words(entry)):
        found.setdefault(field, sentence)
    same = TargetReading.objects.filter(target=target, year=entry.year, kind=entry.kind)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        kind = ReadingKind(entry.kind).label
        found.setdefault("year", TWICE.format(year=entry.year, kind=kind))
    return found


def _of_year(promise: Promise, entry: Entry, at: datetime) -> Iterator[tuple[str, str]]:
    year, this_year, final = entry.year, timezone.localdate(at).year, promise.final_year
    if year < EARLIEST_YEAR:
        yield "year", TOO_EARLY_YEAR
    elif year > this_year or (year == this_year and not entry.is_reached):
        yield "year", FUTURE_YEAR
    elif final is not None and year > final:
        yield "year", BEYOND.format(year=final)
    elif promise.begins <= year and not promise.is_milestone and not promise.asks_for(year):
        yield "year", OTHER_TARGET


def _of_value(promise: Promise, entry: Entry) -> Iterator[tuple[str, str]]:
    if promise.is_milestone:
        if entry.is_reached is None or entry.value is not None:
            yield "is_reached", REACHED_NEEDED
        return
    if entry.value is None or entry.is_reached is not None:
        yield "value", NUMBER_NEEDED
        return
    yield from ((("value", fault),) if (fault := fault_of_number(entry.value)) else ())
    # A change may go the wrong way; a share of something may not be less than nothing.
    if entry.value.is_finite() and entry.value < 0 and promise.unit.strip() == "%" and promise.kind == TargetKind.LEVEL:
        yield "value", NEGATIVE_SHARE


def _of_words(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.kind not in ReadingKind.values:
        yield "kind", KIND_NEEDED
    if not on_one_line(entry.source):
        yield "source", SOURCE_NEEDED
    for field, words, longest in (("source", entry.source, LONGEST_SOURCE), ("note", entry.note, LONGEST_NOTE)):
        if len(words) > longest:
            yield field, TOO_LONG.format(longest=longest)


def fault_of_number(value: Decimal) -> str:
    """Why a number cannot be stored; empty where it can."""
    if not value.is_finite():
        return NUMBER_NEEDED
    exponent = value.normalize().as_tuple().exponent
    too_fine = isinstance(exponent, int) and -exponent > DECIMALS
    return TOO_LARGE if too_fine or abs(value) >= LARGEST else ""
