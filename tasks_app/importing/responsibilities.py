"""From a units cell to responsibilities: names by the grammar, roles by the convention, doubts for both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks_app.importing.home import Home
from tasks_app.importing.reading import Doubt, Fault, LeadConvention, PartyRead, ResponsibilityRead, Role
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.roles import parts_of, role_and_basis
from tasks_app.importing.unit_grammar import NameRead, read_names, stated_prefix

CELL = "units_text"
CELL_TITLE = "主要负责单位"


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
    lead: LeadConvention = "first"

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
            *(doubt for name, _role in once.values() for doubt in name_doubts(name, row)),
            *_repeat_doubts(named, row),
            *lead_doubts(shares, row, self.lead),
        )
        return UnitsCell(tuple(shares), doubts, tuple(_name_faults(cell, shares, row)))

    def _named(self, cell: str) -> Iterator[tuple[NameRead, Role | None]]:
        carried = ""
        for part in parts_of(cell):
            for name in read_names(part.text, home=self.home, known=self.known, carried=carried):
                carried = stated_prefix(name.raw) or carried
                yield name, part.role


def lead_doubts(shares: Sequence[ResponsibilityRead], row: int, lead: LeadConvention) -> Iterator[Doubt]:
    """What is not sure about the lead of a row: it is inferred, or a declared one was asked for and is missing."""
    everyone = tuple(share.party.name for share in shares)
    leads = [share for share in shares if share.role == "lead"]
    if leads and leads[0].basis == "inferred":
        first = leads[0].party.name
        yield Doubt(
            row, CELL, "inferred_lead",
            f"第 {row} 行{CELL_TITLE}：原文未写明牵头单位，按排序第一推定为“{first}”，待领导小组办公室确认。",
            everyone, first,
        )  # fmt: skip
    elif not leads and lead == "declared":
        yield Doubt(row, CELL, "no_lead", f"第 {row} 行{CELL_TITLE}：原文未写明牵头单位。", everyone)


def _name_faults(cell: str, shares: list[ResponsibilityRead], row: int) -> Iterator[Fault]:
    if cell and not shares:
        yield Fault(row, CELL, f"第 {row} 行{CELL_TITLE}：没有读出任何单位。")
    for share in shares:
        if max(len(share.raw), len(share.party.name)) > LONGEST_NAME:
            yield Fault(
                row, CELL, f"第 {row} 行{CELL_TITLE}“{share.raw[:20]}…”：单位名称超过 {LONGEST_NAME} 字，请检查分隔符。"
            )


def name_doubts(name: NameRead, row: int) -> Iterator[Doubt]:
    """What is not sure about a name: it is unknown, or it may be read as several known ones."""
    chosen = name.party.name
    where = f"第 {row} 行{CELL_TITLE}“{name.raw}”"
    if name.is_known and name.alternatives:
        yield Doubt(
            row, CELL, "ambiguous_unit", f"{where}：可以读作不同单位，暂按“{chosen}”。", name.alternatives, chosen
        )
    elif not name.is_known:
        what = "单位组" if name.party.is_group else "单位"
        candidates = tuple(dict.fromkeys(name.alternatives))
        yield Doubt(
            row, CELL, "unknown_unit", f"{where}：不是已知{what}，暂按“{chosen}”新增，请核对。", candidates, chosen
        )


def _repeat_doubts(named: list[tuple[NameRead, Role | None]], row: int) -> Iterator[Doubt]:
    seen: set[str] = set()
    for name, _role in named:
        if name.party.name in seen:
            yield Doubt(
                row, CELL, "repeated_unit",
                f"第 {row} 行{CELL_TITLE}：“{name.party.name}”出现不止一次，只记一次。",
                (name.party.name,), name.party.name,
            )  # fmt: skip
        seen.add(name.party.name)
