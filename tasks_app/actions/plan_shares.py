"""Responsibilities of a plan's rows as an import writes them. What the office confirmed is never overwritten."""

from dataclasses import dataclass
from datetime import date

from tasks_app.actions.import_run import Change, ImportRun
from tasks_app.actions.plan_units import Parties
from tasks_app.domain.parts import Basis, Part
from tasks_app.importing.reading import ResponsibilityRead, TaskRead
from tasks_app.models import Responsibility, Task

# The ground of a unit that stands in a row since another version of the plan.
ADDED = "按新版方案增列"
Holder = tuple[int | None, int | None]  # unit id, group id


@dataclass(frozen=True)
class ShareWriter:
    """Writes responsibilities during one import. ``since`` is the day from which those of a new plan hold."""

    run: ImportRun
    parties: Parties
    since: date

    def create(self, pairs: list[tuple[TaskRead, Task]]) -> None:
        """The responsibilities of rows that are new."""
        rows = [self._row(read, share, task, self.since) for read, task in pairs for share in read.responsibilities]
        self.run.create(rows, [_created(row, row.task.number) for row in rows])

    def renew(self, versions: list[tuple[TaskRead, Task, Task]]) -> None:
        """The responsibilities of changed rows (read, old, new): the old ones end, what was confirmed of them goes on.

        Where the confirmed lead is no longer among the units of the row, the row is open again: its lead is read
        from the new cell and has to be confirmed anew.
        """
        ended: list[Responsibility] = []
        fresh: list[tuple[int, Responsibility]] = []
        for read, old, new in versions:
            held = _open(old)
            rows = [self._row(read, share, new, self.run.day) for share in read.responsibilities]
            self._carry_on(read, held, rows)
            for row in held:
                row.ends_on = max(self.run.day, row.starts_on)
            ended += held
            fresh += [(read.number, row) for row in rows]
        self.run.update(ended, ["ends_on"])
        self.run.create([row for _number, row in fresh], [_created(row, number) for number, row in fresh])

    def _carry_on(self, read: TaskRead, held: list[Responsibility], fresh: list[Responsibility]) -> None:
        """What the office confirmed about the old version of a row, for its new one."""
        lead = next((row for row in held if row.part == Part.LEAD and row.basis == Basis.CONFIRMED), None)
        if lead and any(_holder(row) == _holder(lead) for row in fresh):
            known = {_holder(row) for row in held}
            for row in fresh:
                _confirm_like(lead, row, is_new=_holder(row) not in known)
        elif lead:
            self.run.note(Change("responsibility", "ask_again", lead.name, read.number))

    def adjust(self, pairs: list[tuple[TaskRead, Task]]) -> None:
        """Parts of unchanged rows, read by another convention; nothing where the office has confirmed the row."""
        changed: list[Responsibility] = []
        for read, task in pairs:
            held = {_holder(row): row for row in _open(task)}
            if any(row.basis == Basis.CONFIRMED for row in held.values()):
                continue
            for share in read.responsibilities:
                wanted = self._row(read, share, task, self.since)
                row = held.get(_holder(wanted))
                if row and _part(row) != _part(wanted):
                    change = Change("responsibility", "change", row.name, task.number, _words(row), _words(wanted))
                    self.run.note(change)
                    row.part, row.basis, row.is_joint = _part(wanted)
                    changed.append(row)
        self.run.update(changed, ["part", "basis", "is_joint"])

    def _row(self, read: TaskRead, share: ResponsibilityRead, task: Task, since: date) -> Responsibility:
        unit, group = self.parties.holder_of(share.party)
        leads = [other for other in read.responsibilities if other.role == "lead"]
        return Responsibility(
            task=task,
            unit=unit,
            group=group,
            part=Part(share.role),
            order=share.order,
            raw_name=share.raw,
            basis=Basis(share.basis),
            is_joint=share in leads and len(leads) > 1,
            starts_on=since,
        )


def _open(task: Task) -> list[Responsibility]:
    """Those that hold, of a task whose responsibilities are prefetched."""
    return [row for row in task.responsibilities.all() if row.ends_on is None]


def _confirm_like(lead: Responsibility, row: Responsibility, *, is_new: bool) -> None:
    """What the office confirmed for the old version of a row holds for the new one; of a unit that the new version
    adds its words said nothing, and the plan itself is the ground.
    """
    row.part = Part.LEAD if _holder(row) == _holder(lead) else Part.SUPPORT
    row.is_joint = False
    row.basis, row.basis_note = lead.basis, ADDED if is_new else lead.basis_note
    row.confirmed_at, row.confirmed_by, row.version = lead.confirmed_at, lead.confirmed_by, lead.version


def _holder(row: Responsibility) -> Holder:
    return row.unit_id, row.group_id


def _part(row: Responsibility) -> tuple[str, str, bool]:
    return row.part, row.basis, row.is_joint


def _words(row: Responsibility) -> str:
    return f"{Part(row.part).label}（{Basis(row.basis).label}）"


def _created(row: Responsibility, number: int) -> Change:
    return Change("responsibility", "create", row.name, number, "", _words(row))
