"""What every act on a unit or a group begins and ends with: who may, on what ground (依据), which version, the note."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from accounts.actor import Actor
from accounts.models import Unit, UnitGroup
from tasks_app.actions import recording
from tasks_app.actions.transition import locked, raise_version, require_version
from tasks_app.domain import unit_names as words
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks

Kept = TypeVar("Kept", bound=Unit | UnitGroup)
# Who keeps it, and what its timeline calls it.
KEEPING: dict[type[Model], tuple[Verb, str]] = {
    Unit: (Verb.KEEP_UNITS, "unit"),
    UnitGroup: (Verb.KEEP_GROUPS, "group"),
}


def kept(holder: Kept, basis: str, *, by: Actor, version: int | None) -> Kept:
    """The unit or group, locked. Raises NotAllowed, Stale, or Invalid where no ground is given."""
    verb, kind = KEEPING[type(holder)]
    checks.require(by, verb)
    row = locked(type(holder), holder.pk)
    require_version(row, version, kind, by=by)
    if not on_one_line(basis):
        raise Invalid({"basis": words.BASIS_NEEDED})
    return row


def note(holder: Unit | UnitGroup, why: str, *, by: Actor, at: datetime) -> None:
    """What was done stands in the history of the unit or group itself, under its next version."""
    raise_version(holder)
    recording.save(holder, by=by, at=at, why=why)
