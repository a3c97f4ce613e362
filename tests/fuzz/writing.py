"""The other half: readings are written into a database of their own, and nothing may stay behind by half.

What was refused or rehearsed leaves every table as it was; what was written is written whole, and once.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import plans
from tasks_app.domain.refusals import Refusal
from tasks_app.importing.reading import PlanReading
from tasks_app.models import Plan, Responsibility
from tests.fuzz.run import Case

Print = tuple[tuple[str, int, int | None], ...]


@dataclass
class Writer:
    """Writes one reading in so many, of those without faults and of those with; the others stay readings."""

    every: int
    met: Counter[bool] = field(default_factory=Counter)
    written: int = 0
    refused: int = 0
    rehearsed: int = 0
    _models: list[type] = field(default_factory=lambda: [each for each in apps.get_models() if each._meta.managed])

    def __call__(self, one: Case, reading: PlanReading) -> None:
        """Writes the reading, or checks that it is refused without a trace."""
        self.met[bool(reading.faults)] += 1
        if self.met[bool(reading.faults)] % self.every:
            return
        reading = self._as_a_plan(reading)
        now = timezone.now()
        by = Actor.clock("import_plan", one.name, on=timezone.localdate(now))
        before = self.fingerprint()
        try:
            plans.rehearse_import(reading, by=by, at=now)
            self.rehearsed += 1
            assert self.fingerprint() == before, "a rehearsal left something behind"
            plans.import_reading(reading, by=by, at=now)
        except Refusal:
            self.refused += 1
            assert self.fingerprint() == before, "a refused import left something behind"
            return
        self.written += 1
        assert not reading.faults
        self._is_whole(reading)
        assert not plans.import_reading(reading, by=by, at=now).changes, "the same plan once more changes something"

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
        stored = list(plan.tasks.current().order_by("number").values_list("number", "text", "units_text"))
        assert stored == sorted((task.number, task.text, task.units_text) for task in reading.tasks)
        open_ones = Responsibility.objects.filter(task__plan=plan, ends_on=None, task__superseded_by=None)
        assert open_ones.count() == len(reading.responsibilities)
