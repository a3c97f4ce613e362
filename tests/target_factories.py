"""Targets of a plan and their figures, by the real acts."""

from datetime import date, datetime
from decimal import Decimal

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.actions import recording, target_readings, targets
from tasks_app.actions.target_readings import Entry
from tasks_app.domain.target_words import Comparator, ReadingKind, TargetKind, Wording
from tasks_app.models import Measure, MeasureTask, Plan, Target, TargetReading, Task
from tests.factories import House, clock, moment

SENTENCE = "到{year}年，非化石能源消费比重达到{value}%。"
KEPT_AT = moment("2026-03-02")
REPORTED_AT = moment("2026-04-10")
SOURCE = "市统计局 2025 年统计公报"
IMPORTED_AT = moment("2023-05-19")


def target(
    plan: Plan,
    *,
    name: str = "非化石能源消费比重",
    year: int | None = 2030,
    value: str | None = "30",
    kind: str = TargetKind.LEVEL,
    comparator: str = Comparator.AT_LEAST,
    unit: str = "%",
    measure: Measure | None = None,
    **details: object,
) -> Target:
    """A target as a plan's text would give it."""
    row = Target(
        plan=plan,
        measure=measure,
        order=plan.targets.count() + 1,
        kind=kind,
        name=name,
        year=year,
        comparator="" if kind == TargetKind.MILESTONE else comparator,
        value=None if value is None or kind == TargetKind.MILESTONE else Decimal(value),
        unit="" if kind == TargetKind.MILESTONE else unit,
        wording=details.pop("wording", Wording.MUST),
        sentence=SENTENCE.format(year=year, value=value),
        source_line=12,
        **details,  # type: ignore[arg-type]
    )
    return recording.save(row, by=clock(), at=IMPORTED_AT, why="导入方案")


def measure(of: Task, number: str = "1", title: str = "优化能源结构") -> Measure:
    """A measure that explains a row of the plan."""
    row = Measure(plan=of.plan, order=of.plan.measures.count() + 1, number=number, title=title, text="……")
    recording.save(row, by=clock(), at=IMPORTED_AT, why="导入方案")
    recording.save(MeasureTask(measure=row, task=of), by=clock(), at=IMPORTED_AT, why="导入方案")
    return row


def reported_by(
    of: Target, unit: Unit, house: House, *, at: datetime = KEPT_AT, day: date = date(2026, 6, 30)
) -> Target:
    """A target of which the clerk said who reports it."""
    return targets.keep(of, unit=unit, month=day.month, day=day.day, by=house.office.clerk, at=at)


def entry(year: int = 2025, value: str | None = "26", kind: str = ReadingKind.VERIFIED, **details: object) -> Entry:
    """What a liaison would enter."""
    words: dict[str, object] = {"source": SOURCE} | details
    return Entry(year=year, kind=kind, value=None if value is None else Decimal(value), **words)  # type: ignore[arg-type]


def reading(
    of: Target, year: int, value: str, *, by: Actor, kind: str = ReadingKind.VERIFIED, at: datetime = REPORTED_AT
) -> TargetReading:
    """A figure entered by the reporting unit."""
    return target_readings.enter(of, entry(year, value, kind), by=by, at=at)
