"""Groups of units (单位组) with their members of a day, past and to come."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.models import GroupMembership, UnitGroup


@dataclass(frozen=True)
class KeptGroup:
    """A group with its members. ``present`` hold on the day; ``others`` are over or yet to begin."""

    group: UnitGroup
    present: tuple[GroupMembership, ...]
    others: tuple[GroupMembership, ...]


def groups_on(day: date) -> tuple[KeptGroup, ...]:
    """All groups. Three queries, at any number of groups and members."""
    groups = list(UnitGroup.objects.prefetch_related("aliases").order_by("jurisdiction", "id"))
    rows: dict[int, list[GroupMembership]] = defaultdict(list)
    for row in GroupMembership.objects.select_related("unit").order_by("unit__order", "unit_id", "starts_on"):
        rows[row.group_id].append(row)
    return tuple(_kept(group, rows[group.pk], day) for group in groups)


def group_on(group: UnitGroup, day: date) -> KeptGroup:
    """One group. One query."""
    rows = group.memberships.select_related("unit").order_by("unit__order", "unit_id", "starts_on")
    return _kept(group, list(rows), day)


def _kept(group: UnitGroup, rows: list[GroupMembership], day: date) -> KeptGroup:
    return KeptGroup(
        group,
        present=tuple(row for row in rows if row.holds(day)),
        others=tuple(row for row in rows if not row.holds(day)),
    )
