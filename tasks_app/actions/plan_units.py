"""Units and groups a plan names: those that are missing are created, those that exist are never touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Alias, GroupMembership, Unit, UnitGroup, UnitName, UnitSuccession
from tasks_app.actions.import_run import Change, ImportRun, Subject
from tasks_app.actions.known_units import catalogue_of
from tasks_app.importing.catalogue import Catalogue, GroupEntry, UnitEntry
from tasks_app.importing.reading import PartyRead, PlanReading


@dataclass(frozen=True)
class Parties:
    """The stored units and groups of a plan by name."""

    units: Mapping[str, Unit]
    groups: Mapping[str, UnitGroup]

    def holder_of(self, party: PartyRead) -> tuple[Unit | None, UnitGroup | None]:
        """The unit or the group behind a party that was read."""
        return (None, self.groups[party.name]) if party.is_group else (self.units[party.name], None)


@dataclass(frozen=True)
class PartyWriter:
    """Stores the parties of one plan. ``since`` is the day from which their names are known to hold."""

    run: ImportRun
    jurisdiction: str
    since: date

    def settle(self, reading: PlanReading) -> Parties:
        """Every party of the reading, stored."""
        catalogue, stored = catalogue_of(self.jurisdiction), self._stored()
        groups = [
            catalogue.group(party) for party in reading.parties if party.is_group and party.name not in stored.groups
        ]
        named = [
            catalogue.unit(party, place=place)
            for place, party in enumerate(reading.parties, start=1)
            if not party.is_group
        ]
        members = [catalogue.units[member.unit] for group in groups for member in group.members]
        wanted = catalogue.with_hosts((*named, *members))
        self._create_units([entry for name, entry in wanted.items() if name not in stored.units], catalogue)
        self._create_groups(groups)
        return self._stored()

    def _stored(self) -> Parties:
        units = {unit.name: unit for unit in Unit.objects.filter(jurisdiction=self.jurisdiction)}
        former = UnitName.objects.filter(unit__jurisdiction=self.jurisdiction).select_related("unit")
        groups = UnitGroup.objects.filter(jurisdiction=self.jurisdiction)
        return Parties({name.text: name.unit for name in former} | units, {group.name: group for group in groups})

    def _create_units(self, entries: list[UnitEntry], catalogue: Catalogue) -> None:
        rows = [
            Unit(
                name=entry.name,
                kind=entry.kind,
                jurisdiction=self.jurisdiction,
                order=entry.order,
                is_provisional=entry.is_provisional,
            )
            for entry in entries
        ]
        new = {unit.name: unit for unit in self.run.create(rows, self._created("unit", [row.name for row in rows]))}
        self.run.create([UnitName(unit=unit, text=unit.name, starts_on=self.since) for unit in new.values()], ())
        self._seat_guests({entry.name: entry for entry in entries if entry.hosted_by}, new)
        self._create_aliases([self._alias(text, unit=new[entry.name]) for entry in entries for text in entry.aliases])
        self._propose_successions(catalogue, new)

    def _seat_guests(self, guests: Mapping[str, UnitEntry], new: Mapping[str, Unit]) -> None:
        hosts = self._stored().units
        for name, entry in guests.items():
            new[name].hosted_by = hosts[entry.hosted_by]
        self.run.update([new[name] for name in guests], ["hosted_by"])

    def _propose_successions(self, catalogue: Catalogue, new: Mapping[str, Unit]) -> None:
        """Believed, not confirmed: a succession stands as proposed until the office decides."""
        believed = [entry for entry in catalogue.successions if entry.unit in new]
        self.run.create(
            [
                UnitSuccession(
                    unit=new[entry.unit],
                    successor_name=entry.successor_name,
                    successor_kind=entry.successor_kind,
                    change=entry.change,
                    on=entry.on,
                )
                for entry in believed
            ],
            self._created("succession", [f"{entry.unit} → {entry.successor_name}" for entry in believed]),
        )

    def _create_groups(self, entries: list[GroupEntry]) -> None:
        rows = [
            UnitGroup(name=entry.name, jurisdiction=self.jurisdiction, is_provisional=entry.is_provisional)
            for entry in entries
        ]
        names = [row.name for row in rows]
        new = {group.name: group for group in self.run.create(rows, self._created("group", names))}
        self._create_aliases([self._alias(text, group=new[entry.name]) for entry in entries for text in entry.aliases])
        units = self._stored().units
        members = [
            GroupMembership(
                group=new[entry.name],
                unit=units[member.unit],
                starts_on=member.starts_on,
                ends_on=member.ends_on,
                is_provisional=entry.is_provisional,
            )
            for entry in entries
            for member in entry.members
        ]
        self.run.create(members, self._created("member", [f"{row.group.name}：{row.unit.name}" for row in members]))

    def _alias(self, text: str, *, unit: Unit | None = None, group: UnitGroup | None = None) -> Alias:
        return Alias(text=text, jurisdiction=self.jurisdiction, unit=unit, group=group, starts_on=self.since)

    def _create_aliases(self, rows: list[Alias]) -> None:
        self.run.create(rows, self._created("alias", [row.text for row in rows]))

    @staticmethod
    def _created(subject: Subject, names: list[str]) -> list[Change]:
        return [Change(subject, "create", name) for name in names]
