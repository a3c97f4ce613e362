"""The units an import knows beforehand: those of the database, and behind them the catalogue that is shipped.

The catalogue is used once, when a unit or a group first appears; from then on the database, which the office
keeps, is the only authority.
"""

import json
from collections import defaultdict
from functools import cache

from django.conf import settings

from accounts.models import Alias, Unit, UnitGroup, UnitName
from tasks_app.importing.catalogue import Catalogue
from tasks_app.importing.reading import PartyRead
from tasks_app.importing.registry import GROUP, KnownParty, UnitRegistry


@cache
def catalogue_of(jurisdiction: str) -> Catalogue:
    """The shipped catalogue of a jurisdiction (辖区), or an empty one."""
    folder = settings.BASE_DIR / "fixtures" / "units"
    shipped = (json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json")))
    found = next((content for content in shipped if content["jurisdiction"] == jurisdiction), None)
    return Catalogue.from_json(found) if found else Catalogue()


def registry_of(jurisdiction: str) -> UnitRegistry:
    """Everybody known in a jurisdiction, by present and former names and by aliases that still hold."""
    spellings: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for former in UnitName.objects.filter(unit__jurisdiction=jurisdiction).order_by("-starts_on"):
        spellings["unit", former.unit_id].append(former.text)
    for alias in Alias.objects.filter(jurisdiction=jurisdiction, ends_on__isnull=True).order_by("id"):
        holder = ("unit", alias.unit_id) if alias.unit_id else ("group", alias.group_id)
        spellings[holder].append(alias.text)
    units = (
        KnownParty(PartyRead(unit.name, unit.kind), tuple(spellings["unit", unit.pk]))
        for unit in Unit.objects.filter(jurisdiction=jurisdiction)
    )
    groups = (
        KnownParty(PartyRead(group.name, GROUP, is_group=True), tuple(spellings["group", group.pk]))
        for group in UnitGroup.objects.filter(jurisdiction=jurisdiction)
    )
    return UnitRegistry((*units, *groups)).joined(catalogue_of(jurisdiction).registry.known)
