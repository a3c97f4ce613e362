"""May this person decide about the clock's proposals on these lines? Asked of a whole list, equal to ``checks.can``."""

from accounts.actor import Actor
from tasks_app.domain.access import UNIT_ROLES, Verb, rights_of
from tasks_app.domain.conflicts import is_in_conflict
from tasks_app.models import UnitLine
from tasks_app.permissions.subjects import seat_of


def may_decide(actor: Actor, line: UnitLine) -> bool:
    """Whether ``DECIDE_PROPOSAL`` is open on a line that comes with its unit. No query."""
    if not rights_of(actor.role, Verb.DECIDE_PROPOSAL):
        return False
    return not is_in_conflict(seat_of(line.unit), tuple(seat_of(post.unit) for post in actor.posts))


def may_draft(actor: Actor, line: UnitLine) -> bool:
    """Whether ``DRAFT_PAPER`` is open about a line that comes with its unit. No query."""
    if not rights_of(actor.role, Verb.DRAFT_PAPER):
        return False
    works_for = tuple(seat_of(post.unit) for post in actor.posts if post.role in UNIT_ROLES)
    return not is_in_conflict(seat_of(line.unit), works_for)
