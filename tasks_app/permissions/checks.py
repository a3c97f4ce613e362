"""May this person do this to that? One question, asked of the table in ``domain/access.py``.

``require`` raises with the sentence to show; ``can`` is its boolean twin for pages. Whether it is the right
moment is the state machine's question, not ours.
"""

from collections.abc import Callable, Iterable

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Bar, Relation, Right, Role, Verb, rights_of
from tasks_app.domain.access_words import BAR_SENTENCES, refusal_of
from tasks_app.domain.conflicts import is_in_conflict
from tasks_app.domain.refusals import NotAllowed
from tasks_app.models import Cycle, PaperServiceRelation, UnitLineRelation, WorkItem, WorkItemRelation
from tasks_app.models.relation import held_by
from tasks_app.permissions.kin import is_kin_of_office
from tasks_app.permissions.subjects import Subject, seat_of, subject_of


def require(actor: Actor, verb: Verb, thing: object = None) -> None:
    """Passes in silence, or raises NotAllowed with the sentence that says why not."""
    rights = rights_of(actor.role, verb)
    if not rights:
        raise NotAllowed(refusal_of(verb))
    subject = subject_of(thing)
    held = [right for right in rights if _is_held(right, actor, subject)]
    if not held or not _is_open(subject, actor):
        raise NotAllowed(refusal_of(verb))
    met = [bars_among(right.unless, actor, subject) for right in held]
    if all(met):
        raise NotAllowed(BAR_SENTENCES[met[0][0]])


def bars_met(actor: Actor, verb: Verb, thing: object) -> list[Bar]:
    """What keeps this very person from it although the role has the verb; the relation to the thing is not asked."""
    subject = subject_of(thing)
    return [bar for right in rights_of(actor.role, verb) for bar in bars_among(right.unless, actor, subject)]


def bars_among(bars: Iterable[Bar], actor: Actor, thing: object) -> list[Bar]:
    """Which of these bars meet a person, whatever the role."""
    subject = subject_of(thing)
    return [bar for bar in bars if _is_barred(bar, actor, subject)]


def can(actor: Actor, verb: Verb, thing: object = None) -> bool:
    """Whether ``require`` would pass."""
    try:
        require(actor, verb, thing)
    except NotAllowed:
        return False
    return True


def signs_alone(actor: Actor, thing: object) -> bool:
    """Whether whoever agreed must sign as well: about the office's own house leaders sign, and there is no other."""
    if not any(is_kin_of_office(seat.unit) for seat in subject_of(thing).seats):
        return False
    leaders = Post.objects.in_force(actor.on).of_working_people().filter(role=Role.GROUP_LEADER)
    return not leaders.exclude(user=actor.user).exists()


def _is_open(subject: Subject, actor: Actor) -> bool:
    """Whether the thing lies within sight: drafts are the office's own, and an auditor's year is the only one."""
    if subject.is_draft and actor.role not in OFFICE_ROLES and not _may_be_consulted(actor, subject):
        return False
    scope = actor.post.scope_year if actor.post else None
    if scope is None:
        return True
    if subject.year is not None:
        return subject.year == scope
    if subject.cycle is not None:
        return Cycle.objects.filter(pk=subject.cycle, year=scope).exists()
    if subject.work_item is None:
        return True
    return WorkItem.objects.filter(pk=subject.work_item, year_plan__cycle__year=scope).exists()


def _may_be_consulted(actor: Actor, subject: Subject) -> bool:
    """A drafted item is seen by the units that are asked about it (征求意见): only they hold a row of it."""
    return subject.work_item is not None and actor.role in UNIT_ROLES


def _is_held(right: Right, actor: Actor, subject: Subject) -> bool:
    if right.office_in_conflict and not any(is_kin_of_office(seat.unit) for seat in subject.seats):
        return False
    if right.relation is Relation.ANY:
        return True
    if right.relation is Relation.OWN:
        return held_by(actor, UnitLineRelation, (Relation.OWN,)).filter(content_object_id=subject.line).exists()
    if right.relation in IN_A_COLUMN:
        return IN_A_COLUMN[right.relation](actor, subject)
    if right.relation is Relation.ADDRESSED:
        return held_by(actor, PaperServiceRelation, (right.relation,)).filter(content_object=subject.service).exists()
    return held_by(actor, WorkItemRelation, (right.relation,)).filter(content_object_id=subject.work_item).exists()


def _is_of_unit(actor: Actor, subject: Subject) -> bool:
    """Whether the actor's own unit is the one; the office has no groups of its roles, it is known by its unit."""
    unit = subject.of_unit
    return actor.acts_for(unit) or (actor.role in OFFICE_ROLES and unit is not None and actor.unit_id == unit)


# The relations that are a column of the thing itself, and no row.
IN_A_COLUMN: dict[Relation, Callable[[Actor, Subject], bool]] = {
    Relation.REPORTS: lambda actor, subject: actor.acts_for(subject.reporting_unit),
    Relation.OF_UNIT: _is_of_unit,
    Relation.STAFF: lambda actor, subject: actor.acts_for(subject.staff_of),
    Relation.SELF: lambda actor, subject: actor.user is not None and actor.user.pk == subject.holder,
}


def _is_barred(bar: Bar, actor: Actor, subject: Subject) -> bool:
    person = actor.user.pk if actor.user else None
    if bar is Bar.AUTHOR:
        return person is not None and (person == subject.author or subject.wrote(person))
    if bar is Bar.PREPARER:
        return person in subject.preparers
    if bar is Bar.RECORDER:
        return person is not None and person == subject.recorder
    if bar is Bar.AGREED:
        return subject.agreed.is_(actor) and not signs_alone(actor, subject)
    if bar is Bar.SIGNER:
        return subject.signer.is_(actor)
    # A leader of the group is there for the office's own lines, wherever the post is kept, but not for a unit
    # whose liaison or reviewer the same person is.
    posts = [post for post in actor.posts if bar is Bar.CONFLICT or post.role in UNIT_ROLES]
    held = tuple(seat_of(post.unit) for post in posts)
    return any(is_in_conflict(seat, held) for seat in subject.seats)
