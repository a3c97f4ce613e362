"""Roles that a file states by canonical name, matched to the entries of the units cell they came from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tasks_app.importing.home import Home
from tasks_app.importing.reading import Basis, Doubt, Fault, LeadConvention, PartyRead, ResponsibilityRead, Role
from tasks_app.importing.registry import GROUP, KnownParty, UnitRegistry
from tasks_app.importing.responsibilities import UnitsCell, UnitsReader
from tasks_app.importing.unit_doubts import CELL, CELL_TITLE, UnitDoubts, lead_doubts
from tasks_app.importing.unit_grammar import NameRead
from tasks_app.importing.unit_names import OPEN_GROUP, kind_of


@dataclass(frozen=True)
class StatedRoles:
    """Who leads and who supports, by canonical name; ``basis`` is what the file calls lead_basis."""

    leads: tuple[str, ...]
    support: tuple[str, ...]
    basis: object


@dataclass(frozen=True)
class StatedRolesReader:
    """Reads units cells whose roles are stated beside them."""

    home: Home
    known: UnitRegistry
    lead: LeadConvention
    doubts: UnitDoubts

    def read(self, cell: str, stated: StatedRoles, *, row: int, heading: str = "") -> UnitsCell:
        """The responsibilities in the order of the cell, under the stated names and roles."""
        parties = tuple(self._party(name) for name in (*stated.leads, *stated.support))
        known = self.known.joined(KnownParty(party) for party in parties)
        by_grammar = UnitsReader(self.home, known, "none", self.doubts).read(cell, row=row, heading=heading)
        shares = tuple(self._matched(by_grammar.responsibilities, parties))
        if {share.party for share in shares} != set(parties) or len(shares) != len(parties):
            mismatch = Fault(row, CELL, f"第 {row} 行{CELL_TITLE}：单元格与 leads、support 列出的单位对不上。")
            return UnitsCell((), (), (mismatch,))
        leads = {self._party(name) for name in stated.leads}
        shares = tuple(self._in_role(share, share.party in leads, stated.basis) for share in shares)
        doubts = (*self._unknown(shares, row), *lead_doubts(shares, row, self.lead))
        return UnitsCell(shares, doubts, by_grammar.faults)

    def _party(self, name: str) -> PartyRead:
        is_group = bool(OPEN_GROUP.fullmatch(name))
        return self.known.find(name) or PartyRead(name, GROUP if is_group else kind_of(name), is_group)

    @staticmethod
    def _matched(read: tuple[ResponsibilityRead, ...], stated: tuple[PartyRead, ...]) -> Iterator[ResponsibilityRead]:
        """An entry whose alias is not known here belongs to the stated name that no other entry has."""
        open_names = iter([party for party in stated if party not in {share.party for share in read}])
        for share in read:
            yield share if share.party in stated else replace(share, party=next(open_names, share.party))

    def _in_role(self, share: ResponsibilityRead, leads: bool, basis: object) -> ResponsibilityRead:
        is_inferred = basis == "inferred"
        is_silenced = self.lead == "none" or (self.lead == "declared" and is_inferred)
        role: Role = "lead" if leads and not is_silenced else "support"
        known_by: Basis = "inferred" if is_inferred and not is_silenced else "declared"
        return replace(share, role=role, basis=known_by)

    def _unknown(self, shares: tuple[ResponsibilityRead, ...], row: int) -> Iterator[Doubt]:
        for share in shares:
            if self.known.find(share.party.name) is None:
                name = NameRead(share.raw, share.party, is_known=False, alternatives=(share.party.name,))
                yield from self.doubts.about(name, row)
