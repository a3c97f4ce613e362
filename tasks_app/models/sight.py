"""What an actor sees, as conditions on any row that hangs on a line or an item: reports, steps, files.

A condition probes the relation rows of the very row it is asked about. So a query walks the index it came by and
never gathers all lines that somebody may read, which took the timeline of one item seconds among 100,000.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES, Relation, Verb, relations_of, sees_all
from tasks_app.domain.opinion_states import INNER
from tasks_app.domain.year_states import ItemState
from tasks_app.models.relation import PaperServiceRelation, UnitLineRelation, WorkItemRelation, held_by

# Unlike an empty Q these keep their meaning in any combination.
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


def line_granted(actor: Actor, verb: Verb, path: str = "") -> Q:
    """The actor has the verb on the line at ``path``: empty on the line itself, ``"line__"`` on its reports."""
    scope = _in_scope(actor, f"{path}cycle__year")
    if sees_all(actor.role, verb):
        return scope
    relations = relations_of(actor.role, verb)
    of_item = tuple(relation for relation in relations if relation is not Relation.OWN)
    granted = NOTHING
    if of_item:
        on_item = held_by(actor, WorkItemRelation, of_item).filter(content_object=OuterRef(f"{path}work_item_id"))
        granted |= Q(Exists(on_item))
    if Relation.OWN in relations:
        granted |= Q(Exists(_own_rows(actor, path)))
    return scope & granted


def line_owned(actor: Actor, path: str = "") -> Q:
    """The line at ``path`` is the actor's unit's own, by relation row and by unit (which the index follows).

    As a value the row stays a question to each line that the index brings. A bare EXISTS becomes a join that gathers
    all lines of the unit first, and within CASE a hash of them; then a page of 50 costs as much as the whole list.
    """
    if not _may_own(actor):
        return NOTHING
    row = Subquery(_own_rows(actor, path).values("content_object_id")[:1])
    return Q(IsNull(row, False), **{f"{path}unit": actor.unit_id})


def line_counted(actor: Actor) -> Q:
    """The same of lines in force, by the unit alone: for figures, which show no line.

    ``permissions.grants`` keeps the rows equal to it, and tests compare the two. What is listed asks the rows.
    """
    if actor.group is None or not _may_own(actor):
        return NOTHING
    return Q(unit=actor.unit_id, ended_on__isnull=True)


def _may_own(actor: Actor) -> bool:
    return Relation.OWN in relations_of(actor.role, Verb.READ_LINE)


def _own_rows(actor: Actor, path: str) -> "QuerySet[UnitLineRelation]":
    return held_by(actor, UnitLineRelation, (Relation.OWN,)).filter(content_object=OuterRef(f"{path}pk"))


def reported_by(actor: Actor, path: str = "") -> Q:
    """The actor's unit reports the target at ``path`` (填报单位), by the target's own column: there is but one."""
    if actor.group is None or Relation.REPORTS not in relations_of(actor.role, Verb.SEE_READING):
        return NOTHING
    return Q(**{f"{path}reporting_unit": actor.unit_id})


def item_granted(actor: Actor, path: str = "") -> Q:
    """The actor sees the item at ``path``; drafts are seen by the office, and by the units asked about them (征求意见).

    Those hold a relation row of the very draft (``permissions.grants``), so that their list needs no other condition.
    """
    seen = _in_scope(actor, f"{path}year_plan__cycle__year")
    if sees_all(actor.role, Verb.SEE_ITEM):
        return seen if actor.role in OFFICE_ROLES else ~Q(**{f"{path}state": ItemState.DRAFT}) & seen
    relations = relations_of(actor.role, Verb.SEE_ITEM)
    if not relations:
        return NOTHING
    return seen & Q(Exists(held_by(actor, WorkItemRelation, relations).filter(content_object=OuterRef(f"{path}pk"))))


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
    return Q(Exists(held_by(actor, PaperServiceRelation, relations).filter(content_object=OuterRef("pk"))))


def _in_scope(actor: Actor, year: str) -> Q:
    """An auditor's year is the only one; everyone else's sight is not bound to years."""
    scope = actor.post.scope_year if actor.post else None
    return EVERYTHING if scope is None else Q(**{year: scope})
