"""Units as the office keeps them (单位名录): set up by hand, kind, host, 核定. Renaming is a succession of its own.

Every act asks for its ground (依据), which the unit's history keeps beside who and when.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.actor import Actor
from accounts.models import Unit, UnitKind, UnitName
from tasks_app.actions import recording, unit_names
from tasks_app.actions.keeping import kept, note
from tasks_app.actions.transition import ask_all_again
from tasks_app.domain import unit_names as words
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks


@dataclass(frozen=True)
class UnitWish:
    """A unit that no plan brought in: its name from a day on, kind, host, and on what ground."""

    name: str
    kind: str
    starts_on: date
    hosted_by: Unit | None
    basis: str


@transaction.atomic
def set_up(wish: UnitWish, *, by: Actor, at: datetime) -> Unit:
    """Sets up a unit of the office's own jurisdiction, behind all others. Raises Invalid naming the fields."""
    checks.require(by, Verb.KEEP_UNITS)
    jurisdiction, name = by.own_post.unit.jurisdiction, on_one_line(wish.name)
    faults = _faults_of_name(name, jurisdiction) | _faults_of_host(wish.hosted_by, None)
    if not on_one_line(wish.basis):
        faults["basis"] = words.BASIS_NEEDED
    if faults:
        raise Invalid(faults)
    last = Unit.objects.filter(jurisdiction=jurisdiction).order_by("-order").values_list("order", flat=True).first()
    unit = Unit(name=name, kind=wish.kind, jurisdiction=jurisdiction, hosted_by=wish.hosted_by, order=(last or 0) + 1)
    why = f"新增单位，依据：{on_one_line(wish.basis)}"
    try:
        with transaction.atomic():
            recording.save(unit, by=by, at=at, why=why)
    except IntegrityError as clash:
        raise Invalid({"name": words.NAME_TAKEN.format(name=name)}) from clash
    recording.save(UnitName(unit=unit, text=name, starts_on=wish.starts_on), by=by, at=at, why=why)
    return unit


@transaction.atomic
def change_kind(unit: Unit, kind: str, *, basis: str, by: Actor, at: datetime, version: int | None = None) -> Unit:
    """The unit is of another kind: how it may be addressed and how far its ladder goes follow at once (类别)."""
    unit = kept(unit, basis, by=by, version=version)
    if kind == unit.kind:
        raise Invalid({"kind": words.SAME_KIND})
    before, unit.kind = unit.get_kind_display(), kind
    _save(unit, f"类别由{before}改为{UnitKind(kind).label}", basis, by=by, at=at)
    ask_all_again(at=at, unit=unit)
    return unit


@transaction.atomic
def seat(
    unit: Unit, hosted_by: Unit | None, *, basis: str, by: Actor, at: datetime, version: int | None = None
) -> Unit:
    """The unit sits in another one, or in none any more (设在): conflicts of interest follow from it."""
    unit = kept(unit, basis, by=by, version=version)
    faults = _faults_of_host(hosted_by, unit)
    if faults:
        raise Invalid(faults)
    unit.hosted_by = hosted_by
    _save(unit, f"设在{hosted_by.name}" if hosted_by else "不再设在其他单位", basis, by=by, at=at)
    return unit


@transaction.atomic
def settle(unit: Unit, *, basis: str, by: Actor, at: datetime, version: int | None = None) -> Unit:
    """The office stands for what an import only believed of the unit (核定)."""
    unit = kept(unit, basis, by=by, version=version)
    if not unit.is_provisional:
        raise NotNow(words.NOT_PROVISIONAL)
    unit.is_provisional = False
    _save(unit, "核定", basis, by=by, at=at)
    return unit


def _save(unit: Unit, what: str, basis: str, *, by: Actor, at: datetime) -> None:
    note(unit, f"{what}，依据：{on_one_line(basis)}", by=by, at=at)


def _faults_of_name(name: str, jurisdiction: str) -> dict[str, str]:
    if not name:
        return {"name": words.NAME_NEEDED}
    if Unit.objects.filter(jurisdiction=jurisdiction, name=name).exists():
        return {"name": words.NAME_TAKEN.format(name=name)}
    holder = unit_names.holder_of(name, jurisdiction)
    return {"name": words.borne_by(name, holder)} if holder else {}


def _faults_of_host(host: Unit | None, unit: Unit | None) -> dict[str, str]:
    """A host sits in nobody itself, and a unit with guests stays where it is: whom to spare is asked one step deep."""
    if unit and (host.pk if host else None) == unit.hosted_by_id:
        return {"hosted_by": words.SAME_HOST}
    if host is None:
        return {}
    if unit and host.pk == unit.pk:
        return {"hosted_by": words.NOT_ITS_OWN_HOST}
    if host.hosted_by:
        return {"hosted_by": words.HOSTED_HOST.format(host=host.name, other=host.hosted_by.name)}
    guests = "、".join(unit.guests.values_list("name", flat=True)) if unit else ""
    return {"hosted_by": words.HAS_GUESTS.format(guests=guests)} if guests else {}
