"""The targets of a run: a figure that a wave's unit should have reported yesterday, and two that nobody reports."""

from datetime import date, timedelta

from benchmarks.copying import copy_rows
from tasks_app.domain.target_words import Comparator, TargetKind
from tasks_app.models import Plan, Target
from tests.faults.waves import FIRST, STARTS_AT, has_target

COLUMNS = (
    *("id", "plan_id", "order", "kind", "name", "comparator", "value", "unit", "sentence"),
    *("reporting_unit_id", "data_month", "data_day"),
)
OF_NOBODY = 2
# A day of every month: the oracle need not know how long each is.
LAST_DAY = 28


def prepare() -> None:
    """Targets that no unit was named for: the office hears of them together."""
    day = STARTS_AT.date() + timedelta(days=12)
    copy_rows(Target, COLUMNS, [_target(number, None, day) for number in range(1, OF_NOBODY + 1)])


def copy_in(wave: int, today: date) -> None:
    """The target of a wave, of which a figure was due yesterday: TU1 fires, T15 and T5 are skipped."""
    if has_target(wave):
        copy_rows(Target, COLUMNS, [_target(OF_NOBODY + wave, FIRST + wave, today - timedelta(days=1))])


def _target(number: int, unit: int | None, day: date) -> tuple[object, ...]:
    plan, words = Plan.objects.earliest("id").pk, f"第{number}项指标"
    promised = (TargetKind.LEVEL, words, Comparator.AT_LEAST, 30, "%", f"{words}达到30%。")
    return (FIRST + number, plan, number, *promised, unit, day.month, min(day.day, LAST_DAY))
