"""The other half: readings are written into a database of their own, and nothing may stay behind by half.

What was refused or rehearsed leaves every table as it was; what was written is written whole, and once, and comes out
again in every format as it went in.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import plans
from tasks_app.documents.plan_export import sheet_of
from tasks_app.documents.plan_export_files import csv_file, json_file, xlsx_file
from tasks_app.documents.plan_export_table import drawn_table
from tasks_app.documents.plan_export_word import docx_file
from tasks_app.domain.plan_columns import without_merged
from tasks_app.domain.plan_sheet import SheetRow
from tasks_app.domain.refusals import Refusal
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead, PlanReading
from tasks_app.models import Plan, Responsibility
from tests.fuzz.run import Case, registry

Print = tuple[tuple[str, int, int | None], ...]

REFUSED_EVERY = 20
WRITERS = (json_file, csv_file, xlsx_file, docx_file)


@dataclass
class Writer:
    """Writes one reading in so many of those without faults, and fewer of those with; the others stay readings.

    A reading with faults is refused at the first look: one in twenty of them says as much as all.
    """

    every: int
    met: Counter[bool] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    _models: list[type] = field(default_factory=lambda: [each for each in apps.get_models() if each._meta.managed])

    def __call__(self, one: Case, reading: PlanReading) -> None:
        """Writes the reading, or checks that it is refused without a trace."""
        self.met[bool(reading.faults)] += 1
        if self.met[bool(reading.faults)] % (REFUSED_EVERY if reading.faults else self.every):
            return
        reading = self._as_a_plan(reading)
        now = timezone.now()
        by = Actor.clock("import_plan", one.name, on=timezone.localdate(now))
        before = self.fingerprint()
        try:
            plans.rehearse_import(reading, by=by, at=now)
            self.counts["rehearsed"] += 1
            assert self.fingerprint() == before, "a rehearsal left something behind"
            plans.import_reading(reading, by=by, at=now)
        except Refusal:
            self.counts["refused"] += 1
            assert self.fingerprint() == before, "a refused import left something behind"
            return
        self.counts["written"] += 1
        assert not reading.faults
        self._is_whole(reading)
        if one.kind != "json":  # that is taken at its word; a table read again loses its noise
            self._comes_out_again(reading)
        assert not plans.import_reading(reading, by=by, at=now).changes, "the same plan once more changes something"

    def report(self) -> str:
        """What was done how often."""
        return ", ".join(f"{what} {count:,}" for what, count in sorted(self.counts.items()))

    def _as_a_plan(self, reading: PlanReading) -> PlanReading:
        """Three in four are plans of their own; the fourth meets the rows of another under the same number."""
        met = self.met[bool(reading.faults)] // self.every
        number = f"试〔2026〕{met if met % 4 else 0}号"
        return replace(reading, masthead=replace(reading.masthead, number=number))

    def fingerprint(self) -> Print:
        """How many rows each table has, and the last of them."""
        found = []
        for model in self._models:
            last = model.objects.aggregate(last=Max("pk"))["last"]
            found.append((model._meta.label, model.objects.count(), last))
        return tuple(found)

    @staticmethod
    def _is_whole(reading: PlanReading) -> None:
        plan = Plan.objects.get(number=reading.masthead.number)
        tasks = plan.tasks.current().order_by("number")
        stored = [(task.number, task.text, task.units_text) for task in tasks]
        assert stored == sorted((task.number, task.text, task.units_text) for task in reading.tasks)
        if reading.columns is not None:  # else the stored ones hold, with what stood in them
            assert without_merged(plan.sheet_columns) == without_merged(reading.columns)
            assert {task.number: tuple(task.cells) for task in tasks} == {
                task.number: task.cells for task in reading.tasks
            }
        open_ones = Responsibility.objects.filter(task__plan=plan, ends_on=None, task__superseded_by=None)
        assert open_ones.count() == len(reading.responsibilities)

    def _comes_out_again(self, reading: PlanReading) -> None:
        """A file of the plan, in one format after the other, is the same table."""
        plan = Plan.objects.get(number=reading.masthead.number)
        sheet = sheet_of(plan)
        write = WRITERS[self.counts["written"] % len(WRITERS)]
        given = Masthead(plan.number, plan.title, plan.issuer, plan.issued_on)
        back = read_plan(write(sheet), name="plan", known=lambda _place: registry(), given=given)
        assert not back.faults, f"{write.__name__}: {back.faults[0].message}"
        assert [_cells(row) for row in back.sheet.rows] == [_cells(row) for row in sheet.rows], write.__name__
        known = without_merged if write is csv_file else tuple  # a .csv has no merged cells
        assert known(back.sheet.drawn_columns) == known(sheet.drawn_columns), write.__name__
        if write is not csv_file:
            assert drawn_table(back.sheet) == drawn_table(sheet), write.__name__
        self.counts[write.__name__] += 1


def _cells(row: SheetRow) -> tuple[object, ...]:
    return row.number, row.action, row.text, row.units_text, row.deadline, row.cells
