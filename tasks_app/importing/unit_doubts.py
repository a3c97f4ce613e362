"""What is not sure about the units of a row, each as one sentence that names row, cell and entry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tasks_app.importing.reading import Doubt, LeadConvention, ResponsibilityRead
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.unit_grammar import NameRead

CELL = "units_text"
CELL_TITLE = "主要负责单位"
# A table with more unknown names than this does not belong here; comparing them all would only take time.
MOST_COMPARED = 300


@dataclass
class UnitDoubts:
    """The doubts of one plan. Remembers the unknown names it has compared with the known ones."""

    known: UnitRegistry
    _nearest: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)

    def about(self, name: NameRead, row: int) -> Iterator[Doubt]:
        """A name that is unknown, or that may be read as several known ones."""
        chosen = name.party.name
        where = f"第 {row} 行{CELL_TITLE}“{name.raw}”"
        if name.doubt:
            yield Doubt(row, CELL, "read_by_rule", f"第 {row} 行{CELL_TITLE}：{name.doubt}，请核对。", (), chosen)
        if name.is_known and name.alternatives:
            message = f"{where}：可以读作不同单位，暂按“{chosen}”。"
            yield Doubt(row, CELL, "ambiguous_unit", message, name.alternatives, chosen, name.raw)
        elif not name.is_known:
            what = "单位组" if name.party.is_group else "单位"
            message = f"{where}：不是已知{what}，暂按“{chosen}”新增，请核对。"
            candidates = tuple(dict.fromkeys((*name.alternatives, *self._nearest_to(chosen))))
            yield Doubt(row, CELL, "unknown_unit", message, candidates, chosen, name.raw)

    def _nearest_to(self, name: str) -> tuple[str, ...]:
        if name not in self._nearest and len(self._nearest) < MOST_COMPARED:
            self._nearest[name] = self.known.nearest(name)
        return self._nearest.get(name, ())


def repeat_doubts(names: Sequence[NameRead], row: int) -> Iterator[Doubt]:
    """Units that stand more than once in a cell."""
    seen: set[str] = set()
    for name in names:
        unit = name.party.name
        if unit in seen:
            message = f"第 {row} 行{CELL_TITLE}：“{unit}”出现不止一次，只记一次。"
            yield Doubt(row, CELL, "repeated_unit", message, (unit,), unit)
        seen.add(unit)


def lead_doubts(
    shares: Sequence[ResponsibilityRead], row: int, lead: LeadConvention, *, shared: bool = False
) -> Iterator[Doubt]:
    """A lead that is only inferred, one that is an open group, or one that should be declared and is missing."""
    everyone = tuple(share.party.name for share in shares)
    leads = [share for share in shares if share.role == "lead"]
    where = f"第 {row} 行{CELL_TITLE}：原文未写明牵头单位"
    if leads and leads[0].basis == "inferred":
        first = leads[0].party.name
        message = f"{where}，按排序第一推定为“{first}”，待领导小组办公室确认。"
        yield Doubt(row, CELL, "inferred_lead", message, everyone, first)
    elif groups := [share.party.name for share in leads if share.party.is_group]:
        message = f"第 {row} 行{CELL_TITLE}：牵头的“{groups[0]}”是一组单位，没有列名，请核对。"
        yield Doubt(row, CELL, "group_leads", message, everyone, groups[0])
    elif shared and not leads and lead != "none":
        yield Doubt(row, CELL, "no_lead", f"第 {row} 行{CELL_TITLE}：原文写明按职责分工负责，没有牵头单位。", everyone)
    elif shares and not leads and lead != "none":
        yield Doubt(row, CELL, "no_lead", f"{where}。", everyone)


def label_doubts(shares: Sequence[ResponsibilityRead], row: int, *, sure: bool) -> Iterator[Doubt]:
    """Several 责任单位 beside 配合单位, or beside 牵头单位: that they lead together, or support, is only likely."""
    if not sure:
        leads = tuple(share.party.name for share in shares if share.role == "lead")
        message = f"第 {row} 行{CELL_TITLE}：“责任单位”有几个，与其他各栏并列，暂按共同牵头或配合处理，请核对。"
        yield Doubt(row, CELL, "roles_by_label", message, leads)
