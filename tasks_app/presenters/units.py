"""Units by kind, and a unit's names in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import UnitKind, UnitName
from tasks_app.dashboards.units import KeptUnit


@dataclass(frozen=True)
class KindOfUnits:
    """The units of one kind, in their order."""

    label: str
    units: tuple[KeptUnit, ...]


@dataclass(frozen=True)
class NameRow:
    """A name with the days on which it holds; the last one without an end is the present name."""

    text: str
    starts_on: date
    ends_on: date | None


def kinds_of(units: Iterable[KeptUnit]) -> tuple[KindOfUnits, ...]:
    """The units by kind, in the order in which kinds stand; kinds without a unit are left out."""
    known = tuple(units)
    by_kind = ((kind, tuple(one for one in known if one.unit.kind == kind.value)) for kind in UnitKind)
    return tuple(KindOfUnits(kind.label, of_kind) for kind, of_kind in by_kind if of_kind)


def name_rows(names: Iterable[UnitName]) -> list[NameRow]:
    """The names, the present one first."""
    rows = [NameRow(name.text, name.starts_on, name.ends_on) for name in names]
    return sorted(rows, key=lambda row: row.starts_on, reverse=True)
