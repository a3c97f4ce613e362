"""May this person decide about the clock's proposals on these lines? Asked of a whole list, equal to ``checks.can``."""

from accounts.actor import Actor
from tasks_app.domain.access import UNIT_ROLES, Verb, rights_of
from tasks_app.domain.conflicts import is_in_conflict
from tasks_app.models import UnitLine
from tasks_app.permissions.kin import is_kin_of_office
from tasks_app.permissions.subjects import seat_of


def may_decide(actor: Actor, line: UnitLine) -> bool:
    """Whether ``DECIDE_PROPOSAL`` is open on a line that comes with its unit. No query but a leader's one."""
    rights = rights_of(actor.role, Verb.DECIDE_PROPOSAL)
    if not rights:
        return False
    if all(right.office_in_conflict for right in rights):
        return not _works_for(actor, line) and is_kin_of_office(line.unit_id)
    return not is_in_conflict(seat_of(line.unit), tuple(seat_of(post.unit) for post in actor.posts))


def may_draft(actor: Actor, line: UnitLine) -> bool:
    """Whether ``DRAFT_PAPER`` is open about a line that comes with its unit. No query."""
    if not rights_of(actor.role, Verb.DRAFT_PAPER):
        return False
    return not _works_for(actor, line)


def _works_for(actor: Actor, line: UnitLine) -> bool:
    """Whether this person is liaison or reviewer of the unit, its host or its guest."""
    hats = tuple(seat_of(post.unit) for post in actor.posts if post.role in UNIT_ROLES)
    return is_in_conflict(seat_of(line.unit), hats)
