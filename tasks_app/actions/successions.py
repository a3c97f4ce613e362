"""Changes of units (单位更名、并入、拆分、撤销): entered by the office, confirmed by the director, or not;
or taken back (撤回) by whoever entered them.

Confirmed, the old name ends the day before and the successor's begins. A renamed unit keeps its number and all that
hangs on it. A unit that goes keeps its lines: handing them over is an act of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitSuccession
from tasks_app.actions import recording, unit_names
from tasks_app.actions.transition import ask_all_again, locked, move, require_version, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.succession_states import SUCCESSION_MACHINE
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks

Change = UnitSuccession.Change
NAME_NEEDED = "请填写变动后的名称。"
BASIS_NEEDED = "请写明依据，例如机构改革文件的名称和文号。"
DAY_NEEDED = "请填写变动日期。"
SAME_NAME = "变动后的名称与现用名称相同，请核对。"
KNOWN_ALREADY = "“{unit}”已有一项单位变动待确认（{known}），请先确认或不予确认。"
ENDED_ALREADY = "“{unit}”已于 {on} {change}，不能再登记变动。"
NOT_YET = "变动日期 {on} 还没有到，请在当日或以后确认。"


@dataclass(frozen=True)
class Wish:
    """What is believed of a unit: how it changes, into what, from which day and on what ground (依据)."""

    unit: Unit
    change: str
    successor_name: str
    successor_kind: str
    on: date | None
    basis: str


@transaction.atomic
def propose(wish: Wish, *, by: Actor, at: datetime) -> UnitSuccession:
    """Keeps a change of a unit; until it is decided no paper goes to the name. Raises Invalid naming the fields."""
    checks.require(by, Verb.KEEP_SUCCESSIONS)
    unit = locked(Unit, wish.unit.pk)
    name = on_one_line(wish.successor_name)
    faults = _faults_of_change(wish.on, wish.basis) | _faults_of_wish(wish, unit, name)
    if faults:
        raise Invalid(faults)
    row = UnitSuccession(
        unit=unit,
        change=wish.change,
        successor_name=name,
        successor_kind=wish.successor_kind,
        on=wish.on,
        basis=on_one_line(wish.basis),
        proposed_by=by.own_post,
        proposed_at=at,
    )
    recording.save(row, by=by, at=at, why="登记单位变动")
    step = step_by(by, kind=SUCCESSION_MACHINE.subject, subject=row, act="propose", label="登记", at=at)
    step.to_state, step.why = row.state, row.in_words
    step.save(force_insert=True)
    return row


@transaction.atomic
def confirm(
    row: UnitSuccession, *, on: date | None, basis: str, by: Actor, at: datetime, version: int | None = None
) -> UnitSuccession:
    """The director confirms the change as of a day, on a ground: the old name ends, the successor's begins (确认).

    Raises Invalid for a day to come or before the name was borne, or where another unit bears the new name.
    """
    row = _asked(row, "confirm", by=by, version=version)
    faults = _faults_of_change(on, basis)
    if on and on > timezone.localdate(at):
        faults["on"] = NOT_YET.format(on=f"{on:%Y-%m-%d}")
    if faults or on is None:
        raise Invalid(faults)
    row.on, row.basis = on, on_one_line(basis)
    why = f"{row.in_words}，自 {on:%Y-%m-%d} 起，依据：{row.basis}"
    told: dict[str, Any] = {"on": on, "by": by, "at": at, "why": why}
    unit_names.end(row.unit, **told)
    begin = unit_names.successor if row.ends_unit else unit_names.rename
    row.successor = begin(row.unit, row.successor_name, row.successor_kind, **told)
    row.decided_by, row.decided_at, row.confirmed_on = by.own_post, at, timezone.localdate(at)
    move(row, "confirm", machine=SUCCESSION_MACHINE, by=by, at=at, why=row.in_words, checked=True)
    ask_all_again(at=at, unit=row.unit)
    return row


@transaction.atomic
def withdraw(
    row: UnitSuccession, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> UnitSuccession:
    """The director finds that the unit does not change, and says why: its name stands (不予确认)."""
    row = _asked(row, "withdraw", by=by, version=version)
    row.decided_by, row.decided_at, row.reason = by.own_post, at, on_one_line(reason)
    move(row, "withdraw", machine=SUCCESSION_MACHINE, by=by, at=at, why=row.reason, checked=True)
    return row


@transaction.atomic
def take_back(row: UnitSuccession, *, by: Actor, at: datetime, version: int | None = None) -> UnitSuccession:
    """Whoever entered the change takes it back: it was entered in error, and papers go to the name again (撤回)."""
    row = _asked(row, "take_back", by=by, version=version)
    row.decided_by, row.decided_at = by.own_post, at
    move(row, "take_back", machine=SUCCESSION_MACHINE, by=by, at=at, why=row.in_words, checked=True)
    return row


def _asked(row: UnitSuccession, act: str, *, by: Actor, version: int | None) -> UnitSuccession:
    """The change with its unit, both locked; who may, which version and which moment were asked."""
    row = locked(UnitSuccession, row.pk)
    checks.require(by, SUCCESSION_MACHINE[act].verb, row)
    require_version(row, version, SUCCESSION_MACHINE.subject, by=by)
    SUCCESSION_MACHINE.step(act, row.state)
    row.unit = locked(Unit, row.unit_id)
    return row


def _faults_of_change(on: date | None, basis: str) -> dict[str, str]:
    demands = (("on", on, DAY_NEEDED), ("basis", on_one_line(basis), BASIS_NEEDED))
    return {field: sentence for field, value, sentence in demands if not value}


def _faults_of_wish(wish: Wish, unit: Unit, name: str) -> dict[str, str]:
    """A unit changes once at a time (it may split into several), and not into a name that is somebody else's."""
    if not name:
        return {"successor_name": NAME_NEEDED}
    if name == unit.name or (wish.change != Change.RENAMED and unit.aliases.filter(text=name, ends_on=None).exists()):
        return {"successor_name": SAME_NAME}
    if wish.change == Change.RENAMED and unit_names.is_taken(name, unit):
        return {"successor_name": unit_names.TAKEN.format(name=name)}
    for known in unit.successions.exclude(state=UnitSuccession.State.WITHDRAWN).order_by("id"):
        is_split = known.change == wish.change == Change.SPLIT and known.successor_name != name
        if known.is_proposed and not is_split:
            return {"unit": KNOWN_ALREADY.format(unit=unit.name, known=known.in_words)}
        if known.ends_unit and not is_split:
            return {
                "unit": ENDED_ALREADY.format(
                    unit=unit.name, on=f"{known.on:%Y-%m-%d}", change=known.get_change_display()
                )
            }
    return {}
