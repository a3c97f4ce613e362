"""The figures on a unit's desk, in one statement: its lines by what they want, and its sheets (一表报送)."""

from accounts.actor import Actor
from tasks_app.dashboards.desk import COUNTED_AS, UnitCounts, lines_counted
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.dashboards.period_sheet import SheetCount, sheets_counted, sheets_of
from tasks_app.models import Cycle, Plan
from tasks_app.models.counting import counted_together


def unit_desk_counts(
    actor: Actor, cycle: Cycle, year: CycleToday, plan: Plan | None = None
) -> tuple[UnitCounts, tuple[SheetCount, ...]]:
    """The counts of the unit's lines (of all plans together or of one), exact to a thousand, and its open sheets."""
    found = counted_together({**lines_counted(actor, cycle, year, plan), **sheets_counted(actor, year)})
    return UnitCounts(**{name: found[name] for name in (*COUNTED_AS.values(), "with_office")}), sheets_of(found, year)
