"""From a units cell to responsibilities: names by the grammar, roles by the convention, doubts for both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks_app.importing.home import Home
from tasks_app.importing.reading import Doubt, Fault, LeadConvention, ResponsibilityRead
from tasks_app.importing.registry import UnitRegistry, spelling
from tasks_app.importing.roles import Part, convention_of, parts_of, role_and_basis
from tasks_app.importing.row_kinds import NONE
from tasks_app.importing.unit_doubts import CELL, CELL_TITLE, UnitDoubts, label_doubts, lead_doubts, repeat_doubts
from tasks_app.importing.unit_grammar import NameRead, read_names

LONGEST_NAME = 120
# The longest real cell known has some 300 characters.
LONGEST_CELL = 2000
# 医疗健康（牵头单位：省卫生健康委）: a heading that names who leads all its rows.
NOTED_LEAD = re.compile(
    r"[（(]\s*(?:总?牵头|主办|主责|负责)(?:责任)?(?:单位|部门)?[：:](?P<units>[^（(）)]{2,200})[）)]$"
)


@dataclass(frozen=True)
class UnitsCell:
    """What one units cell says."""

    responsibilities: tuple[ResponsibilityRead, ...]
    doubts: tuple[Doubt, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class UnitsReader:
    """Reads the units cells of one plan: where it belongs, who is known, which unit leads.

    ``first_leads`` says that the plan itself declares that the first-listed unit leads (列第一位的为牵头单位).
    """

    home: Home
    known: UnitRegistry
    lead: LeadConvention
    doubts: UnitDoubts
    first_leads: bool = False

    def read(self, cell: str, *, row: int, heading: str = "") -> UnitsCell:
        """The responsibilities of the row in the order of the cell, and everything that is not sure about them.

        A lead that ``heading`` names goes before those of the cell.
        """
        if len(cell) > LONGEST_CELL:
            message = f"第 {row} 行{CELL_TITLE}：超过 {LONGEST_CELL} 字，请检查表格是否断裂。"
            return UnitsCell((), (), (Fault(row, CELL, message),))
        if cell in NONE:
            none = Doubt(row, CELL, "no_units", f"第 {row} 行{CELL_TITLE}：原文写“{cell}”，没有责任单位。")
            return UnitsCell((), (none,), ())
        named = list(self._named(cell, heading))
        # Two spellings of one name are one unit, as they will be once it is known.
        once: dict[str, tuple[NameRead, Part]] = {}
        for name, part in named:
            once.setdefault(spelling(name.party.name), (name, part))
        shares = tuple(self._shares(list(once.values())))
        doubts = (
            *[doubt for name, _part in once.values() for doubt in self.doubts.about(name, row)],
            *repeat_doubts([name for name, part in named if not part.noted], row),
            *label_doubts(shares, row, sure=False not in {part.sure for _name, part in named}),
            *lead_doubts(shares, row, self.lead, shared=True in {part.shared for _name, part in named}),
        )
        return UnitsCell(shares, doubts, tuple(_name_faults(cell, shares, row)))

    def _named(self, cell: str, heading: str) -> Iterator[tuple[NameRead, Part]]:
        noted = NOTED_LEAD.search(heading) if heading.endswith(("）", ")")) else None
        parts = (*((Part(noted["units"], "lead", noted=True),) if noted else ()), *parts_of(cell))
        carried = ""
        for part in parts:
            for name in read_names(part.text, home=self.home, known=self.known, carried=carried):
                carried = name.prefix
                yield name, part

    def _shares(self, named: list[tuple[NameRead, Part]]) -> Iterator[ResponsibilityRead]:
        # A group without a list of members is not guessed to lead.
        convention = convention_of(
            self.lead,
            first_leads=self.first_leads,
            shared=True in {part.shared for _name, part in named},
            may_infer=bool(named) and not named[0][0].party.is_group,
        )
        cell_declares = bool({part.role for _name, part in named} - {None})
        for position, (name, part) in enumerate(named):
            role, basis = role_and_basis(
                part.role, position=position, cell_declares=cell_declares, convention=convention
            )
            yield ResponsibilityRead(position + 1, name.raw, name.party, role, basis)


def _name_faults(cell: str, shares: tuple[ResponsibilityRead, ...], row: int) -> Iterator[Fault]:
    if cell and not shares:
        yield Fault(row, CELL, f"第 {row} 行{CELL_TITLE}：没有读出任何单位。")
    for share in shares:
        if max(len(share.raw), len(share.party.name)) > LONGEST_NAME:
            yield Fault(
                row, CELL, f"第 {row} 行{CELL_TITLE}“{share.raw[:20]}…”：单位名称超过 {LONGEST_NAME} 字，请检查分隔符。"
            )
