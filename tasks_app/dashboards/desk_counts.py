"""The figures on a unit's desk: its lines by what they want, and its sheets (一表报送)."""

from collections.abc import Iterable

from accounts.actor import Actor
from tasks_app.dashboards.desk import BY_STATE, COUNTED_AS, UnitCounts, by_state, lines_counted, states_counted
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.dashboards.period_sheet import SheetCount, sheets_counted, sheets_of
from tasks_app.models import Cycle, Plan
from tasks_app.models.counting import counted_together


def unit_desk_counts(
    actor: Actor,
    cycle: Cycle,
    year: CycleToday,
    plan: Plan | None = None,
    states: "Iterable[tuple[str, int]] | None" = None,
) -> tuple[UnitCounts, tuple[SheetCount, ...]]:
    """The counts of the unit's lines (of all plans together or of one), exact to a thousand, and its open sheets.

    One statement; and one for ``states_counted``, where that was not read already.
    """
    known = by_state(states_counted(actor, cycle, plan) if states is None else states)
    found = known | counted_together({**lines_counted(actor, cycle, year, plan), **sheets_counted(actor, year)})
    return UnitCounts(**{name: found[name] for name in {*COUNTED_AS.values(), *BY_STATE}}), sheets_of(found, year)
