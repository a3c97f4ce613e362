"""May this person review these reports? Asked of a whole list at once, and for each equal to ``checks.can``."""

from collections.abc import Iterable

from django.db.models import Q, TextChoices

from accounts.actor import Actor
from accounts.models import Unit, UnitKind
from tasks_app.domain.access import OFFICE_ROLES, Verb, refusal_of, rights_of
from tasks_app.domain.refusals import NotAllowed
from tasks_app.models import ProgressReport
from tasks_app.permissions import checks


class Verdict(TextChoices):
    """Whether one may review a report, or who else must."""

    MAY = "may", "可以审核"
    LEADER = "leader", "须由领导小组领导审定"
    AUTHOR = "author", "由您代录，须由他人审核"
    CONFLICT = "conflict", "按回避要求，须由他人审核"
    OFFICE = "office", "由办公室审核"


def require_reviewer(actor: Actor) -> None:
    """Passes for whoever reviews reports at all; raises NotAllowed for everyone else."""
    if not rights_of(actor.role, Verb.REVIEW_REPORT):
        raise NotAllowed(refusal_of(Verb.REVIEW_REPORT))


def office_circle() -> frozenset[int]:
    """Ids of the office, its host and its guests: their reports are decided by a group leader. One query."""
    office = UnitKind.COORDINATION
    circle = Unit.objects.filter(Q(kind=office) | Q(guests__kind=office) | Q(hosted_by__kind=office))
    return frozenset(circle.values_list("pk", flat=True))


def verdicts(actor: Actor, reports: Iterable[ProgressReport], circle: frozenset[int]) -> list[Verdict]:
    """The verdict for each report; reports come with ``line.unit`` and ``author`` loaded, so that nothing is asked."""
    return [_verdict(actor, report, is_in_circle=report.line.unit_id in circle) for report in reports]


def _verdict(actor: Actor, report: ProgressReport, *, is_in_circle: bool) -> Verdict:
    wrote_it = actor.user is not None and report.author.user_id == actor.user.pk
    if actor.role not in OFFICE_ROLES:
        return Verdict.MAY if is_in_circle and not wrote_it else Verdict.OFFICE
    if checks.can(actor, Verb.REVIEW_REPORT, report):
        return Verdict.MAY
    if is_in_circle:
        return Verdict.LEADER
    return Verdict.AUTHOR if wrote_it else Verdict.CONFLICT
