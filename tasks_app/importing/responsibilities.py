"""From a units cell to responsibilities: names by the grammar, roles by the convention, doubts for both."""

from collections.abc import Iterator
from dataclasses import dataclass

from tasks_app.importing.home import Home
from tasks_app.importing.reading import Doubt, Fault, LeadConvention, PartyRead, ResponsibilityRead, Role
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.roles import parts_of, role_and_basis
from tasks_app.importing.unit_doubts import CELL, CELL_TITLE, UnitDoubts, lead_doubts, repeat_doubts
from tasks_app.importing.unit_grammar import NameRead, read_names, stated_prefix

LONGEST_NAME = 120


@dataclass(frozen=True)
class UnitsCell:
    """What one units cell says."""

    responsibilities: tuple[ResponsibilityRead, ...]
    doubts: tuple[Doubt, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class UnitsReader:
    """Reads the units cells of one plan: where it belongs, who is known, which unit leads."""

    home: Home
    known: UnitRegistry
    lead: LeadConvention
    doubts: UnitDoubts

    def read(self, cell: str, *, row: int) -> UnitsCell:
        """The responsibilities of the row in the order of the cell, and everything that is not sure about them."""
        named = list(self._named(cell))
        once: dict[PartyRead, tuple[NameRead, Role | None]] = {}
        for name, declared in named:
            once.setdefault(name.party, (name, declared))
        cell_declares = any(declared for _name, declared in once.values())
        shares = []
        for position, (name, declared) in enumerate(once.values()):
            role, basis = role_and_basis(declared, position=position, cell_declares=cell_declares, convention=self.lead)
            shares.append(ResponsibilityRead(position + 1, name.raw, name.party, role, basis))
        doubts = (
            *(doubt for name, _role in once.values() for doubt in self.doubts.about(name, row)),
            *repeat_doubts([name for name, _role in named], row),
            *lead_doubts(shares, row, self.lead),
        )
        return UnitsCell(tuple(shares), doubts, tuple(_name_faults(cell, shares, row)))

    def _named(self, cell: str) -> Iterator[tuple[NameRead, Role | None]]:
        carried = ""
        for part in parts_of(cell):
            for name in read_names(part.text, home=self.home, known=self.known, carried=carried):
                carried = stated_prefix(name.raw) or carried
                yield name, part.role


def _name_faults(cell: str, shares: list[ResponsibilityRead], row: int) -> Iterator[Fault]:
    if cell and not shares:
        yield Fault(row, CELL, f"第 {row} 行{CELL_TITLE}：没有读出任何单位。")
    for share in shares:
        if max(len(share.raw), len(share.party.name)) > LONGEST_NAME:
            yield Fault(
                row, CELL, f"第 {row} 行{CELL_TITLE}“{share.raw[:20]}…”：单位名称超过 {LONGEST_NAME} 字，请检查分隔符。"
            )
