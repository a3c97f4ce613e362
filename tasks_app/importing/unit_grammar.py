"""The grammar of a units cell: 、 carries the prefix on, ， opens a group that usually states it again.

The tables it reads from stand in unit_names.py, the known units come in as a UnitRegistry. A name that is not
known is read by rule and comes with a doubt, so that nothing wrong goes in without a flag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks_app.importing.home import Home
from tasks_app.importing.reading import PartyRead
from tasks_app.importing.registry import GROUP, UnitRegistry
from tasks_app.importing.unit_names import (
    LEVELS,
    LOOKS_LIKE_PREFIX,
    OFFICE_AND_MEMBERS,
    OPEN_GROUP,
    OWN_PLACE,
    OWN_SYSTEM,
    PARTY_ORGANS,
    PARTY_PREFIX,
    kind_of,
)

# Separators count only outside brackets: 各区人民政府（管委会、筹备组） is one entry.
TOKEN = re.compile(r"[^（(、，,；;]*(?:[（(][^）)]*[）)]?[^（(、，,；;]*)*")


@dataclass(frozen=True)
class NameRead:
    """One party behind an entry. ``alternatives`` are the names it may have; none where there is no question."""

    raw: str
    party: PartyRead
    is_known: bool
    alternatives: tuple[str, ...] = ()


def entries(cell: str) -> tuple[str, ...]:
    """The entries of a cell as they stand there."""
    return tuple(token.strip() for token in TOKEN.findall(cell) if token.strip())


def read_names(cell: str, *, home: Home, known: UnitRegistry, carried: str = "") -> tuple[NameRead, ...]:
    """Every party the cell names, in its order. ``carried`` is a prefix stated before the cell begins."""
    prefix = carried or home.level
    names: list[NameRead] = []
    for raw in entries(cell):
        prefix = stated_prefix(raw) or prefix
        names += [_read_name(raw, whole, prefix, home, known) for whole in _spelled_out(raw)]
    return tuple(names)


def stated_prefix(entry: str) -> str:
    """The prefix an entry states itself (市, 市委), or an empty string."""
    if OPEN_GROUP.fullmatch(entry):
        return ""
    if party := PARTY_PREFIX.fullmatch(entry):
        return party["committee"]
    is_stated = entry[0] in LEVELS and len(entry) > 1 and not LOOKS_LIKE_PREFIX.match(entry)
    return entry[0] if is_stated else ""


def has_own_name(entry: str, home: Home) -> bool:
    """Whether a unit bears a place or a system of its own: 珠海供电局, 团市委, 人民银行珠海市中心支行."""
    names_home = bool(home.place) and home.place in entry
    return names_home or bool(OWN_SYSTEM.match(entry)) or bool(OWN_PLACE.fullmatch(entry))


def possible_names(entry: str, prefix: str, home: Home) -> tuple[str, ...]:
    """The names a unit may have standing alone, likeliest first. ``prefix`` is the one in force: 市 or 市委."""
    if OPEN_GROUP.fullmatch(entry):
        return (entry,)
    if home.full and entry.startswith(home.full):
        return entry, home.level + entry.removeprefix(home.full)
    if has_own_name(entry, home) or stated_prefix(entry):
        return (entry,)
    level = prefix[0]
    under_government, under_party = level + entry, f"{level}委{entry}"
    if entry in PARTY_ORGANS:
        return under_party, under_government
    others = (under_party,) if prefix != level else ()
    return under_government, *others, *((entry,) if LOOKS_LIKE_PREFIX.match(entry) else ())


def _spelled_out(raw: str) -> Iterator[str]:
    """An entry that names two says both: the office of a leadership group, and the group's members."""
    both = OFFICE_AND_MEMBERS.fullmatch(raw)
    if both:
        yield f"{both['body']}办公室"
        yield f"{both['body']}成员单位"
    else:
        yield raw


def _read_name(raw: str, whole: str, prefix: str, home: Home, known: UnitRegistry) -> NameRead:
    possible = possible_names(whole, prefix, home)
    found = tuple(dict.fromkeys(party for name in possible if (party := known.find(name))))
    if len(found) == 1:
        return NameRead(raw, found[0], is_known=True)
    decided = known.find(raw)
    if decided and decided in found:
        # A person has said before which of them the bare entry means: it is an alias.
        return NameRead(raw, decided, is_known=True)
    if found:
        return NameRead(raw, found[0], is_known=True, alternatives=tuple(party.name for party in found))
    is_group = bool(OPEN_GROUP.fullmatch(whole))
    party = PartyRead(possible[0], GROUP if is_group else kind_of(possible[0]), is_group)
    return NameRead(raw, party, is_known=False, alternatives=possible)
