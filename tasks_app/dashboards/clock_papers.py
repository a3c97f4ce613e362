"""What the clock knows of papers (公文): what was served, which windows ran out, objections, and promises."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from tasks_app.domain.facts import Anchor, Span
from tasks_app.domain.office_waits import Wait
from tasks_app.domain.paper_kinds import KINDS
from tasks_app.domain.paper_states import ANSWERING, BEFORE_ISSUE, WITH_EITHER, InterviewState, ServiceState
from tasks_app.domain.reach import Level
from tasks_app.models import Commitment, Interview, Paper, PaperService, StateChange
from tasks_app.models.among import Ids

OBJECTING = ("object", "object_on_behalf")
# What a service waits for with the office.
OF_OFFICE: dict[str, Wait] = {ServiceState.OBJECTED: Wait.OBJECTED, ServiceState.REPLIED: Wait.TO_CLOSE}
ANSWERABLE = (ServiceState.RECEIVED, ServiceState.REPLIED)
LETTERS = tuple(code for code, kind in KINDS.items() if kind.level is Level.LETTER)
# Of a service annotated with the line it is ``about``: that line was opened anew since it was sent.
IS_OF_EARLIER_ROUND = Exists(
    StateChange.objects.filter(kind="line", act="reopen", line=OuterRef("about"), at__date__gt=OuterRef("served_on"))
)


def services_of(lines: Ids) -> Mapping[int, list[PaperService]]:
    """The services that wait for somebody, by the line through which the clock finds them. One query."""
    found: defaultdict[int, list[PaperService]] = defaultdict(list)
    for service in PaperService.objects.filter(line__in=lines, state__in=WITH_EITHER).order_by("id"):
        if service.line_id:
            found[service.line_id].append(service)
    return found


def anchors_of(service: PaperService) -> dict[Anchor, date]:
    """The days of a service that rules count from."""
    days = {Anchor.SERVED: service.served_on, Anchor.RECEIVED: service.received_on}
    if service.state == ServiceState.RECEIVED:
        days[Anchor.REPLY_BY] = service.reply_by
    if service.state == ServiceState.OBJECTED:
        days[Anchor.OBJECTED] = service.objected_on
    if service.state == ServiceState.REPLIED:
        days[Anchor.REPLIED] = service.replied_on
    return {anchor: day for anchor, day in days.items() if day is not None}


def sent_about(lines: Ids) -> "QuerySet[PaperService, Mapping[str, Any]]":
    """The question for what was sent about lines and opened a reply window or met an objection, by window."""
    windows = Q(paper__kind__in=LETTERS, state__in=ANSWERABLE, reply_by__isnull=False)
    sent = PaperService.objects.filter(windows | Q(objected_on__isnull=False), paper__grounds__line__in=lines)
    rows = sent.annotate(about=F("paper__grounds__line")).annotate(is_earlier=IS_OF_EARLIER_ROUND)
    wanted = ("about", "paper__kind", "state", "served_on", "reply_by", "objected_on", "is_earlier")
    about: QuerySet[PaperService, Mapping[str, Any]] = rows.order_by("reply_by").values(*wanted)
    return about


def windows_in(sent: Iterable[Mapping[str, Any]], moved: Mapping[int, date]) -> Mapping[int, date]:
    """The last day on which the reply window of a received letter about each line is open.

    A letter that was sent before the line was opened anew is settled, and one that was served before the deadline
    ``moved`` was about another deadline: neither calls to an interview in the new round.
    """
    return {
        row["about"]: row["reply_by"]
        for row in sent
        if row["paper__kind"] in LETTERS
        and row["state"] in ANSWERABLE
        and row["reply_by"]
        and not row["is_earlier"]
        and row["served_on"] >= moved.get(row["about"], date.min)
    }


def objection_steps(lines: Ids) -> "QuerySet[StateChange, tuple[Any, ...]]":
    """The question for the steps by which somebody objected to papers about lines, and was answered."""
    steps = StateChange.objects.filter(
        kind="service", paper__grounds__line__in=lines, act__in=(*OBJECTING, *ANSWERING)
    ).annotate(about=F("paper__grounds__line"))
    return steps.order_by("at", "id").values_list("about", "object_id", "act", "at")


def objections_in(steps: Iterable[tuple[Any, ...]]) -> Mapping[int, tuple[Span, ...]]:
    """The days on which an objection (情况说明／异议) to a paper about each line was open."""
    begun: dict[tuple[int, int], date] = {}
    spans: defaultdict[int, tuple[Span, ...]] = defaultdict(tuple)
    for line, service, act, at in steps:
        day = timezone.localdate(at)
        if act in OBJECTING:
            begun[line, service] = day
        elif (line, service) in begun:
            spans[line] += (Span(begun.pop((line, service)), day),)
    for (line, _), day in begun.items():
        spans[line] += (Span(day),)
    return spans


def papers_of(lines: Ids) -> Mapping[int, list[Paper]]:
    """The papers on their way through the house, by the line through which the clock finds them. One query."""
    found: defaultdict[int, list[Paper]] = defaultdict(list)
    papers = Paper.objects.filter(line__in=lines, state__in=BEFORE_ISSUE, stepped_on__isnull=False)
    for paper in papers.only("kind", "state", "agreed_at", "stepped_on", "round", "line").order_by("id"):
        if paper.line_id:
            found[paper.line_id].append(paper)
    return found


def cases_of(lines: Ids) -> Mapping[int, list[Interview]]:
    """The interviews that are rectified or checked, by line, each with those of its commitments that are open.

    One query, and another where there are any.
    """
    found: defaultdict[int, list[Interview]] = defaultdict(list)
    states = (InterviewState.RECTIFYING, InterviewState.CHECKING)
    cases = Interview.objects.filter(state__in=states, notice__services__line__in=lines)
    promised = Prefetch("commitments", Commitment.objects.open().order_by("id"))
    for case in cases.annotate(about=F("notice__services__line")).prefetch_related(promised).order_by("id"):
        found[case.about].append(case)
    return found
