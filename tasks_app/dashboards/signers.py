"""Who may have signed a sheet (线下签批): whoever held a post that decides on one of the days."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Post
from tasks_app.domain.access import RIGHTS, Role, Verb
from tasks_app.domain.machine import Machine
from tasks_app.domain.paper_doors import SINCE, verbs_signed_for
from tasks_app.models import Extension, Interview, Paper, PaperService
from tasks_app.permissions.kin import is_kin_of_office


def earliest_day(thing: Paper | PaperService | Interview, subject: str, act: str) -> date | None:
    """Before which day the sheet of an act cannot have been signed; None where no day is known."""
    since = SINCE.get((subject, act))
    kept: date | datetime | None = getattr(thing, since.field) if since else None
    return timezone.localdate(kept) if isinstance(kept, datetime) else kept


def signers_of(machine: Machine, thing: PaperService | Interview, act: str, on: date) -> list[Post]:
    """The posts among which the signer of a decision is chosen on a day. One query."""
    verbs = verbs_signed_for(machine, act)
    return possible_signers(verbs, earliest_day(thing, machine.subject, act) or on, on)


def signers_of_extension(request: Extension, on: date) -> list[Post]:
    """The posts among which the signer about a request for more time is chosen: directors, or the leaders about the
    office's own house. One or two queries.
    """
    role = Role.GROUP_LEADER if is_kin_of_office(request.line.unit_id) else Role.OFFICE_DIRECTOR
    posts = possible_signers((Verb.DECIDE_EXTENSION,), timezone.localdate(request.asked_at), on)
    return [post for post in posts if post.role == role]


def possible_signers(verbs: Iterable[Verb], since: date, until: date) -> list[Post]:
    """The posts with a role that has one of the verbs, in force on any of the days; one for each person and role.

    One query. Whether it may be this very person is asked when the sheet is registered.
    """
    wanted = set(verbs)
    roles = {role for right in RIGHTS if right.verb in wanted for role in right.roles}
    held = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=since), starts_on__lte=until, role__in=roles)
    posts = held.of_working_people().select_related("user", "unit").order_by("-role", "user__full_name", "id")
    return list({(post.user_id, post.role): post for post in posts}.values())
