"""Headings and tasks of a plan as an import writes them: a changed row becomes a new version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tasks_app.actions.import_run import Change, ImportRun
from tasks_app.actions.plan_columns import changes_columns, with_cells
from tasks_app.actions.plan_shares import ShareWriter
from tasks_app.domain.plan_columns import own_cells
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.year_states import BEFORE_ISSUE
from tasks_app.importing.reading import PlanReading, TaskRead
from tasks_app.models import Heading, Plan, Task, YearPlan


@dataclass(frozen=True)
class RowWriter:
    """Writes the rows of one plan during one import."""

    run: ImportRun
    plan: Plan
    shares: ShareWriter

    def settle(self, reading: PlanReading) -> None:
        """Makes the current rows of the plan those of the reading. Raises Invalid where rows would vanish."""
        stored = {
            task.number: task
            for task in self.plan.tasks.current()
            .select_related("heading")
            .prefetch_related("responsibilities__unit", "responsibilities__group")
        }
        self._refuse_vanished(stored.keys() - {read.number for read in reading.tasks})
        headings = self._settle_headings(reading)
        reads: Sequence[TaskRead] = reading.tasks
        if reading.columns is None and self.plan.columns:
            reads = [with_cells(read, stored.get(read.number), self.plan) for read in reads]
        self._create([read for read in reads if read.number not in stored], headings, reading)
        kept = [(read, stored[read.number]) for read in reads if read.number in stored]
        redrawn = changes_columns(reading, self.plan)
        changed = [pair for pair in kept if _differs(*pair, redrawn=redrawn)]
        same = [pair for pair in kept if not _differs(*pair, redrawn=redrawn)]
        self.shares.adjust(same)
        if redrawn:
            self._redraw(same)
        self._supersede(changed, headings)

    def _redraw(self, pairs: list[tuple[TaskRead, Task]]) -> None:
        """The table has other columns than were known: a row that promises the same is no new version for that."""
        drawn = [(task, task.cells, list(read.cells)) for read, task in pairs if task.cells != list(read.cells)]
        for task, was, cells in drawn:
            task.cells = cells
            before, after = ("\n".join(filter(None, each)) for each in (was, cells))
            self.run.note(Change("task", "change", f"第 {task.number} 行", task.number, before, after))
        self.run.update([task for task, _was, _cells in drawn], ["cells"])

    def follow_source(self, reading: PlanReading) -> None:
        """The stored text becomes the one that was read, and unchanged rows and headings point to their lines in it."""
        self.plan.source_name, self.plan.source_sha256 = reading.source_name, reading.sha256
        self.plan.source_text = reading.source_text
        self.run.save(self.plan)
        lines = {read.number: read.line for read in reading.tasks}
        moved = [task for task in self.plan.tasks.current() if task.source_line != lines[task.number]]
        for task in moved:
            task.source_line = lines[task.number]
        self.run.update(moved, ["source_line"])
        self._let_headings_follow({read.title: read.line for read in reading.headings})

    def _let_headings_follow(self, lines: dict[str, int | None]) -> None:
        known = self.plan.headings.filter(name__in=lines)
        moved = [heading for heading in known if heading.source_line != lines[heading.name]]
        for heading in moved:
            heading.source_line = lines[heading.name]
        self.run.update(moved, ["source_line"])

    def _refuse_vanished(self, numbers: set[int]) -> None:
        if numbers:
            rows = "、".join(str(number) for number in sorted(numbers))
            raise Invalid({"number": f"来源缺少已导入的第 {rows} 行；导入不会撤销任务，请核对来源是否完整。"})

    def _settle_headings(self, reading: PlanReading) -> dict[str, Heading]:
        stored = {heading.name: heading for heading in self.plan.headings.all()}
        new = [
            Heading(plan=self.plan, order=order, name=read.title, kind=read.kind, source_line=read.line)
            for order, read in enumerate(reading.headings, start=1)
            if read.title not in stored
        ]
        self.run.create(new, [Change("heading", "create", heading.name) for heading in new])
        changed = []
        for order, read in enumerate(reading.headings, start=1):
            heading = stored.get(read.title)
            kind = read.kind if read.is_sure or heading is None else heading.kind
            if heading and (heading.order, heading.kind) != (order, kind):
                self.run.note(Change("heading", "change", heading.name))
                heading.order, heading.kind = order, kind
                changed.append(heading)
        self.run.update(changed, ["order", "kind"])
        return {**stored, **{heading.name: heading for heading in new}}

    def _create(self, reads: list[TaskRead], headings: dict[str, Heading], reading: PlanReading) -> None:
        rows = [self._row(read, headings) for read in reads]
        columns = self.plan.sheet_columns if reading.columns is None else reading.columns
        changes = [
            Change("task", "create", f"第 {row.number} 行", row.number, "", _said(row, own_cells(columns, row.cells)))
            for row in rows
        ]
        self.shares.create(list(zip(reads, self.run.create(rows, changes), strict=True)))

    def _row(self, read: TaskRead, headings: dict[str, Heading]) -> Task:
        return Task(
            plan=self.plan,
            heading=headings[read.heading],
            number=read.number,
            text=read.text,
            units_text=read.units_text,
            deadline_text=read.deadline_text,
            deadline=read.deadline,
            cells=list(read.cells),
            source_line=read.line,
        )

    def _supersede(self, pairs: list[tuple[TaskRead, Task]], headings: dict[str, Heading]) -> None:
        """Issued years keep the old versions; drafts of a year go on with the new ones.

        A partial unique key cannot be deferred, so the new versions wait beside the old ones, marked as superseded,
        until those have given way. However many rows changed, it takes as many statements.
        """
        rows = [self._version(read, old, headings) for read, old in pairs]
        created = self.run.create(rows, [_superseded(read, old) for read, old in pairs])
        versions = [(read, old, new) for (read, old), new in zip(pairs, created, strict=True)]
        for _read, old, new in versions:
            old.superseded_by = new
        self.run.update([old for _read, old, _new in versions], ["superseded_by"])
        for row in created:
            row.superseded_by = None
        self.run.update(created, ["superseded_by"])
        self.shares.renew(versions)
        follows = {old.pk: new for _read, old, new in versions}
        drafts = list(YearPlan.objects.filter(task__in=follows, state__in=BEFORE_ISSUE))
        for draft in drafts:
            draft.task = follows[draft.task_id]
        self.run.update(drafts, ["task"])

    def _version(self, read: TaskRead, old: Task, headings: dict[str, Heading]) -> Task:
        new = self._row(read, headings)
        if not read.deadline_text:
            new.deadline_text, new.deadline = old.deadline_text, old.deadline
        new.superseded_by = old
        return new


def _cells(read: TaskRead, stored: Task) -> tuple[str, ...]:
    """The cells of a row as read. A file that has no deadlines says nothing about them: the stored one holds."""
    return read.heading, read.text, read.units_text, read.deadline_text or stored.deadline_text


def _said(row: Task, own: Iterable[tuple[str, str]]) -> str:
    return "\n".join((row.text, *(f"{heading}：{cell}" for heading, cell in own)))


def _stored_cells(task: Task) -> tuple[str, ...]:
    return task.heading.name, task.text, task.units_text, task.deadline_text


def _differs(read: TaskRead, stored: Task, *, redrawn: bool) -> bool:
    """Whether the row says something else. Cells of other columns than before are not compared."""
    is_same = redrawn or list(read.cells) == stored.cells
    return not is_same or _cells(read, stored) != _stored_cells(stored)


def _superseded(read: TaskRead, old: Task) -> Change:
    before, after = _differing(old, read)
    return Change("task", "supersede", f"第 {read.number} 行", read.number, before, after)


def _differing(old: Task, read: TaskRead) -> tuple[str, str]:
    """The cells that differ, before and after, as the report shows them."""
    cells = zip_longest((*_stored_cells(old), *old.cells), (*_cells(read, old), *read.cells), fillvalue="")
    pairs = [(was, now) for was, now in cells if was != now]
    return "\n".join(was for was, _now in pairs), "\n".join(now for _was, now in pairs)
