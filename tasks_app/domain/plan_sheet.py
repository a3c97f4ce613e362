"""The table of a plan as a plain value: what an import reads, what the database holds, what an export writes.

One shape for all three makes "the table that goes in comes out" a comparison of two equal values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks_app.domain.file_note import FileNote, is_kind


@dataclass(frozen=True)
class SheetRow:
    """One row of 重点任务分工表. Names are canonical, in the order of the cell; ``units_text`` is the cell itself.

    ``lead_basis`` is inferred, declared or confirmed, and None where nobody leads.
    """

    number: int
    action: str
    text: str
    units_text: str
    leads: tuple[str, ...]
    support: tuple[str, ...]
    lead_basis: str | None


@dataclass(frozen=True)
class PlanSheet:
    """A plan with its headings (title, kind) and its rows in order."""

    number: str
    title: str
    issuer: str
    issued_on: date | None
    headings: tuple[tuple[str, str], ...]
    rows: tuple[SheetRow, ...]

    @property
    def note(self) -> FileNote:
        """What a file says of the plan in its properties."""
        kinds = {title: kind for title, kind in self.headings if is_kind(kind)}
        return FileNote(self.number, self.title, self.issuer, self.issued_on, kinds)


def as_json(sheet: PlanSheet) -> dict[str, Any]:
    """The shape of ``export_plan --format json``; ``import_plan`` reads it back.

    Only the table is stored so far: the lists of measures and targets of the body are empty.
    """
    return {
        "plan": {
            "number": sheet.number,
            "title": sheet.title,
            "issuer": sheet.issuer,
            "issued_on": sheet.issued_on.isoformat() if sheet.issued_on else None,
            "headings": [{"title": title, "kind": kind} for title, kind in sheet.headings],
        },
        "tasks": [row_as_json(row) for row in sheet.rows],
        "measures": [],
        "targets": [],
    }


def row_as_json(row: SheetRow) -> Mapping[str, Any]:
    """One task of the JSON shape."""
    return {
        "number": row.number,
        "action": row.action,
        "text": row.text,
        "units_text": row.units_text,
        "lead": row.leads[0] if row.leads else None,
        "leads": list(row.leads),
        "support": list(row.support),
        "lead_basis": row.lead_basis,
        "measures": [],
    }
