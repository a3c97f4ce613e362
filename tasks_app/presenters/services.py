"""A service in words: the paper as it arrived, what it asks, what was answered, and how late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.service import ServiceSheet
from tasks_app.domain.paper_states import InterviewState, ServiceState
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Interview, PaperFile, PaperService
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.files import FileLink
from tasks_app.presenters.paper_files import document_of, link_of
from tasks_app.presenters.signed_steps import signed_entries
from tasks_app.presenters.timeline import Entry

NOBODY_ANSWERS = "目前没有可以答复本件异议的人员，请由未参与签发的人员担任经办人后办理。"


@dataclass(frozen=True)
class Issue:
    """A row of the 问题清单, in the words of the paper: item, original date, state, what is asked. Nothing else."""

    place: int
    item: str
    original_deadline: str
    state: str
    asked: str


@dataclass(frozen=True)
class Said:
    """Something that was written back or forth."""

    heading: str
    text: str
    on: date | None


@dataclass(frozen=True)
class CaseLink:
    """The interview that the paper announces; ``is_pending``: not held, so that it can still be cancelled."""

    url: str
    state_code: str
    state_label: str
    version: int
    is_pending: bool


@dataclass(frozen=True)
class ServicePage:
    """All that the page shows besides the acts."""

    pk: int
    paper_pk: int
    title: str
    number: str
    kind: str
    unit: str
    state_code: str
    state_label: str
    served_on: date | None
    received_on: date | None
    received_from: str
    reply_by: date | None
    days: int | None
    is_estimated: bool
    today: date
    lateness: str
    original: tuple[FileLink, ...]
    receipts: tuple[FileLink, ...]
    answers: tuple[FileLink, ...]
    issues: tuple[Issue, ...]
    issues_url: str
    said: tuple[Said, ...]
    answerers: str
    case: CaseLink | None
    entries: tuple[Entry, ...]
    is_own: bool
    version: int
    crumbs: tuple[Crumb, ...]


def service_page(sheet: ServiceSheet, actor: Actor, calendar: Calendar) -> ServicePage:
    """The page of a service that comes with its paper, unit and people."""
    service, paper = sheet.service, sheet.service.paper
    links = {kind: tuple(link_of(file, actor) for file in sheet.files if file.kind == kind) for kind in PaperFile.Kind}
    document, issues = document_of(service), issues_of(service)
    by = service.reply_by if service.state == ServiceState.RECEIVED else None
    return ServicePage(
        pk=service.pk,
        paper_pk=paper.pk,
        title=paper.title,
        number=paper.number,
        kind=paper.get_kind_display(),
        unit=service.unit_name,
        state_code=service.state,
        state_label=service.get_state_display(),
        served_on=service.served_on,
        received_on=service.received_on,
        received_from=service.received_from,
        reply_by=service.reply_by,
        days=calendar.between(actor.on, by) if by else None,
        is_estimated=bool(by and not calendar.is_published(by.year)),
        today=actor.on,
        lateness=lateness_of(service, actor.on, calendar),
        original=(*links[PaperFile.Kind.SEALED], *((document,) if document else ())),
        receipts=links[PaperFile.Kind.RECEIPT],
        answers=links[PaperFile.Kind.REPLY],
        issues=issues,
        issues_url=reverse("service_issues", args=[service.pk]) if issues else "",
        said=tuple(said_of(service)),
        answerers=_answerers(sheet),
        case=_case(sheet.case),
        entries=signed_entries(sheet.steps, sheet.sheets, lambda file: link_of(file, actor), to_unit=sheet.is_own),
        is_own=sheet.is_own,
        version=service.version,
        crumbs=crumbs_of(service, is_own=sheet.is_own),
    )


def issues_of(service: PaperService) -> tuple[Issue, ...]:
    """The 问题清单 as it was frozen with the number."""
    context: Mapping[str, Any] = service.paper.context or {}
    return tuple(
        Issue(
            place=row["place"],
            item=row["item"],
            original_deadline=row["original_deadline"],
            state=row["state"],
            asked=row["asked"],
        )
        for row in context.get("issues", ())
    )


def said_of(service: PaperService) -> list[Said]:
    """What the unit answered and objected, and what the office said to it, in this order."""
    answered_on = timezone.localdate(service.answered_at) if service.answered_at else None
    told = (
        Said("情况说明或异议", service.objection, service.objected_on),
        Said("领导小组办公室对异议的答复", service.answer, answered_on),
        Said("答复", service.reply, service.replied_on),
    )
    return [one for one in told if one.text]


def lateness_of(service: PaperService, today: date, calendar: Calendar) -> str:
    """How late the answer is or was, in working days, or an empty sentence."""
    by = service.reply_by
    if by is None:
        return ""
    if service.is_overdue(today):
        days = calendar.between(by, today)
        return f"逾期未答复 {days} 个工作日" if days else "已过答复时限，尚未答复"
    if service.state == ServiceState.RECEIVED or service.replied_on is None or service.replied_on <= by:
        return ""
    days = calendar.between(by, service.replied_on)
    return f"逾期 {days} 个工作日答复" if days else "逾期答复"


def crumbs_of(service: PaperService, *, is_own: bool, here: str = "") -> tuple[Crumb, ...]:
    """The way back: a unit's to what it received; ``here`` is a page behind the service's own."""
    steps = [("来文", reverse("received"))] if is_own else []
    if here:
        steps.append((service.paper.title, reverse("service", args=[service.pk])))
    return trail(("工作台", reverse("desk")), *steps, here=here or service.paper.title)


def _answerers(sheet: ServiceSheet) -> str:
    """Who may answer the open objection, for the office to read."""
    if sheet.is_own or sheet.service.state != ServiceState.OBJECTED:
        return ""
    if not sheet.answerers:
        return NOBODY_ANSWERS
    return f"可以答复的人员：{'、'.join(map(_named, sheet.answerers))}。"


def _named(post: Post) -> str:
    return f"{post.user.full_name}（{post.get_role_display()}）"


def _case(case: Interview | None) -> CaseLink | None:
    if case is None:
        return None
    return CaseLink(
        url=reverse("interview", args=[case.pk]),
        state_code=case.state,
        state_label=case.get_state_display(),
        version=case.version,
        is_pending=case.state == InterviewState.PENDING,
    )
