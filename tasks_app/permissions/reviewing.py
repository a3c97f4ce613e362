"""May this person review these reports? Asked of a whole list at once, and for each equal to ``checks.can``."""

from collections.abc import Iterable

from django.db.models import TextChoices

from accounts.actor import Actor
from tasks_app.domain.access import OFFICE_ROLES, Bar, Verb, rights_of
from tasks_app.domain.access_words import refusal_of
from tasks_app.domain.refusals import NotAllowed
from tasks_app.models import ProgressReport
from tasks_app.permissions import checks
from tasks_app.permissions.kin import kin_of_office


class Verdict(TextChoices):
    """Whether one may review a report, or who else must."""

    MAY = "may", "可以审核"
    LEADER = "leader", "须由领导小组领导审定"
    AUTHOR = "author", "由您代录，须由他人审核"
    PREPARER = "preparer", "由您代表本单位审核，须由他人审核"
    CONFLICT = "conflict", "按回避要求，须由他人审核"
    OFFICE = "office", "由办公室审核"


def require_reviewer(actor: Actor) -> None:
    """Passes for whoever reviews reports at all; raises NotAllowed for everyone else."""
    if not rights_of(actor.role, Verb.REVIEW_REPORT):
        raise NotAllowed(refusal_of(Verb.REVIEW_REPORT))


def office_circle() -> frozenset[int]:
    """Ids of the office's kin, for a whole list: their reports are decided by a group leader. One query."""
    return frozenset(kin_of_office().values_list("pk", flat=True))


def verdicts(actor: Actor, reports: Iterable[ProgressReport], circle: frozenset[int]) -> list[Verdict]:
    """The verdict for each report; nothing is asked where they come with ``line.unit``, ``author``, ``approved_by``."""
    return [_verdict(actor, report, is_in_circle=report.line.unit_id in circle) for report in reports]


SAID = {Bar.AUTHOR: Verdict.AUTHOR, Bar.PREPARER: Verdict.PREPARER}


def _verdict(actor: Actor, report: ProgressReport, *, is_in_circle: bool) -> Verdict:
    is_office = actor.role in OFFICE_ROLES
    if not is_office and not is_in_circle:
        return Verdict.OFFICE
    met = checks.bars_met(actor, Verb.REVIEW_REPORT, report)
    if not met:
        return Verdict.MAY
    return Verdict.LEADER if is_office and is_in_circle else SAID.get(met[0], Verdict.CONFLICT)
