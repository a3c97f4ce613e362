"""Groups of units (单位组) as the office keeps them: who is a member from which day to which, and the list's 核定.

A year that is issued takes the members of its day; who joins later gets no line of an issued year by that.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import GroupMembership, Unit, UnitGroup
from tasks_app.actions import recording
from tasks_app.actions.keeping import kept, note
from tasks_app.domain import unit_names as words
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line


@transaction.atomic
def add_member(
    group: UnitGroup,
    unit: Unit,
    *,
    starts_on: date,
    basis: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> GroupMembership:
    """The unit belongs to the group from that day on. Raises Invalid where it does already on some of these days."""
    group = kept(group, basis, by=by, version=version)
    for known in group.memberships.filter(unit=unit).order_by("starts_on"):
        if words.overlaps(starts_on, None, known.starts_on, known.ends_on):
            told = words.span(known.starts_on, known.ends_on)
            raise Invalid({"starts_on": words.TWICE.format(unit=unit.name, span=told)})
    row = GroupMembership(group=group, unit=unit, starts_on=starts_on, basis=on_one_line(basis))
    why = f"添加成员{unit.name}，自 {starts_on:%Y-%m-%d} 起，依据：{row.basis}"
    recording.save(row, by=by, at=at, why=why)
    note(group, why, by=by, at=at)
    return row


@transaction.atomic
def end_member(
    row: GroupMembership, *, ends_on: date, basis: str, by: Actor, at: datetime, version: int | None = None
) -> GroupMembership:
    """The unit leaves the group after that day; lines that were issued through the group stay (退出)."""
    group = kept(row.group, basis, by=by, version=version)
    row.refresh_from_db()
    if row.ends_on:
        raise NotNow(words.LEFT_ALREADY.format(unit=row.unit.name, on=f"{row.ends_on:%Y-%m-%d}"))
    if ends_on < row.starts_on:
        raise Invalid({"ends_on": words.ENDS_BEFORE_START.format(since=f"{row.starts_on:%Y-%m-%d}")})
    row.ends_on = ends_on
    why = f"{row.unit.name}退出，最后一天 {ends_on:%Y-%m-%d}，依据：{on_one_line(basis)}"
    recording.save(row, by=by, at=at, why=why)
    note(group, why, by=by, at=at)
    return row


@transaction.atomic
def settle(group: UnitGroup, *, basis: str, by: Actor, at: datetime, version: int | None = None) -> UnitGroup:
    """The office stands for the list of members as it is today (核定). An empty list cannot be stood for."""
    group = kept(group, basis, by=by, version=version)
    if not group.is_provisional:
        raise NotNow(words.GROUP_SETTLED)
    if not GroupMembership.objects.in_force(timezone.localdate(at)).filter(group=group).exists():
        raise NotNow(words.NO_MEMBERS)
    why = f"核定成员名单，依据：{on_one_line(basis)}"
    rows = list(group.memberships.filter(is_provisional=True).order_by("pk"))
    for row in rows:
        row.is_provisional, row.basis = False, on_one_line(basis)
    recording.update_many(rows, ["is_provisional", "basis"], by=by, at=at, why=why)
    group.is_provisional = False
    note(group, why, by=by, at=at)
    return group
