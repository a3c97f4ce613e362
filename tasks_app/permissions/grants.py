"""Keeps the relation rows equal to the lines and to what was sent. Nothing else writes them.

Rows go to unit-role groups only; who is in a group is asked of the posts in force, so people may come and go
without a row being touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import UnitRoleGroup, UnitSuccession
from tasks_app.domain.access import UNIT_ROLES, Relation
from tasks_app.domain.paper_states import SERVED
from tasks_app.domain.parts import Part, item_relation
from tasks_app.domain.year_states import ItemState
from tasks_app.models import (
    Opinion,
    PaperService,
    PaperServiceRelation,
    UnitLine,
    UnitLineRelation,
    WorkItem,
    WorkItemRelation,
)

BATCH = 500

Key = tuple[int, int, int]  # content object, group, permission
Relations = TypeVar("Relations", WorkItemRelation, UnitLineRelation, PaperServiceRelation)


@dataclass(frozen=True)
class Drift:
    """How many rows were missing and how many were too many."""

    added: int
    removed: int

    def __add__(self, other: "Drift") -> "Drift":
        return Drift(self.added + other.added, self.removed + other.removed)


def reconcile(items: Iterable[WorkItem]) -> Drift:
    """Makes the relation rows of these items and of their lines what the open lines say they should be; those of
    drafted items, what the opinions say that are asked for.

    Returns how far the rows had drifted; running it twice adds and removes nothing.
    """
    ids = [item.pk for item in items]
    total = Drift(0, 0)
    for start in range(0, len(ids), BATCH):
        total += _reconcile_batch(ids[start : start + BATCH])
    return total


@transaction.atomic
def _reconcile_batch(items: list[int]) -> Drift:
    lines = list(
        UnitLine.objects.filter(work_item__in=items).values(
            "pk", "work_item_id", "unit_id", "part", "ended_on", "successor_id"
        )
    )
    held = [line for line in lines if line["ended_on"] is None]
    # While a year is out for opinions (征求意见) the units that are asked stand to an item as they will by their line.
    asked = Opinion.objects.filter(work_item__in=items, work_item__state=ItemState.DRAFT)
    standing = [*held, *asked.values("work_item_id", "unit_id", "part")]
    # Whoever goes on with a line by law, or in another line of its own (续办), owns both: what hangs there is its past.
    owners = _owners([dict(line) for line in lines])
    # The people of a unit that went keep sight of the item while their posts last.
    gone = [line | {"part": Part.SUPPORT} for line in lines if line["ended_on"] and len(owners[line["pk"]]) > 1]
    standing += gone
    groups = groups_of({row["unit_id"] for row in standing}.union(*owners.values()))
    ids = _permission_ids()
    on_items = {
        (line["work_item_id"], group, ids[item_relation(line["part"])])
        for line in standing
        for group in groups[line["unit_id"]]
    }
    on_lines = {
        (pk, group, ids[Relation.OWN]) for pk, units in owners.items() for unit in units for group in groups[unit]
    }
    return _make_equal(WorkItemRelation, items, on_items) + _make_equal(
        UnitLineRelation, [line["pk"] for line in lines], on_lines
    )


def _owners(lines: list[dict[str, Any]]) -> dict[int, set[int]]:
    """The units whose own each line is. A line that was given away otherwise (转办) is nobody's any more."""
    known = {line["pk"]: line for line in lines}
    gone_on = _gone_on(lines, known)
    owners: dict[int, set[int]] = {}
    for line in lines:
        units, here = {line["unit_id"]}, line
        while here["ended_on"] is not None:
            after = known.get(here["successor_id"])
            went = gone_on.get(here["unit_id"])
            if after is None or not (after["unit_id"] == here["unit_id"] or (went and went <= here["ended_on"])):
                break
            units.add(after["unit_id"])
            here = after
        is_own = here is not line or line["ended_on"] is None
        owners[line["pk"]] = units if is_own else set()
    return owners


def _gone_on(lines: list[dict[str, Any]], known: dict[int, dict[str, Any]]) -> dict[int, date]:
    """Since when the units are gone whose lines went to another one. No query where no line did."""
    after = {line["pk"]: known.get(line["successor_id"]) for line in lines}
    units = {line["unit_id"] for line in lines if (heir := after[line["pk"]]) and heir["unit_id"] != line["unit_id"]}
    if not units:
        return {}
    gone = UnitSuccession.objects.filter(unit__in=units, state=UnitSuccession.State.CONFIRMED)
    rows = gone.exclude(change=UnitSuccession.Change.RENAMED).order_by("-on").values_list("unit_id", "on")
    return {unit: on for unit, on in rows if on}


@transaction.atomic
def address(services: Iterable[PaperService]) -> Drift:
    """Makes the rows of these services what their states say: from 印发 on the addressee's roles hold one each."""
    known = list(services)
    # About a line that another unit goes on with, that unit answers.
    lines = {service.line_id for service in known if service.line_id}
    of_line = dict(UnitLine.objects.filter(pk__in=lines).values_list("pk", "unit_id"))
    hearing = {service.pk: {service.unit_id, of_line.get(service.line_id or 0, service.unit_id)} for service in known}
    groups = groups_of(set().union(*hearing.values()))
    addressed = _permission_ids()[Relation.ADDRESSED]
    wanted = {
        (service.pk, group, addressed)
        for service in known
        if service.state in SERVED
        for unit in hearing[service.pk]
        for group in groups[unit]
    }
    return _make_equal(PaperServiceRelation, [service.pk for service in known], wanted)


def groups_of(units: set[int]) -> dict[int, tuple[int, ...]]:
    """The auth groups (ids) of each unit's roles; those that do not exist yet are made."""
    wanted = {(unit, role.value) for unit in units for role in UNIT_ROLES}
    known = {(row.unit_id, row.role): row.group_id for row in UnitRoleGroup.objects.filter(unit__in=units)}
    for unit, role in sorted(wanted - known.keys()):
        group, _ = Group.objects.get_or_create(name=f"unit:{unit}:{role}")
        row, _ = UnitRoleGroup.objects.get_or_create(unit_id=unit, role=role, defaults={"group": group})
        known[unit, role] = row.group_id
    return {unit: tuple(known[unit, role.value] for role in UNIT_ROLES) for unit in units}


def _permission_ids() -> dict[str, int]:
    rows = Permission.objects.filter(
        content_type__app_label="tasks_app", codename__in=[relation.value for relation in Relation]
    )
    return {permission.codename: permission.pk for permission in rows}


def _make_equal(rows: type[Relations], objects: list[int], wanted: set[Key]) -> Drift:
    present = {
        (row.content_object_id, row.group_id, row.permission_id): row.pk
        for row in rows.objects.filter(content_object__in=objects)
    }
    surplus = [pk for key, pk in present.items() if key not in wanted]
    missing = [
        rows(content_object_id=thing, group_id=group, permission_id=permission)
        for thing, group, permission in sorted(wanted - present.keys())
    ]
    rows.objects.filter(pk__in=surplus).delete()
    rows.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
    return Drift(len(missing), len(surplus))
