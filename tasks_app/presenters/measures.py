"""Measures of a plan's body as pages show them: with their rows, and closed where they are long."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tasks_app.dashboards.plan_body import MeasureRows
from tasks_app.models import Measure
from tasks_app.presenters.plan_source import measure_url
from tasks_app.presenters.plans import task_url

# A text that takes more than a few lines is opened by whoever wants to read it.
SHORT = 120


@dataclass(frozen=True)
class RowLink:
    """A row of the table that a measure explains."""

    label: str
    url: str


@dataclass(frozen=True)
class MeasureEntry:
    """One measure on a page."""

    anchor: str
    label: str
    text: str
    source_url: str
    is_open: bool
    rows: tuple[RowLink, ...] = ()


@dataclass(frozen=True)
class SectionPart:
    """A section of the body with its measures in order."""

    title: str
    measures: tuple[MeasureEntry, ...]


def label_of(measure: Measure) -> str:
    """A measure as the paper heads it: 14. 推广绿色建筑设计, 三（一）建立碳排放统计监测体系."""
    dot = ". " if measure.number[-1:].isdigit() else ""
    return f"{measure.number}{dot}{measure.title}"


def measure_entries(measures: Iterable[Measure]) -> tuple[MeasureEntry, ...]:
    """The measures of one row. One that stands alone is open, however long."""
    known = tuple(measures)
    return tuple(_entry(measure, is_open=len(known) == 1 or len(measure.text) <= SHORT) for measure in known)


def section_parts(measures: Iterable[MeasureRows]) -> tuple[SectionPart, ...]:
    """All measures of a plan by section, closed."""
    return tuple(
        SectionPart(title, tuple(_with_rows(entry) for entry in of_section))
        for title, of_section in groupby(measures, key=lambda entry: entry.measure.section)
    )


def _with_rows(entry: MeasureRows) -> MeasureEntry:
    rows = tuple(RowLink(f"第 {task.number} 项", task_url(task)) for task in entry.tasks)
    return _entry(entry.measure, is_open=False, rows=rows)


def _entry(measure: Measure, *, is_open: bool, rows: tuple[RowLink, ...] = ()) -> MeasureEntry:
    return MeasureEntry(
        anchor=f"measure-{measure.order}",
        label=label_of(measure),
        text=measure.text,
        source_url=measure_url(measure),
        is_open=is_open,
        rows=rows,
    )
