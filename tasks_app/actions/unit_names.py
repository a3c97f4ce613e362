"""The dated names of units (单位名称): one ends, another begins; records of before keep the name of their day."""

from datetime import date, datetime

from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Alias, Unit, UnitGroup, UnitName
from tasks_app.actions import recording
from tasks_app.actions.transition import for_update
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.working_days import DAY

TAKEN = "“{name}”是另一个单位现在的名称或别名；两个单位合并的，请选择“并入”。"
TOO_EARLY = "“{name}”自 {since} 起使用，变动日期须在其后。"


def is_taken(name: str, unit: Unit) -> bool:
    """Whether another unit of the city bears this name, or is meant by it."""
    others = Unit.objects.filter(jurisdiction=unit.jurisdiction, name=name).exclude(pk=unit.pk)
    aliases = Alias.objects.filter(jurisdiction=unit.jurisdiction, text=name, ends_on__isnull=True)
    return others.exists() or aliases.exclude(unit=unit).exists()


def holder_of(text: str, jurisdiction: str, *, since: date = date.min, besides: Unit | UnitGroup | None = None) -> str:
    """Which other unit or group bears this name, bore it, or is meant by it; empty where it is free.

    Former names count: a plan of an earlier day may still write them, and they must mean one unit. Aliases that ended
    before ``since`` do not.
    """
    of_unit = besides if isinstance(besides, Unit) else None
    of_group = besides if isinstance(besides, UnitGroup) else None
    in_place = {"jurisdiction": jurisdiction}
    named = Unit.objects.filter(Q(name=text) | Q(names__text=text), **in_place)
    groups = UnitGroup.objects.filter(name=text, **in_place)
    aliases = Alias.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=since), text=text, **in_place)
    if of_unit:
        named, aliases = named.exclude(pk=of_unit.pk), aliases.exclude(unit=of_unit)
    if of_group:
        groups, aliases = groups.exclude(pk=of_group.pk), aliases.exclude(group=of_group)
    found = named.first() or groups.first() or aliases.select_related("unit", "group").first()
    meant = (found.unit or found.group) if isinstance(found, Alias) else found
    return meant.name if meant else ""


def end(unit: Unit, *, on: date, by: Actor, at: datetime, why: str) -> None:
    """The name of a locked unit ends the day before; where it ended already, nothing is left to end.

    Raises Invalid for a day on or before which the name began.
    """
    name = for_update(UnitName.objects.filter(unit=unit, ends_on__isnull=True)).first()
    if name is None:
        return
    if on <= name.starts_on:
        raise Invalid({"on": TOO_EARLY.format(name=name.text, since=f"{name.starts_on:%Y-%m-%d}")})
    name.ends_on = on - DAY
    recording.save(name, by=by, at=at, why=why)


def rename(unit: Unit, text: str, kind: str, *, on: date, by: Actor, at: datetime, why: str) -> Unit:
    """The same locked unit under a new name and kind. Raises Invalid where another unit bears the name."""
    if is_taken(text, unit):
        raise Invalid({"successor_name": TAKEN.format(name=text)})
    unit.name, unit.kind = text, kind
    recording.save(unit, by=by, at=at, why=why)
    recording.save(UnitName(unit=unit, text=text, starts_on=on), by=by, at=at, why=why)
    return unit


def successor(unit: Unit, text: str, kind: str, *, on: date, by: Actor, at: datetime, why: str) -> Unit:
    """The unit that goes on after ``unit``, found by its name; one that is new is set up with the name and the day."""
    found = Unit.objects.filter(jurisdiction=unit.jurisdiction, name=text).first()
    if found:
        return found
    new = Unit(name=text, kind=kind, jurisdiction=unit.jurisdiction, order=unit.order)
    recording.save(new, by=by, at=at, why=why)
    recording.save(UnitName(unit=new, text=text, starts_on=on), by=by, at=at, why=why)
    return new
