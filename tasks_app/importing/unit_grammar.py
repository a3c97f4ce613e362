"""The grammar of a units cell: 、 carries the prefix on, ， opens a group that usually states it again.

The tables it reads from stand in unit_names.py, the entries come from unit_entries.py, the known units come in as a
UnitRegistry. A name that is not known is read by rule and comes with a doubt, so that nothing wrong goes in without a
flag.
"""

from dataclasses import dataclass

from tasks_app.importing.home import Home
from tasks_app.importing.reading import PartyRead
from tasks_app.importing.registry import GROUP, UnitRegistry
from tasks_app.importing.unit_entries import LONGEST_NAME, spelled_out
from tasks_app.importing.unit_names import (
    BRANCH,
    LIKELIEST_KIND,
    LOOKS_LIKE_PREFIX,
    MINISTRIES,
    NATIONAL,
    OPEN_GROUP,
    OWN_PLACE,
    OWN_SYSTEM,
    PARTY_ORGANS,
    PARTY_PREFIX,
    PLACE_PREFIX,
    STATED_LEVEL,
    kind_of,
)
from tasks_app.importing.unit_shared_words import Entry


@dataclass(frozen=True)
class NameRead:
    """One party behind an entry. ``alternatives`` are the names it may have; none where there is no question.

    ``doubt`` is what was decided about the entry without being sure, as half a Chinese sentence; ``prefix`` the one in
    force after it.
    """

    raw: str
    party: PartyRead
    is_known: bool
    alternatives: tuple[str, ...] = ()
    doubt: str = ""
    prefix: str = ""


def read_names(cell: str, *, home: Home, known: UnitRegistry, carried: str = "") -> tuple[NameRead, ...]:
    """Every party the cell names, in its order. ``carried`` is a prefix stated before the cell begins."""
    prefix = carried or home.level
    names: list[NameRead] = []
    for entry in spelled_out(cell, is_known=lambda text: known.find(text) is not None):
        if len(entry.name) > LONGEST_NAME:
            names.append(NameRead(entry.raw, PartyRead(entry.name, LIKELIEST_KIND), is_known=False, prefix=prefix))
            continue
        prefix = carried_on(entry.name, home) or prefix
        names.append(_read_name(entry, prefix, home, known))
    return tuple(names)


def stated_prefix(entry: str) -> str:
    """The prefix an entry states itself (市, 市委, 自治区), or an empty string."""
    if OPEN_GROUP.fullmatch(entry):
        return ""
    if party := PARTY_PREFIX.fullmatch(entry):
        return party["committee"]
    level = STATED_LEVEL.match(entry)
    return level.group() if level and not LOOKS_LIKE_PREFIX.match(entry) else ""


def carried_on(entry: str, home: Home) -> str:
    """The prefix that holds from this entry on: the one it states, or the foreign place of a department (杭州市)."""
    if BRANCH.fullmatch(entry):
        return home.level
    if stated := stated_prefix(entry):
        return stated
    if OPEN_GROUP.fullmatch(entry) or _is_national(entry):
        return ""
    if home.full and entry.startswith(home.full):
        return home.level
    place = PLACE_PREFIX.fullmatch(entry)
    return place["place"] if place and not OWN_SYSTEM.fullmatch(entry) else ""


def has_own_name(entry: str, home: Home) -> bool:
    """Whether a unit bears a place or a system of its own: 珠海供电局, 团市委, 人民银行珠海市中心支行, 财政部."""
    names_home = bool(home.place) and home.short in entry
    return names_home or _is_national(entry) or bool(OWN_SYSTEM.fullmatch(entry) or OWN_PLACE.fullmatch(entry))


def possible_names(entry: str, prefix: str, home: Home) -> tuple[str, ...]:
    """The names a unit may have standing alone, likeliest first. ``prefix`` is the one in force: 市, 市委 or 杭州市."""
    if OPEN_GROUP.fullmatch(entry):
        return (entry,)
    if home.full and home.level and entry.startswith(home.full):
        return entry, home.level + entry.removeprefix(home.full)
    if not prefix or stated_prefix(entry) or has_own_name(entry, home):
        return (entry,)
    if prefix.endswith("委"):
        level, party = prefix.removesuffix("委").removesuffix("党"), prefix
    else:
        level, party = prefix, f"{prefix}党委" if prefix == "自治区" else f"{prefix}委"
    under_government, under_party = level + entry, party + entry
    if entry in PARTY_ORGANS and len(level) <= len("自治区"):
        return under_party, under_government
    others = (under_party,) if prefix != level else (home.level + entry,) if level != home.level else ()
    return under_government, *others, *((entry,) if LOOKS_LIKE_PREFIX.match(entry) else ())


def _is_national(entry: str) -> bool:
    return entry in MINISTRIES or bool(NATIONAL.fullmatch(entry))


def _read_name(entry: Entry, prefix: str, home: Home, known: UnitRegistry) -> NameRead:
    possible = possible_names(entry.name, prefix, home)
    found = tuple(dict.fromkeys([party for name in possible if (party := known.find(name))]))
    if len(found) == 1:
        return NameRead(entry.raw, found[0], is_known=True, doubt=entry.doubt, prefix=prefix)
    decided = known.find(entry.raw)
    if decided and decided in found:
        # A person has said before which of them the bare entry means: it is an alias.
        return NameRead(entry.raw, decided, is_known=True, doubt=entry.doubt, prefix=prefix)
    if found:
        several = tuple(party.name for party in found)
        return NameRead(entry.raw, found[0], is_known=True, alternatives=several, doubt=entry.doubt, prefix=prefix)
    is_group = bool(OPEN_GROUP.fullmatch(entry.name))
    party = PartyRead(possible[0], GROUP if is_group else kind_of(possible[0]), is_group)
    return NameRead(entry.raw, party, is_known=False, alternatives=possible, doubt=entry.doubt, prefix=prefix)
