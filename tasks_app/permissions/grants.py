"""Keeps the relation rows equal to the lines and to what was sent. Nothing else writes them.

Rows go to unit-role groups only; who is in a group is asked of the posts in force, so people may come and go
without a row being touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import UnitRoleGroup
from tasks_app.domain.access import UNIT_ROLES, Relation
from tasks_app.domain.paper_states import SERVED
from tasks_app.domain.parts import item_relation
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
            "pk", "work_item_id", "unit_id", "part", "ended_on", "successor__unit_id"
        )
    )
    held = [line for line in lines if line["ended_on"] is None]
    # While a year is out for opinions (征求意见) the units that are asked stand to an item as they will by their line.
    asked = Opinion.objects.filter(work_item__in=items, work_item__state=ItemState.DRAFT)
    standing = [*held, *asked.values("work_item_id", "unit_id", "part")]
    groups = groups_of({row["unit_id"] for row in standing})
    ids = _permission_ids()
    on_items = {
        (line["work_item_id"], group, ids[item_relation(line["part"])])
        for line in standing
        for group in groups[line["unit_id"]]
    }
    # What a unit goes on with in another line (续办) stays its own: it wrote what hangs there.
    own = [line for line in lines if line["ended_on"] is None or line["successor__unit_id"] == line["unit_id"]]
    on_lines = {(line["pk"], group, ids[Relation.OWN]) for line in own for group in groups.get(line["unit_id"], ())}
    return _make_equal(WorkItemRelation, items, on_items) + _make_equal(
        UnitLineRelation, [line["pk"] for line in lines], on_lines
    )


@transaction.atomic
def address(services: Iterable[PaperService]) -> Drift:
    """Makes the rows of these services what their states say: from 印发 on the addressee's roles hold one each."""
    known = list(services)
    groups = groups_of({service.unit_id for service in known})
    addressed = _permission_ids()[Relation.ADDRESSED]
    wanted = {
        (service.pk, group, addressed)
        for service in known
        if service.state in SERVED
        for group in groups[service.unit_id]
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
