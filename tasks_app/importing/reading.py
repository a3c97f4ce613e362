"""What was read: frozen values, without a database. A reading is complete even where it is full of faults."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from tasks_app.domain.plan_columns import Columns
from tasks_app.domain.plan_sheet import PlanSheet, SheetMeasure, SheetRow, measures_by_row
from tasks_app.domain.target_sheet import SheetTarget
from tasks_app.domain.target_words import Comparator, TargetKind, Wording
from tasks_app.importing.home import jurisdiction_of

Role = Literal["lead", "support"]
Basis = Literal["inferred", "declared"]
HeadingKind = Literal["action", "policy", "organisation"]
LeadConvention = Literal["first", "declared", "none"]


@dataclass(frozen=True)
class Repair:
    """Noise of a conversion that was mended: which line of the source, what, before and after."""

    line: int
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Doubt:
    """Something the reader decided without being sure. ``chosen`` is what it went on with, if anything.

    ``row`` is the 序号, or None for the plan as a whole; ``cell`` is the JSON key of the cell (units_text …).
    ``raw`` is the entry of the cell that it is about, where it is about one.
    """

    row: int | None
    cell: str
    kind: str
    message: str
    candidates: tuple[str, ...] = ()
    chosen: str | None = None
    raw: str = ""


@dataclass(frozen=True)
class Fault:
    """Something that forbids the import, as one Chinese sentence that names row and cell."""

    row: int | None
    cell: str
    message: str


@dataclass(frozen=True)
class PartyRead:
    """A unit or an open group of the table under its canonical name."""

    name: str
    kind: str
    is_group: bool = False


@dataclass(frozen=True)
class ResponsibilityRead:
    """One party of one task. ``raw`` is the entry as it stands in the cell, before any prefix was carried."""

    order: int
    raw: str
    party: PartyRead
    role: Role = "support"
    basis: Basis = "declared"


@dataclass(frozen=True)
class HeadingRead:
    """A heading of the table: 行动, 政策保障 or 组织实施. ``line`` is that of its first row in the source.

    A kind that nothing in the source says (``is_sure`` False) changes nothing that is stored.
    """

    title: str
    kind: HeadingKind
    line: int | None = None
    is_sure: bool = True


@dataclass(frozen=True)
class TaskRead:
    """One row of the table. ``line`` is where it stands in the source, counted from 1; None in our own JSON.

    ``deadline_text`` is the deadline as written (完成时限), ``deadline`` the last day it names, if it names one.
    ``cells`` are what the row says in the table's ``kept_columns``.
    """

    number: int
    heading: str
    text: str
    units_text: str
    line: int | None
    responsibilities: tuple[ResponsibilityRead, ...] = ()
    deadline_text: str = ""
    deadline: date | None = None
    cells: tuple[str, ...] = ()

    @property
    def sheet_row(self) -> SheetRow:
        """The row as a plain value."""
        leads = [share for share in self.responsibilities if share.role == "lead"]
        return SheetRow(
            number=self.number,
            action=self.heading,
            text=self.text,
            units_text=self.units_text,
            leads=tuple(share.party.name for share in leads),
            support=tuple(share.party.name for share in self.responsibilities if share.role == "support"),
            lead_basis=leads[0].basis if leads else None,
            deadline=self.deadline_text,
            cells=self.cells,
        )


@dataclass(frozen=True)
class MeasureRead:
    """One paragraph of the body (措施), whole. ``tasks`` are the 序号 of the rows it explains.

    ``number`` is 1 to 45, or chapter and section of a paragraph without a number: 三（一）. The lines are those of the
    source, counted from 1; None in our own JSON.
    """

    number: str
    title: str
    section: str
    text: str
    tasks: tuple[int, ...] = ()
    line: int | None = None
    end_line: int | None = None

    @property
    def sheet_measure(self) -> SheetMeasure:
        """The measure as a plain value."""
        return SheetMeasure(self.number, self.title, self.section, self.text, self.tasks)


@dataclass(frozen=True)
class TargetRead:
    """One promised figure or dated milestone (目标), with the sentence that promises it.

    ``measure`` is the number of its measure, None for the overall targets of part one. The other fields mean what they
    mean in ``Target``.
    """

    measure: str | None
    kind: TargetKind
    name: str
    sentence: str
    year: int | None = None
    period_start: int | None = None
    is_before: bool = False
    comparator: Comparator | None = None
    value: Decimal | None = None
    set_by: str = ""
    unit: str = ""
    baseline_year: int | None = None
    wording: Wording = Wording.MUST
    line: int | None = None

    def sheet_target(self, tasks: tuple[int, ...]) -> SheetTarget:
        """The target as a plain value; ``tasks`` are the rows of its measure."""
        return SheetTarget(
            measure=self.measure,
            tasks=tasks,
            kind=self.kind.value,
            name=self.name,
            year=self.year,
            period_start=self.period_start,
            is_before=self.is_before,
            comparator=self.comparator.value if self.comparator else None,
            value=self.value,
            set_by=self.set_by,
            unit=self.unit,
            baseline_year=self.baseline_year,
            wording=self.wording.value,
            sentence=self.sentence,
        )


@dataclass(frozen=True)
class Masthead:
    """Who issued which plan under which number; an empty word was not found in the source."""

    number: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: date | None = None


@dataclass(frozen=True)
class PlanReading:
    """A whole plan as read from one source file, with everything that was mended, doubted and found wrong.

    ``columns`` are those of the table: none where they are ours, None where the source says nothing about columns.
    """

    masthead: Masthead
    source_name: str
    sha256: str
    source_text: str = ""
    headings: tuple[HeadingRead, ...] = ()
    tasks: tuple[TaskRead, ...] = ()
    measures: tuple[MeasureRead, ...] = ()
    targets: tuple[TargetRead, ...] = ()
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()
    columns: Columns | None = None

    @property
    def jurisdiction(self) -> str:
        """The place whose units the plan names, e.g. 珠海市; the issuer itself where it names no place."""
        return jurisdiction_of(self.masthead.issuer)

    @property
    def has_lines(self) -> bool:
        """Whether the rows stand in the source text itself; those of our own JSON do not."""
        return all(task.line is not None for task in self.tasks)

    @property
    def without_places(self) -> Self:
        """The same reading, of which nothing says any more where it stands in its source."""
        return replace(
            self,
            tasks=tuple(replace(task, line=None) for task in self.tasks),
            headings=tuple(replace(heading, line=None) for heading in self.headings),
        )

    @property
    def sheet(self) -> PlanSheet:
        """The plan as a plain value, to be compared, printed or written."""
        measures = tuple(measure.sheet_measure for measure in self.measures)
        explained = measures_by_row(measures)
        rows_of = {measure.number: measure.tasks for measure in measures}
        return PlanSheet(
            number=self.masthead.number,
            title=self.masthead.title,
            issuer=self.masthead.issuer,
            issued_on=self.masthead.issued_on,
            headings=tuple((heading.title, heading.kind) for heading in self.headings),
            rows=tuple(replace(task.sheet_row, measures=explained.get(task.number, ())) for task in self.tasks),
            measures=measures,
            targets=tuple(target.sheet_target(rows_of.get(target.measure or "", ())) for target in self.targets),
            columns=self.columns or (),
        )

    @property
    def responsibilities(self) -> tuple[tuple[TaskRead, ResponsibilityRead], ...]:
        """Every (task, responsibility) in plan order."""
        return tuple((task, share) for task in self.tasks for share in task.responsibilities)

    @property
    def parties(self) -> tuple[PartyRead, ...]:
        """Units and groups in the order of their first mention, each once."""
        return tuple(dict.fromkeys(share.party for _task, share in self.responsibilities))
