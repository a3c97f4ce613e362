"""One name of a units cell, and the words that neighbouring names share.

香洲区、金湾区人民政府 are two governments; 临川区委、区政府 are a committee and the government of the same place;
市委、市政府办公室 are two offices.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tasks_app.importing.unit_names import ENDS_A_UNIT, GOVERNMENT

BARE_PLACE = re.compile(r"(?!各)[^（(各]{1,8}[市区县州盟旗]")
PLACE_WITH_SUFFIX = re.compile(
    rf"(?!各)(?P<place>[^（(各]{{1,10}}?(?P<level>新区|自治[区州县]|[市区县州盟旗]))(?P<suffix>{GOVERNMENT})"
)
SHORT_CITY = re.compile(r"[\u4e00-\u9fff]州")  # 杭州、宁波市政府: a city without its 市, no 州
SHORT_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}")
PLACE_COMMITTEE = re.compile(r"(?P<place>[^（(]{1,8}[市区县州旗])委")
GOVERNMENT_ALONE = re.compile(r"[市区县州旗](?:人民)?政府")
COMMITTEE = re.compile(r"(?P<level>[省市区县州])委")
COMMITTEE_AND = re.compile(r"(?P<level>[省市区县州])(?:人民)?政府(?P<organ>.{2,12})")


@dataclass(frozen=True)
class Entry:
    """One name of a cell: ``raw`` as it stands there, ``name`` spelled out.

    ``doubt`` says in Chinese what was decided about it without being sure.
    """

    raw: str
    name: str
    doubt: str = ""


def with_shared_words(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of a cell, each spelled out with what it shares with its neighbours."""
    return tuple(_with_shared_suffixes(tuple(_with_places(found))))


def _with_places(found: Iterable[Entry]) -> Iterator[Entry]:
    """临川区委、区政府: the government beside a committee is that of the same place."""
    place = ""
    for entry in found:
        if place and GOVERNMENT_ALONE.fullmatch(entry.name) and entry.name[0] == place[-1]:
            entry = replace(entry, name=place + entry.name[1:])
        elif committee := PLACE_COMMITTEE.fullmatch(entry.name):
            place = committee["place"]
        else:
            place = ""
        yield entry


def _with_shared_suffixes(found: Sequence[Entry]) -> Iterator[Entry]:
    """香洲区、金湾区人民政府: what the last of several names ends with holds for the bare ones before it."""
    suffix, level, organ = "", "", ""
    spelled: list[Entry] = []
    for entry in reversed(found):
        name = entry.name
        if ends := PLACE_WITH_SUFFIX.fullmatch(name):
            suffix, level, organ = ends["suffix"], ends["level"], ""
        elif suffix and BARE_PLACE.fullmatch(name) and not (level == "市" and SHORT_CITY.fullmatch(name)):
            entry = replace(entry, name=name + suffix)
        elif suffix and SHORT_PLACE.fullmatch(name) and not ENDS_A_UNIT.search(name) and not name.endswith("联"):
            spelled_out = f"{name}{level}{suffix}"
            entry = replace(
                entry, name=spelled_out, doubt=f"“{name}”与后一项共用“{level}{suffix}”，暂按“{spelled_out}”"
            )
        elif government := COMMITTEE_AND.fullmatch(name):
            suffix, level, organ = "", "", government["organ"]
        elif organ and COMMITTEE.fullmatch(name):
            entry = replace(entry, name=name + organ)
        else:
            suffix, level, organ = "", "", ""
        spelled.append(entry)
    return reversed(spelled)
