"""Targets of a plan as an import writes them. What the office and the units entered is never overwritten."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import ProtectedError

from tasks_app.actions.import_run import Change, ImportRun
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.target_sheet import as_number
from tasks_app.domain.target_words import Comparator
from tasks_app.importing.reading import PlanReading, TargetRead
from tasks_app.importing.targets.sentences import compact
from tasks_app.models import Measure, Plan, Target

IDENTITY = ("measure_id", "kind", "name", "year", "period_start", "is_before", "set_by", "wording", "sentence")
FIGURE = ("comparator", "value", "unit", "baseline_year")
# Out of the way of every order while targets change places, for the key is unique at each moment.
ASIDE = 10_000
Pairs = dict[int, Target]
"""The stored target of each target read, by its place in the reading."""


@dataclass(frozen=True)
class TargetWriter:
    """Writes the targets of one plan during one import, when its measures are written."""

    run: ImportRun
    plan: Plan

    def settle(self, reading: PlanReading) -> None:
        """Makes the stored targets those of the reading; one that names no target at all changes none.

        A target keeps its readings, its reporting unit and its days. One that the plan no longer promises goes, if
        nothing hangs on it. Raises Invalid where something does.
        """
        if not reading.targets:
            return
        stored = list(self.plan.targets.order_by("order"))
        measures = {measure.number: measure for measure in self.plan.measures.all()}
        pairs = _matched(reading.targets, stored, measures)
        kept = {target.pk for target in pairs.values()}
        self._remove([target for target in stored if target.pk not in kept])
        self._make_room(pairs)
        self._create(reading, pairs, measures)
        self._change(reading, pairs, measures)

    def follow_source(self, reading: PlanReading) -> None:
        """Targets point to their lines in the text that is stored now; to none, where it has no body."""
        lines = {place: read.line for place, read in enumerate(reading.targets, start=1)}
        moved = [target for target in self.plan.targets.all() if target.source_line != lines.get(target.order)]
        for target in moved:
            target.source_line = lines.get(target.order)
        self.run.update(moved, ["source_line"])

    def _remove(self, vanished: Iterable[Target]) -> None:
        for target in vanished:
            words = words_of(target)
            if target.reporting_unit_id or target.readings.exists():
                raise Invalid({"targets": _refusal(target)})
            try:
                self.run.remove(target)
            except ProtectedError:
                raise Invalid({"targets": _refusal(target)}) from None
            self.run.note(Change("target", "remove", target.name, None, words))

    def _make_room(self, pairs: Pairs) -> None:
        moved = [target for place, target in pairs.items() if target.order != place]
        for target in moved:
            target.order += ASIDE
        self.run.update(moved, ["order"])

    def _create(self, reading: PlanReading, pairs: Pairs, measures: Mapping[str, Measure]) -> None:
        rows = []
        for place, read in enumerate(reading.targets, start=1):
            if place not in pairs:
                row = Target(plan=self.plan, order=place, source_line=read.line)
                _take_over(row, _fields(read, measures))
                rows.append(row)
        self.run.create(rows, [Change("target", "create", row.name, None, "", words_of(row)) for row in rows])

    def _change(self, reading: PlanReading, pairs: Pairs, measures: Mapping[str, Measure]) -> None:
        changed = []
        for place, target in pairs.items():
            read = reading.targets[place - 1]
            wanted = _fields(read, measures)
            if read.set_by and read.value is None:
                # What the province sets is entered by the office, and stays.
                wanted = {field: value for field, value in wanted.items() if field not in FIGURE}
            if not read.sentence:
                del wanted["sentence"]
            differing = any(getattr(target, field) != value for field, value in wanted.items())
            if differing:
                name, before, sentence = target.name, words_of(target), target.sentence
                _take_over(target, wanted)
                after = words_of(target)
                told = (before, after) if before != after else (sentence, target.sentence)
                self.run.note(Change("target", "change", name, None, *told))
            if differing or target.order != place:
                target.order = place
                changed.append(target)
        self.run.update(changed, ["order", *IDENTITY, *FIGURE])


def _matched(reads: Iterable[TargetRead], stored: Iterable[Target], measures: Mapping[str, Measure]) -> Pairs:
    """Which stored target is which: by measure, name and year; else, of those left, by the sentence they stand in."""
    numbers: dict[int | None, str] = {measure.pk: number for number, measure in measures.items()}
    keys: list[tuple[Callable[[TargetRead], Hashable], Callable[[Target], Hashable]]] = [
        (
            lambda read: (read.measure, read.name, read.year, read.is_before, read.wording.value),
            lambda row: (numbers.get(row.measure_id), row.name, row.year, row.is_before, row.wording),
        ),
        (
            lambda read: (read.measure, read.name, read.year),
            lambda row: (numbers.get(row.measure_id), row.name, row.year),
        ),
        (
            lambda read: (read.measure, read.year, compact(read.sentence)) if read.sentence else None,
            lambda row: (numbers.get(row.measure_id), row.year, compact(row.sentence)),
        ),
    ]
    left_reads, left_rows, pairs = dict(enumerate(reads, start=1)), list(stored), Pairs()
    for key_of_read, key_of_row in keys:
        waiting: dict[Hashable, list[Target]] = defaultdict(list)
        for row in left_rows:
            waiting[key_of_row(row)].append(row)
        found = dict(_found(left_reads, key_of_read, waiting))
        pairs |= found
        taken = {row.pk for row in found.values()}
        left_reads = {place: read for place, read in left_reads.items() if place not in found}
        left_rows = [row for row in left_rows if row.pk not in taken]
    return pairs


def _found(
    reads: Mapping[int, TargetRead],
    key_of: Callable[[TargetRead], Hashable],
    waiting: Mapping[Hashable, list[Target]],
) -> Iterator[tuple[int, Target]]:
    for place, read in reads.items():
        if rows := waiting.get(key_of(read)):
            yield place, rows.pop(0)


def _fields(read: TargetRead, measures: Mapping[str, Measure]) -> dict[str, object]:
    return {
        "measure_id": measures[read.measure].pk if read.measure else None,
        "kind": read.kind.value,
        "name": read.name,
        "year": read.year,
        "period_start": read.period_start,
        "is_before": read.is_before,
        "set_by": read.set_by,
        "wording": read.wording.value,
        "sentence": read.sentence,
        "comparator": read.comparator.value if read.comparator else "",
        "value": read.value,
        "unit": read.unit,
        "baseline_year": read.baseline_year,
    }


def _take_over(target: Target, fields: Mapping[str, object]) -> None:
    for field, value in fields.items():
        setattr(target, field, value)


def words_of(target: Target) -> str:
    """A target in a line of the import report: 2025 年 不低于 355 万千瓦（力争）."""
    when = f"{target.year} 年{'前' if target.is_before else ''}" if target.year else "持续"
    how = Comparator(target.comparator).label if target.comparator else ""
    what = f"{as_number(target.value)} {target.unit}" if target.value is not None else ""
    if not what and target.set_by:
        what = f"待{target.set_by}下达"
    strive = "（力争）" if target.wording == "力争" else ""
    return " ".join(part for part in (target.name, when, how, what.strip()) if part) + strive


def _refusal(target: Target) -> str:
    return (
        f"来源缺少已导入的目标“{words_of(target)}”，而它已确定填报单位或已有填报数据；"
        "导入不会撤销这样的目标，请核对来源是否完整。"
    )
