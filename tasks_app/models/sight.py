"""What an actor sees, as conditions on any row that hangs on a line or an item: reports, steps, files.

A condition probes the relation rows of the very row it is asked about. So a query walks the index it came by and
never gathers all lines that somebody may read, which took the timeline of one item seconds among 100,000.
"""

from dataclasses import dataclass

from django.db.models import Q

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES, Relation, Verb, relations_of, sees_all
from tasks_app.domain.opinion_states import INNER
from tasks_app.domain.year_states import ItemState
from tasks_app.models.relation import Holds, PaperServiceRelation, UnitLineRelation, WorkItemRelation


@dataclass(frozen=True)
class OnItem(Actor):
    """An actor who looks at one visible item, and knows which of its lines they see, may read and own.

    The conditions below were asked about the item's lines once (``dashboards.item.lines_of_item``); what hangs on these
    lines is then found by their numbers. Nothing beyond the item is in sight: what hangs on another is not found.
    """

    item: int = 0
    seen: frozenset[int] = frozenset()
    read: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()

    def lines_granted(self, verb: Verb) -> frozenset[int]:
        """The lines on which the actor has the verb."""
        return {Verb.SEE_LINE: self.seen, Verb.READ_LINE: self.read}[verb]


# Unlike an empty Q these keep their meaning in any combination.
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


def line_granted(actor: Actor, verb: Verb, path: str = "") -> Q:
    """The actor has the verb on the line at ``path``: empty on the line itself, ``"line__"`` on its reports."""
    if isinstance(actor, OnItem):
        return Q(**{f"{path}pk__in": actor.lines_granted(verb)})
    scope = _in_scope(actor, f"{path}cycle__year")
    if sees_all(actor.role, verb):
        return scope
    relations = relations_of(actor.role, verb)
    of_item = tuple(relation for relation in relations if relation is not Relation.OWN)
    granted = NOTHING
    if of_item:
        granted |= Q(Holds(actor, WorkItemRelation, of_item, f"{path}work_item_id"))
    if Relation.OWN in relations:
        granted |= Q(Holds(actor, UnitLineRelation, (Relation.OWN,), f"{path}pk"))
    return scope & granted


def line_owned(actor: Actor, path: str = "") -> Q:
    """The line at ``path`` is the actor's unit's own, by relation row and by unit (which the index follows).

    As a value the row stays a question to each line that the index brings. A bare EXISTS becomes a join that gathers
    all lines of the unit first, and within CASE a hash of them; then a page of 50 costs as much as the whole list.
    """
    if isinstance(actor, OnItem):
        return Q(**{f"{path}pk__in": actor.own})
    if not _may_own(actor):
        return NOTHING
    row = Holds(actor, UnitLineRelation, (Relation.OWN,), f"{path}pk", as_value=True)
    return Q(row, **{f"{path}unit": actor.unit_id})


def line_counted(actor: Actor) -> Q:
    """The same of lines in force, by the unit alone: for figures, which show no line.

    ``permissions.grants`` keeps the rows equal to it, and tests compare the two. What is listed asks the rows.
    """
    if actor.group is None or not _may_own(actor):
        return NOTHING
    return Q(unit=actor.unit_id, ended_on__isnull=True)


def _may_own(actor: Actor) -> bool:
    return Relation.OWN in relations_of(actor.role, Verb.READ_LINE)


def reported_by(actor: Actor, path: str = "") -> Q:
    """The actor's unit reports the target at ``path`` (填报单位), by the target's own column: there is but one."""
    if actor.group is None or Relation.REPORTS not in relations_of(actor.role, Verb.SEE_READING):
        return NOTHING
    return Q(**{f"{path}reporting_unit": actor.unit_id})


def item_granted(actor: Actor, path: str = "") -> Q:
    """The actor sees the item at ``path``; drafts are seen by the office, and by the units asked about them (征求意见).

    Those hold a relation row of the very draft (``permissions.grants``), so that their list needs no other condition.
    """
    if isinstance(actor, OnItem):
        return Q(**{f"{path}pk": actor.item})
    seen = _in_scope(actor, f"{path}year_plan__cycle__year")
    if sees_all(actor.role, Verb.SEE_ITEM):
        return seen if actor.role in OFFICE_ROLES else ~Q(**{f"{path}state": ItemState.DRAFT}) & seen
    relations = relations_of(actor.role, Verb.SEE_ITEM)
    if not relations:
        return NOTHING
    return seen & Q(Holds(actor, WorkItemRelation, relations, f"{path}pk"))


def opinion_granted(actor: Actor) -> Q:
    """An opinion (意见) is its unit's; the office has it once it was handed in, and knows who was asked."""
    if actor.role in OFFICE_ROLES:
        return ~Q(state__in=INNER)
    if actor.group is None or Relation.OF_UNIT not in relations_of(actor.role, Verb.GIVE_OPINION):
        return NOTHING
    return Q(unit=actor.unit_id)


def service_granted(actor: Actor) -> Q:
    """The actor's unit is the addressee of the service, by relation row."""
    relations = relations_of(actor.role, Verb.SEE_PAPER)
    if not relations:
        return NOTHING
    return Q(Holds(actor, PaperServiceRelation, relations, "pk"))


def _in_scope(actor: Actor, year: str) -> Q:
    """An auditor's year is the only one; everyone else's sight is not bound to years."""
    scope = actor.post.scope_year if actor.post else None
    return EVERYTHING if scope is None else Q(**{year: scope})
