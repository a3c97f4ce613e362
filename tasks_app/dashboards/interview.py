"""What the page of an interview (约谈) shows, and the list of the cases."""

from dataclasses import dataclass

from django.db.models import Count, F, Min, Q, QuerySet

from accounts.actor import Actor
from tasks_app.dashboards.signed_sheets import sheets_behind
from tasks_app.domain.paper_states import INTERVIEW_MACHINE, SERVED, InterviewState
from tasks_app.models import Commitment, Interview, PaperFile, PaperService, PaperSheet, StateChange

FOR_PAGE = ("notice__author", "notice__signed_by", "minutes", "unit")
SHOWN = (PaperFile.Kind.RECTIFICATION, PaperFile.Kind.SHEET)
OPEN_CASES = (InterviewState.PENDING, InterviewState.HELD, InterviewState.RECTIFYING, InterviewState.CHECKING)


@dataclass(frozen=True)
class InterviewSheet:
    """``services`` are the unit's own of notice and minutes, by the id of the paper, as far as they were served."""

    case: Interview
    commitments: list[Commitment]
    files: list[PaperFile]
    sheets: list[PaperSheet]
    steps: list[StateChange]
    services: dict[int, PaperService]
    is_own: bool


def interview_sheet(case: Interview, actor: Actor, *, is_own: bool) -> InterviewSheet:
    """The sheet of a visible case: four statements, one more where something was signed on paper."""
    papers = [paper for paper in (case.notice_id, case.minutes_id) if paper]
    served = PaperService.objects.visible_to(actor).filter(paper__in=papers, unit=case.unit_id, state__in=SERVED)
    seen = PaperFile.objects.visible_to(actor).filter(paper=case.notice_id, kind__in=SHOWN)
    files = list(seen.select_related("blob", "added_by__user").order_by("added_at", "id"))
    return InterviewSheet(
        case=case,
        commitments=list(case.commitments.all()),
        files=[file for file in files if file.kind == PaperFile.Kind.RECTIFICATION],
        sheets=sheets_behind(files),
        steps=list(StateChange.objects.filter(kind=INTERVIEW_MACHINE.subject, object_id=case.pk)),
        services={service.paper_id: service for service in served},
        is_own=is_own,
    )


def cases(actor: Actor, *, closed: bool) -> "QuerySet[Interview]":
    """The cases one sees, each with ``at`` (its notice drafted), ``promised``, ``kept`` and ``next_due``."""
    seen: QuerySet[Interview] = Interview.objects.visible_to(actor).annotate(
        at=F("notice__drafted_at"),
        promised=Count("commitments"),
        kept=Count(
            "commitments", filter=Q(commitments__done_on__isnull=False) | Q(commitments__excused_on__isnull=False)
        ),
        next_due=Min(
            "commitments__due_on", filter=Q(commitments__done_on__isnull=True, commitments__excused_on__isnull=True)
        ),
    )
    chosen = seen.exclude(state__in=OPEN_CASES) if closed else seen.filter(state__in=OPEN_CASES)
    return chosen.select_related("notice", "unit").defer("notice__words", "notice__context")
