"""One target of a plan as a plain value, and its shape in the JSON of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class SheetTarget:
    """One promised figure or milestone; the fields mean what they mean in ``Target``, words are the codes stored.

    ``measure`` is the number of its measure, None for the overall targets; ``tasks`` are the rows of that measure.
    """

    measure: str | None
    tasks: tuple[int, ...]
    kind: str
    name: str
    year: int | None
    period_start: int | None
    is_before: bool
    comparator: str | None
    value: Decimal | None
    set_by: str
    unit: str
    baseline_year: int | None
    wording: str
    sentence: str


def target_as_json(target: SheetTarget) -> Mapping[str, Any]:
    """One target of the JSON shape. Behind ``wording`` stands what the way back needs and the contract does not ask."""
    return {
        "measure": target.measure,
        "tasks": list(target.tasks),
        "name": target.name,
        "year": target.year,
        "comparator": target.comparator,
        "value": as_number(target.value),
        "unit": target.unit,
        "baseline_year": target.baseline_year,
        "wording": target.wording,
        "kind": target.kind,
        "period_start": target.period_start,
        "before": target.is_before,
        "set_by": target.set_by,
        "sentence": target.sentence,
    }


def as_number(value: Decimal | None) -> int | float | None:
    """The value as a JSON number: whole where it is whole. At most 14 digits, so a float holds it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
