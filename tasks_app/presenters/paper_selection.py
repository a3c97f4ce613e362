"""Chosen late lines by unit, and which papers can be drafted about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.actor import Actor
from tasks_app.dashboards.papers import Selection
from tasks_app.domain.paper_kinds import Kind
from tasks_app.models import UnitLine
from tasks_app.permissions.deciding import may_draft


@dataclass(frozen=True)
class KindChoice:
    """One kind in a list of radio buttons or options."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class SelectionRow:
    """The lines of one unit. ``barred``: this person works for the unit."""

    unit: str
    lines: tuple[UnitLine, ...]
    kinds: tuple[KindChoice, ...]
    barred: bool


def selection_rows(found: Iterable[Selection], actor: Actor, *, chosen: str = "") -> list[SelectionRow]:
    """One row a unit; the kind that was chosen before a refusal stays chosen where the unit may have it."""
    return [
        SelectionRow(one.unit.name, one.lines, choices_of(one.kinds, chosen), not may_draft(actor, one.lines[0]))
        for one in found
    ]


def choices_of(kinds: Iterable[Kind], chosen: str = "") -> tuple[KindChoice, ...]:
    """The kinds to choose from; the first, which is the usual one, where none was chosen."""
    known = tuple(kinds)
    picked = chosen if any(kind.kind == chosen for kind in known) else next((one.kind.value for one in known), "")
    return tuple(KindChoice(kind.kind.value, kind.kind.label, kind.kind == picked) for kind in known)
