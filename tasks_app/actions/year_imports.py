"""Last year's spreadsheet of the office comes in (导入往年台账): a year that is over, marked with its file and who.

Its lines are history: they ended with their year, so that the clock, the lights and the units' desks never meet them,
and what was issued by acts here is never touched. The same file twice changes nothing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.cycles import rhythm_of_fixture
from tasks_app.actions.known_units import registry_of
from tasks_app.actions.lines_of_issue import Holder, holders_of
from tasks_app.actions.transition import set_state, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.parts import has_settled_lead, part_of_line
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.rhythm import year_dates
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import Origin, Rhythm, YearPlanState, item_state
from tasks_app.importing.home import Home
from tasks_app.importing.reading import Doubt
from tasks_app.importing.year_table import YearReading, YearRow, read_year
from tasks_app.models import Cycle, ImportedLine, Plan, Task, UnitLine, WorkItem, YearPlan
from tasks_app.permissions import checks

IMPORTED = "导入往年台账"
NOT_OVER = "只能导入已经结束的年度；{year}年请在系统中拟定和印发。"
KNOWN_HERE = "{year}年度已在本系统拟定或印发，不能再导入往年台账。"
NO_PLAN = "还没有导入方案，往年台账找不到对应的重点任务；请先导入方案。"
FIRST_YEAR = 2021
CREATED, CHANGED, UNCHANGED = "新增", "更新", "未变"


@dataclass(frozen=True)
class LineSeen:
    """One line of a unit as the file has it, and what becomes of it (新增, 更新, 未变)."""

    row: int
    number: int
    title: str
    unit: str
    deadline: date
    state_code: str
    state_label: str
    what: str


@dataclass
class YearImport:
    """What an import found, and what it wrote or would write, line by line."""

    year: int
    doubts: list[Doubt] = field(default_factory=list)
    lines: list[LineSeen] = field(default_factory=list)

    @property
    def created(self) -> int:
        """How many lines are new."""
        return self._count(CREATED)

    @property
    def changed(self) -> int:
        """How many lines the file tells otherwise than before."""
        return self._count(CHANGED)

    @property
    def unchanged(self) -> int:
        """How many lines are as they were."""
        return self._count(UNCHANGED)

    def _count(self, what: str) -> int:
        return sum(line.what == what for line in self.lines)


@dataclass(frozen=True)
class _Run:
    """One import: who, when, and of which file."""

    name: str
    digest: str
    by: Actor
    at: datetime
    calendar: Calendar
    outcome: YearImport

    def doubt(self, row: YearRow, cell: str, kind: str, said: str) -> None:
        """One more thing that is not sure."""
        self.outcome.doubts.append(Doubt(row.row, cell, kind, f"来源第 {row.row} 行：{said}。", (), None))

    def saw(self, row: YearRow, line: UnitLine, what: str) -> None:
        """One line more, and what becomes of it."""
        seen = LineSeen(
            row=row.row,
            number=line.work_item.year_plan.task.number,
            title=row.title,
            unit=line.unit_name,
            deadline=line.deadline,
            state_code=line.state,
            state_label=line.get_state_display(),
            what=what,
        )
        self.outcome.lines.append(seen)

    @property
    def why(self) -> str:
        """What the history says."""
        return f"{IMPORTED}：{self.name}"


def import_year(
    content: bytes, *, name: str, year: int, by: Actor, at: datetime, calendar: Calendar, dry_run: bool = False
) -> YearImport:
    """Reads and writes the year; with ``dry_run`` all is taken back, and what would change is told.

    Raises NotAllowed; NotNow for a year that is not over or known here; Invalid naming every fault of the file.
    """
    checks.require(by, Verb.IMPORT_YEAR)
    if not FIRST_YEAR <= year < timezone.localdate(at).year:
        raise NotNow(NOT_OVER.format(year=year))
    plan = Plan.objects.order_by("pk").first()
    if plan is None:
        raise NotNow(NO_PLAN)
    home = Home.of(plan.issuer)
    reading = read_year(content, name=name, year=year, home=home, known=registry_of(plan.jurisdiction))
    if reading.faults:
        raise Invalid({"file": "".join(fault.message for fault in reading.faults)})
    outcome = YearImport(year, list(reading.doubts))
    run = _Run(name, hashlib.sha256(content).hexdigest(), by, at, calendar, outcome)
    with transaction.atomic():
        _write(reading, year, run)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def _write(reading: YearReading, year: int, run: _Run) -> None:
    Plan.objects.select_for_update().order_by("pk").first()
    cycle = _cycle(year, run)
    planned = list(_planned(reading, cycle, run))
    _settle_items(planned, run)
    for one in planned:
        for order, holder in enumerate(one.holders, start=1):
            _line(one.row, one.item, holder, order, run, lead_is_settled=one.lead_is_settled)
    if run.outcome.created or run.outcome.changed:
        step = step_by(run.by, kind="cycle", subject=cycle, act="import_year", label=IMPORTED, at=run.at)
        step.to_state, step.why = (
            cycle.state,
            f"{run.name}：新增 {run.outcome.created} 件，更新 {run.outcome.changed} 件",
        )
        step.save(force_insert=True)


def _cycle(year: int, run: _Run) -> Cycle:
    known = Cycle.objects.filter(year=year).first()
    if known is not None:
        if not known.is_imported:
            raise NotNow(KNOWN_HERE.format(year=year))
        return known
    dates = year_dates(rhythm_of_fixture(), year, run.calendar)
    cycle = Cycle(
        year=year,
        item_due_on=dates.item_due_on,
        cut_off_on=dates.cut_off_on,
        evaluation_on=dates.evaluation_on,
        state=YearPlanState.ISSUED,
        is_imported=True,
        drafted_by=run.by.own_post,
        issued_at=run.at,
        issued_by=run.by.own_post,
    )
    return recording.save(cycle, by=run.by, at=run.at, why=run.why)


@dataclass(frozen=True)
class _Planned:
    """A row whose task, item and units were found."""

    row: YearRow
    item: WorkItem
    holders: list[Holder]
    lead_is_settled: bool


def _planned(reading: YearReading, cycle: Cycle, run: _Run) -> Iterator[_Planned]:
    tasks = {task.number: task for task in Task.objects.current().order_by("-plan_id")}
    held: dict[int, list[Holder]] = {}
    items: dict[tuple[int, str], WorkItem] = {}
    for row in reading.rows:
        task = tasks.get(row.number or 0)
        if task is None:
            run.doubt(row, "number", "unknown_task", f"方案中没有第 {row.number or '—'} 项重点任务，未导入")
            continue
        of_task = held.setdefault(task.pk, holders_of(task.pk, date(cycle.year, 12, 31)))
        chosen = _chosen(row, task, of_task, run)
        if chosen:
            key = (task.pk, row.title)
            items[key] = items.get(key) or _item(row, cycle, task, run)
            settled = has_settled_lead(holder.responsibility.claim for holder in of_task)
            yield _Planned(row, items[key], chosen, settled)


def _chosen(row: YearRow, task: Task, of_task: list[Holder], run: _Run) -> list[Holder]:
    known = {holder.unit.name for holder in of_task}
    for name in row.units:
        if name not in known:
            said = f"{name}不是第 {task.number} 项的责任单位，未导入该单位"
            run.doubt(row, "units_text", "unit_not_of_task", said)
    return [holder for holder in of_task if holder.unit.name in row.units]


def _settle_items(planned: list[_Planned], run: _Run) -> None:
    """What the lines make of their items, before any line is touched: rows are locked in one order."""
    wanted: dict[int, dict[int, str]] = {}
    for one in planned:
        known = wanted.get(one.item.pk) or dict(one.item.lines.values_list("unit_id", "state"))
        wanted[one.item.pk] = known | {holder.unit.pk: one.row.state for holder in one.holders}
    for item in {one.item.pk: one.item for one in planned}.values():
        state = item_state(wanted[item.pk].values())
        if state != item.state:
            set_state(item, state)
            recording.save(item, by=run.by, at=run.at, why=run.why)


def _item(row: YearRow, cycle: Cycle, task: Task, run: _Run) -> WorkItem:
    plan = YearPlan.objects.filter(cycle=cycle, task=task).first() or recording.save(
        YearPlan(cycle=cycle, task=task, state=YearPlanState.ISSUED), by=run.by, at=run.at, why=run.why
    )
    known = WorkItem.objects.filter(year_plan=plan, title=row.title).first()
    if known is not None:
        return known
    item = WorkItem(
        year_plan=plan,
        order=plan.items.count() + 1,
        title=row.title,
        deliverable=row.title,
        planned_deadline=row.deadline or cycle.item_due_on,
        origin=Origin.IMPORTED,
        state=item_state([row.state]),
    )
    return recording.save(item, by=run.by, at=run.at, why=run.why)


def _line(row: YearRow, item: WorkItem, holder: Holder, order: int, run: _Run, *, lead_is_settled: bool) -> None:
    cycle, deadline = item.year_plan.cycle, item.planned_deadline
    marks = ImportedLine.objects.select_related("line").filter(line__work_item=item, line__unit=holder.unit)
    mark = marks.first()
    if mark is None:
        line = UnitLine(
            work_item=item,
            cycle=cycle,
            heading=item.year_plan.task.heading,
            unit=holder.unit,
            unit_name=holder.unit.name,
            responsibility=holder.responsibility,
            through_group=holder.group,
            part=part_of_line(holder.responsibility.claim, lead_is_settled=lead_is_settled),
            order=order,
            rhythm=Rhythm.QUARTERLY,
            issued_on=min(date(cycle.year, 1, 1), deadline),
            original_deadline=deadline,
            deadline=deadline,
            state=row.state,
            ended_on=date(cycle.year, 12, 31),
        )
        recording.save(line, by=run.by, at=run.at, why=run.why)
        _mark(ImportedLine(line=line), row, run)
        run.saw(row, line, CREATED)
        return
    line = mark.line
    line.work_item = item
    told = (line.state, mark.state_text, mark.progress, mark.note)
    if told == (row.state, row.state_text[:200], row.progress, row.note):
        run.saw(row, line, UNCHANGED)
        return
    if line.state != row.state:
        set_state(line, row.state)
        recording.save(line, by=run.by, at=run.at, why=run.why)
    _mark(mark, row, run)
    run.saw(row, line, CHANGED)


def _mark(mark: ImportedLine, row: YearRow, run: _Run) -> None:
    mark.source_name, mark.source_sha256, mark.source_row = run.name[:255], run.digest, row.row
    mark.state_text, mark.progress, mark.note = row.state_text[:200], row.progress, row.note
    mark.imported_at, mark.imported_by = run.at, run.by.own_post
    recording.save(mark, by=run.by, at=run.at, why=run.why)
