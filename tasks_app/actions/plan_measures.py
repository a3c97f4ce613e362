"""Measures of a plan's body as an import writes them, and their links to the rows that hold now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks_app.actions.import_run import Change, ImportRun
from tasks_app.domain.refusals import Invalid
from tasks_app.importing.reading import MeasureRead, PlanReading
from tasks_app.models import Measure, MeasureTask, Plan

TOLD = ("title", "section", "text")
LINES = ("source_line", "source_end_line")


@dataclass(frozen=True)
class MeasureWriter:
    """Writes the measures of one plan during one import."""

    run: ImportRun
    plan: Plan

    def settle(self, reading: PlanReading) -> None:
        """Makes the stored measures and links those of the reading; one that says nothing of a body changes none.

        Links of a superseded row go over to its new version. Raises Invalid where stored measures would vanish: their
        targets and readings hang on them.
        """
        stored = {measure.number: measure for measure in self.plan.measures.all()}
        self._follow_new_versions()
        if not reading.measures:
            return
        self._refuse_vanished(stored.keys() - {read.number for read in reading.measures})
        created = self._create([read for read in reading.measures if read.number not in stored], reading)
        self._change(stored, reading)
        self._relink(stored, created, reading)

    def follow_source(self, reading: PlanReading) -> None:
        """Measures point to their lines in the text that is stored now.

        It has all of them: where the source is a table alone, the stored text stays, and none would vanish.
        """
        places = {read.number: (read.line, read.end_line) for read in reading.measures}
        moved = []
        for measure in self.plan.measures.all():
            place = places[measure.number]
            if (measure.source_line, measure.source_end_line) != place:
                measure.source_line, measure.source_end_line = place
                moved.append(measure)
        self.run.update(moved, LINES)

    def _follow_new_versions(self) -> None:
        """Links of rows that were superseded go over to the versions that hold now."""
        outdated = [link for link in self._links() if link.task.superseded_by_id]
        rows = {task.number: task for task in self.plan.tasks.current()} if outdated else {}
        for link in outdated:
            link.task = rows[link.task.number]
        self.run.update(outdated, ["task"])

    def _refuse_vanished(self, numbers: set[str]) -> None:
        if numbers:
            listed = "、".join(sorted(numbers))
            raise Invalid({"measures": f"来源缺少已导入的措施 {listed}；导入不会撤销措施，请核对来源是否完整。"})

    def _create(self, reads: list[MeasureRead], reading: PlanReading) -> dict[str, Measure]:
        order = _order(reading)
        rows = [
            Measure(
                plan=self.plan,
                order=order[read.number],
                number=read.number,
                title=read.title,
                section=read.section,
                text=read.text,
                source_line=read.line,
                source_end_line=read.end_line,
            )
            for read in reads
        ]
        changes = [Change("measure", "create", name_of(row.number), None, "", row.title) for row in rows]
        return {row.number: row for row in self.run.create(rows, changes)}

    def _change(self, stored: Mapping[str, Measure], reading: PlanReading) -> None:
        changed, order = [], _order(reading)
        for read in reading.measures:
            measure = stored.get(read.number)
            if measure is None:
                continue
            # Our own JSON of an earlier day says no section: then the stored one stays.
            now = (read.title, read.section or measure.section, read.text)
            was = (measure.title, measure.section, measure.text)
            if (was, measure.order) == (now, order[read.number]):
                continue
            if was != now:
                pairs = [(before, after) for before, after in zip(was, now, strict=True) if before != after]
                before, after = ("\n".join(side) for side in zip(*pairs, strict=True))
                self.run.note(Change("measure", "change", name_of(read.number), None, before, after))
            measure.title, measure.section, measure.text = now
            measure.order = order[read.number]
            changed.append(measure)
        self.run.update(changed, ["order", *TOLD])

    def _relink(self, stored: Mapping[str, Measure], created: Mapping[str, Measure], reading: PlanReading) -> None:
        """New measures bring their links silently; a link that comes or goes later is a change of its measure."""
        linked: dict[int, dict[int, MeasureTask]] = defaultdict(dict)
        for link in self._links():
            linked[link.measure_id][link.task.number] = link
        rows = {task.number: task for task in self.plan.tasks.current()}
        fresh = []
        for read in reading.measures:
            measure = created.get(read.number) or stored[read.number]
            links = linked[measure.pk]
            fresh += [MeasureTask(measure=measure, task=rows[row]) for row in read.tasks if row not in links]
            for link in (link for row, link in links.items() if row not in read.tasks):
                self.run.remove(link)
            if read.number in stored and set(links) != set(read.tasks):
                was, now = _rows(links), _rows(read.tasks)
                self.run.note(Change("measure", "change", name_of(read.number), None, was, now))
        self.run.create(fresh, ())

    def _links(self) -> list[MeasureTask]:
        return list(MeasureTask.objects.filter(measure__plan=self.plan).select_related("task"))


def name_of(number: str) -> str:
    """How messages call a measure: 措施 14, 措施 三（一）."""
    return f"措施 {number}"


def _order(reading: PlanReading) -> dict[str, int]:
    return {read.number: place for place, read in enumerate(reading.measures, start=1)}


def _rows(numbers: Iterable[int]) -> str:
    listed = "、".join(str(number) for number in sorted(numbers))
    return f"第 {listed} 行" if listed else ""
