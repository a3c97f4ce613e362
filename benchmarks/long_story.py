"""An item of many units with a long story: 15 lines and 200 steps, made of one that was seeded."""

from itertools import cycle, islice

from accounts.models import Unit
from benchmarks.scene import Scene
from tasks_app.models import StateChange, UnitLine

UNITS, STEPS = 15, 200


def lengthen(here: Scene) -> None:
    """Gives the scene's second item as many lines and steps; the rows have no history, for pages read none."""
    lines = list(UnitLine.objects.filter(work_item=here.long_item).order_by("order", "id"))
    steps = list(StateChange.objects.filter(work_item=here.long_item))
    others = Unit.objects.exclude(pk__in=[line.unit_id for line in lines]).order_by("id")[: UNITS - len(lines)]
    UnitLine.objects.bulk_create(_given(lines[-1], unit, order) for order, unit in enumerate(others, len(lines) + 1))
    StateChange.objects.bulk_create(_again(step) for step in islice(cycle(steps), STEPS - len(steps)))


def _given(line: UnitLine, unit: Unit, order: int) -> UnitLine:
    copy = UnitLine.objects.get(pk=line.pk)
    copy.pk, copy.unit, copy.unit_name, copy.order = None, unit, unit.name, order
    return copy


def _again(step: StateChange) -> StateChange:
    copy = StateChange.objects.get(pk=step.pk)
    copy.pk = None
    return copy
