"""The catalogue of a jurisdiction's units (fixtures/units/*.json) as a value: what no task table says.

Kinds, aliases, the host of an office, believed successions, members of groups. All of it is provisional knowledge
that the office confirms or corrects once it stands in the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from tasks_app.importing.reading import PartyRead
from tasks_app.importing.registry import GROUP, KnownParty, UnitRegistry

# Units that no catalogue knows stand behind those it knows.
BEHIND_THE_KNOWN = 1000


@dataclass(frozen=True)
class UnitEntry:
    """A unit as the catalogue describes it."""

    name: str
    kind: str
    order: int
    aliases: tuple[str, ...] = ()
    hosted_by: str = ""
    is_provisional: bool = False


@dataclass(frozen=True)
class MemberEntry:
    """A unit belongs to a group from a day to a day."""

    unit: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class GroupEntry:
    """An open group with its members."""

    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[MemberEntry, ...] = ()
    is_provisional: bool = True


@dataclass(frozen=True)
class SuccessionEntry:
    """A unit is believed to go on under another name; ``on`` is None where the day is not known."""

    unit: str
    successor_name: str
    successor_kind: str
    change: str
    on: date | None = None


@dataclass(frozen=True)
class Catalogue:
    """All entries of one jurisdiction; empty where nothing was shipped for it."""

    units: Mapping[str, UnitEntry] = field(default_factory=dict)
    groups: Mapping[str, GroupEntry] = field(default_factory=dict)
    successions: tuple[SuccessionEntry, ...] = ()

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """From the parsed file. Raises KeyError or ValueError where the file is not what it should be."""
        return cls(
            {entry["name"]: _unit(entry) for entry in content["units"]},
            {entry["name"]: _group(entry) for entry in content["groups"]},
            tuple(SuccessionEntry(**{**entry, "on": _day(entry["on"])}) for entry in content["successions"]),
        )

    def unit(self, party: PartyRead, *, place: int) -> UnitEntry:
        """The entry of a unit; one that is not known is provisional and stands at ``place`` behind the known."""
        unknown = UnitEntry(party.name, party.kind, BEHIND_THE_KNOWN + place, is_provisional=True)
        return self.units.get(party.name, unknown)

    def group(self, party: PartyRead) -> GroupEntry:
        """The entry of a group; one that is not known is provisional and has no members yet."""
        return self.groups.get(party.name, GroupEntry(party.name))

    def with_hosts(self, entries: Iterable[UnitEntry]) -> dict[str, UnitEntry]:
        """The entries by name, and after them the hosts they are seated in."""
        found = {entry.name: entry for entry in entries}
        hosts = (self.units[entry.hosted_by] for entry in tuple(found.values()) if entry.hosted_by)
        return {**{host.name: host for host in hosts}, **found}

    @property
    def registry(self) -> UnitRegistry:
        """Every unit and group as the reader of a plan knows them."""
        units = (KnownParty(PartyRead(unit.name, unit.kind), unit.aliases) for unit in self.units.values())
        groups = (
            KnownParty(PartyRead(group.name, GROUP, is_group=True), group.aliases) for group in self.groups.values()
        )
        return UnitRegistry((*units, *groups))


def _unit(entry: Mapping[str, Any]) -> UnitEntry:
    return UnitEntry(
        name=entry["name"],
        kind=entry["kind"],
        order=entry["order"],
        aliases=tuple(entry["aliases"]),
        hosted_by=entry.get("hosted_by", ""),
        is_provisional=entry.get("provisional", False),
    )


def _group(entry: Mapping[str, Any]) -> GroupEntry:
    members = tuple(
        MemberEntry(member["unit"], date.fromisoformat(member["starts_on"]), _day(member["ends_on"]))
        for member in entry["members"]
    )
    return GroupEntry(entry["name"], tuple(entry["aliases"]), members, entry["provisional"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
