"""The body of a plan (正文): its measures, and the rows of the table they explain. Open to everyone who can log in."""

from dataclasses import dataclass

from django.db.models import Prefetch

from tasks_app.models import Measure, MeasureTask, Plan, Task


@dataclass(frozen=True)
class MeasureRows:
    """A measure and the rows it explains, as they hold now, by 序号."""

    measure: Measure
    tasks: tuple[Task, ...]


def measures_of_task(task: Task) -> list[Measure]:
    """The measures that explain a row, in plan order. One query."""
    return list(Measure.objects.filter(task_links__task=task).order_by("order"))


def measures_of_plan(plan: Plan) -> tuple[MeasureRows, ...]:
    """All measures in plan order with their current rows. Two queries, however many."""
    current = MeasureTask.objects.filter(task__superseded_by__isnull=True).select_related("task")
    links = Prefetch("task_links", queryset=current.order_by("task__number"))
    return tuple(
        MeasureRows(measure, tuple(link.task for link in measure.task_links.all()))
        for measure in plan.measures.order_by("order").prefetch_related(links)
    )
