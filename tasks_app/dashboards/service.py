"""What the page of a service shows: the paper as it arrived, its files and steps, its case, and who may answer."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.signed_sheets import sheets_behind
from tasks_app.domain.access import OFFICE_ROLES, Role, Verb
from tasks_app.domain.paper_kinds import Need
from tasks_app.domain.paper_states import SERVICE_MACHINE, ServiceState
from tasks_app.models import Interview, PaperFile, PaperService, PaperSheet, StateChange
from tasks_app.permissions import checks
from tasks_app.permissions.subjects import subject_of

FOR_PAGE = (
    "paper__author",
    "paper__signed_by",
    "paper__content",
    "unit",
    "answered_by__user",
)


@dataclass(frozen=True)
class ServiceSheet:
    """``case`` is the interview the paper announces, if any; ``answerers`` are filled while an objection is open."""

    service: PaperService
    files: list[PaperFile]
    sheets: list[PaperSheet]
    steps: list[StateChange]
    case: Interview | None
    answerers: list[Post]
    is_own: bool


def service_sheet(service: PaperService, actor: Actor, *, is_own: bool) -> ServiceSheet:
    """The sheet of a visible service: two statements, one more for a case or for sheets, some for an objection."""
    files = files_of(service, actor)
    return ServiceSheet(
        service=service,
        files=files,
        sheets=sheets_behind(files),
        steps=list(StateChange.objects.filter(kind=SERVICE_MACHINE.subject, object_id=service.pk)),
        case=_case_of(service),
        answerers=[] if is_own or service.state != ServiceState.OBJECTED else answerers(service, actor),
        is_own=is_own,
    )


def files_of(service: PaperService, actor: Actor) -> list[PaperFile]:
    """The copy of record and what hangs on this very service, in the order they came."""
    seen = PaperFile.objects.visible_to(actor).filter(paper=service.paper_id)
    own = seen.filter(service=service) | seen.filter(service__isnull=True, kind=PaperFile.Kind.SEALED)
    return list(own.select_related("blob", "added_by__user").order_by("added_at", "id"))


def answerers(service: PaperService, actor: Actor) -> list[Post]:
    """Who may answer the objection: people of the office who did not sign, else leaders for the office's own house."""
    return _able(service, actor, OFFICE_ROLES) or _able(service, actor, (Role.GROUP_LEADER,))


def _case_of(service: PaperService) -> Interview | None:
    if Need.LEADER_AGREES not in service.paper.declared.needs:
        return None
    return Interview.objects.filter(notice=service.paper.first).first()


def _able(service: PaperService, actor: Actor, roles: tuple[str, ...]) -> list[Post]:
    """The posts of these roles whose holders the kernel lets answer, asked with all the posts each one holds."""
    in_force: QuerySet[Post] = Post.objects.in_force(actor.on).of_working_people().select_related("user", "unit")
    holders = in_force.filter(role__in=roles).values("user")
    held: dict[int, list[Post]] = {}
    for post in in_force.filter(user__in=holders).order_by("id"):
        held.setdefault(post.user_id, []).append(post)
    subject = subject_of(service)
    return [
        post
        for posts in held.values()
        for post in posts
        if post.role in roles
        and checks.can(Actor(post.user, post, None, actor.on, tuple(posts)), Verb.ANSWER_OBJECTION, subject)
    ]
