"""The table of a plan as a plain value: what an import reads, what the database holds, what an export writes.

One shape for all three makes "the table that goes in comes out" a comparison of two equal values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks_app.domain.file_note import FileNote, is_kind
from tasks_app.domain.plan_columns import (
    ACTION,
    DEADLINE,
    ONLY_HEADING,
    Columns,
    Meaning,
    columns_as_json,
    kept_columns,
    our_columns,
)
from tasks_app.domain.target_sheet import SheetTarget, target_as_json


@dataclass(frozen=True)
class SheetRow:
    """One row of 重点任务分工表. Names are canonical, in the order of the cell; ``units_text`` is the cell itself.

    ``lead_basis`` is inferred, declared or confirmed, and None where nobody leads. ``measures`` are the numbers of the
    measures that explain the row, in plan order. ``deadline`` is 完成时限 as written. ``cells`` are those of the plan's
    ``kept_columns``, as they stand.
    """

    number: int
    action: str
    text: str
    units_text: str
    leads: tuple[str, ...]
    support: tuple[str, ...]
    lead_basis: str | None
    measures: tuple[str, ...] = ()
    deadline: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetMeasure:
    """One measure of the body (措施): 1 to 45 or 三（一）; ``tasks`` are the 序号 of the rows it explains."""

    number: str
    title: str
    section: str
    text: str
    tasks: tuple[int, ...]


@dataclass(frozen=True)
class PlanSheet:
    """A plan with its headings (title, kind), its rows, the measures and the targets of its body in order.

    ``columns`` are those of its table where they differ from ours, which are four.
    """

    number: str
    title: str
    issuer: str
    issued_on: date | None
    headings: tuple[tuple[str, str], ...]
    rows: tuple[SheetRow, ...]
    measures: tuple[SheetMeasure, ...] = ()
    targets: tuple[SheetTarget, ...] = ()
    columns: Columns = ()

    @property
    def drawn_columns(self) -> Columns:
        """The columns of the table as it is drawn: its own, else ours.

        Headings and deadlines that its own columns have no place for, since another source said them, get one of ours.
        """
        has_deadlines = any(row.deadline for row in self.rows)
        if not self.columns:
            return our_columns([row.number for row in self.rows], has_deadlines=has_deadlines)
        columns = list(self.columns)
        meanings = [column.meaning for column in columns]
        if has_deadlines and not {Meaning.DEADLINE, Meaning.DATED} & set(meanings):
            columns.append(DEADLINE)
        if not {Meaning.ACTION, Meaning.SECTION} & set(meanings) and any(
            row.action != ONLY_HEADING for row in self.rows
        ):
            columns.insert(meanings.index(Meaning.TEXT), ACTION)
        return tuple(columns)

    @property
    def note(self) -> FileNote:
        """What a file says of the plan in its properties."""
        kinds = {title: kind for title, kind in self.headings if is_kind(kind)}
        return FileNote(self.number, self.title, self.issuer, self.issued_on, kinds)


def measures_by_row(measures: Iterable[SheetMeasure]) -> dict[int, tuple[str, ...]]:
    """The numbers of the measures that explain each row, in plan order, by its 序号."""
    explained: dict[int, tuple[str, ...]] = {}
    for measure in measures:
        for row in measure.tasks:
            explained[row] = (*explained.get(row, ()), measure.number)
    return explained


def as_json(sheet: PlanSheet) -> dict[str, Any]:
    """The shape of ``export_plan --format json``; ``import_plan`` reads it back."""
    columns = {"columns": columns_as_json(sheet.columns)} if sheet.columns else {}
    return {
        "plan": {
            "number": sheet.number,
            "title": sheet.title,
            "issuer": sheet.issuer,
            "issued_on": sheet.issued_on.isoformat() if sheet.issued_on else None,
            "headings": [{"title": title, "kind": kind} for title, kind in sheet.headings],
            **columns,
        },
        "tasks": [row_as_json(row, sheet.columns) for row in sheet.rows],
        "measures": [measure_as_json(measure) for measure in sheet.measures],
        "targets": [target_as_json(target) for target in sheet.targets],
    }


def row_as_json(row: SheetRow, columns: Columns = ()) -> Mapping[str, Any]:
    """One task of the JSON shape; ``deadline`` and ``cells`` stand in it where the plan has any."""
    said: dict[str, Any] = {"deadline": row.deadline} if row.deadline else {}
    if kept := kept_columns(columns):
        said["cells"] = [
            {"heading": column.heading, "text": cell} for column, cell in zip(kept, row.cells, strict=True)
        ]
    return {
        "number": row.number,
        "action": row.action,
        "text": row.text,
        "units_text": row.units_text,
        "lead": row.leads[0] if row.leads else None,
        "leads": list(row.leads),
        "support": list(row.support),
        "lead_basis": row.lead_basis,
        "measures": list(row.measures),
        **said,
    }


def measure_as_json(measure: SheetMeasure) -> Mapping[str, Any]:
    """One measure of the JSON shape; ``section`` is the title of the section it stands in."""
    return {
        "number": measure.number,
        "title": measure.title,
        "text": measure.text,
        "tasks": list(measure.tasks),
        "section": measure.section,
    }
