"""A plan out of the database as a plain value, for every file that shows the table of the plan."""

from dataclasses import replace
from datetime import date

from django.db.models import Prefetch

from accounts.models import UnitName
from tasks_app.domain.parts import Part
from tasks_app.domain.plan_columns import kept_columns
from tasks_app.domain.plan_sheet import PlanSheet, SheetMeasure, SheetRow, measures_by_row
from tasks_app.domain.target_sheet import SheetTarget
from tasks_app.models import MeasureTask, Plan, Responsibility, Task


def sheet_of(plan: Plan) -> PlanSheet:
    """The plan as it holds now: current rows, open responsibilities, units under the name of the plan's own day."""
    open_ones = Responsibility.objects.filter(ends_on__isnull=True).select_related("unit", "group").order_by("order")
    tasks = (
        plan.tasks.current()
        .select_related("heading")
        .order_by("number")
        .prefetch_related(Prefetch("responsibilities", queryset=open_ones))
    )
    names = _names_on(plan.issued_on) if plan.issued_on else {}
    columns = plan.sheet_columns
    kept = len(kept_columns(columns))
    measures = _measures(plan)
    explained = measures_by_row(measures)
    return PlanSheet(
        number=plan.number,
        title=plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        headings=tuple((heading.name, heading.kind) for heading in plan.headings.order_by("order")),
        rows=tuple(replace(_row(task, names, kept), measures=explained.get(task.number, ())) for task in tasks),
        measures=measures,
        targets=_targets(plan, measures),
        columns=columns,
    )


def _targets(plan: Plan, measures: tuple[SheetMeasure, ...]) -> tuple[SheetTarget, ...]:
    """The targets in the order of the text, each with the rows of its measure."""
    rows = {measure.number: measure.tasks for measure in measures}
    return tuple(
        SheetTarget(
            measure=target.measure.number if target.measure else None,
            tasks=rows[target.measure.number] if target.measure else (),
            kind=target.kind,
            name=target.name,
            year=target.year,
            period_start=target.period_start,
            is_before=target.is_before,
            comparator=target.comparator or None,
            value=target.value,
            set_by=target.set_by,
            unit=target.unit,
            baseline_year=target.baseline_year,
            wording=target.wording,
            sentence=target.sentence,
        )
        for target in plan.targets.select_related("measure").order_by("order")
    )


def _measures(plan: Plan) -> tuple[SheetMeasure, ...]:
    """The measures in plan order, with the current rows they explain."""
    current = MeasureTask.objects.filter(task__superseded_by__isnull=True).select_related("task")
    found = plan.measures.order_by("order").prefetch_related(Prefetch("task_links", queryset=current))
    return tuple(
        SheetMeasure(
            number=measure.number,
            title=measure.title,
            section=measure.section,
            text=measure.text,
            tasks=tuple(sorted(link.task.number for link in measure.task_links.all())),
        )
        for measure in found
    )


def _names_on(day: date) -> dict[int, str]:
    return dict(UnitName.objects.in_force(day).values_list("unit_id", "text"))


def _row(task: Task, names: dict[int, str], kept: int) -> SheetRow:
    shares = list(task.responsibilities.all())
    leads = [share for share in shares if share.part == Part.LEAD]
    return SheetRow(
        number=task.number,
        action=task.heading.name,
        text=task.text,
        units_text=task.units_text,
        leads=tuple(_name(share, names) for share in leads),
        support=tuple(_name(share, names) for share in shares if share.part == Part.SUPPORT),
        lead_basis=leads[0].basis if leads else None,
        deadline=task.deadline_text,
        cells=tuple((*task.cells, *[""] * kept)[:kept]),
    )


def _name(share: Responsibility, names: dict[int, str]) -> str:
    return names.get(share.unit_id, share.name) if share.unit_id else share.name
