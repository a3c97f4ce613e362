"""The switches of the outbox: holding what leaves the house, and releasing the brake of a sweep.

Each act says which version of the switch its page showed: nobody overwrites the reason a colleague just gave.
"""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned
from tasks_app.models import Outgoing
from tasks_app.permissions import checks

SUBJECT = "outgoing"
REASON_NEEDED = "请写明暂停外发的理由。"
ALREADY_HELD = "外发已经暂停，无需再次暂停；需要改写理由的，请先恢复外发。"
NOT_HELD = "外发没有暂停，无需恢复。"
NOT_BRAKED = "巡检没有制动，无需解除。"


def switch() -> Outgoing:
    """The one row, locked; made where it is missing."""
    Outgoing.objects.get_or_create(pk=1)
    return Outgoing.objects.select_for_update().get(pk=1)


@transaction.atomic
def hold(*, why: str, by: Actor, at: datetime, version: int | None = None) -> Outgoing:
    """Nothing leaves the house until it is released; notices go on to be written and shown inside.

    An operator who restores a backup holds it by command, in the clock's name, before anything starts.
    """
    if not by.is_clock:
        checks.require(by, Verb.HOLD_OUTGOING)
    if not cleaned(why):
        raise Invalid({"why": REASON_NEEDED})
    row = _shown(version, by)
    if row.held:
        raise NotNow(ALREADY_HELD)
    row.held, row.why = True, cleaned(why)
    raise_version(row)
    return recording.save(row, by=by, at=at, why=f"暂停外发：{row.why}")


@transaction.atomic
def release(*, by: Actor, at: datetime, version: int | None = None) -> Outgoing:
    """What was held is gathered and goes out with the next delivery."""
    checks.require(by, Verb.HOLD_OUTGOING)
    row = _shown(version, by)
    if not row.held:
        raise NotNow(NOT_HELD)
    row.held, row.why = False, ""
    raise_version(row)
    return recording.save(row, by=by, at=at, why="恢复外发")


@transaction.atomic
def release_brake(*, brake_at: int, by: Actor, at: datetime, version: int | None = None) -> Outgoing:
    """A person looked at what the sweep was about to send and lets it go on, up to ``brake_at`` a sweep."""
    checks.require(by, Verb.RELEASE_BRAKE)
    row = _shown(version, by)
    if row.braked_at is None:
        raise NotNow(NOT_BRAKED)
    row.braked_at, row.brake_at = None, brake_at
    raise_version(row)
    return recording.save(row, by=by, at=at, why=f"解除巡检制动，单次上限 {brake_at}")


def _shown(version: int | None, by: Actor) -> Outgoing:
    """The switch, locked, as the page showed it. Raises Stale where somebody turned it since."""
    row = switch()
    require_version(row, version, SUBJECT, by=by)
    return row
