"""What hangs on a person when they leave a post (移交): drafts, approvals, lines, requests, papers.

Rights follow the unit, so that whoever comes next sees all of it; the list is there so that nobody has to look for it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Post, UnitKind
from tasks_app.domain.access import OFFICE_ROLES, Role
from tasks_app.domain.paper_states import PaperState, ServiceState
from tasks_app.domain.posts import family_of
from tasks_app.domain.report_states import WITH_AUTHOR, ReportState
from tasks_app.models import Extension, Paper, PaperService, ProgressReport, UnitLine

MOST = 200  # of a kind; whoever has more finds the rest in the lists of the unit


@dataclass(frozen=True)
class Task:
    """One piece of open work: what it is, and where it is done."""

    title: str
    url: str


@dataclass(frozen=True)
class Pile:
    """Work of one kind. ``is_inner``: of a unit's own side alone, of which others read how much there is."""

    label: str
    tasks: tuple[Task, ...]
    is_inner: bool = False


@dataclass(frozen=True)
class OpenWork:
    """All that hangs on the holder of a post. ``handled`` are the lines that name them as 承办人."""

    post: Post
    piles: tuple[Pile, ...]
    handled: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return sum(len(pile.tasks) for pile in self.piles)

    @property
    def in_words(self) -> str:
        """The list in one sentence: 起草中的进展反馈 2 件、待审核的报送件 1 件."""
        return "、".join(f"{pile.label} {len(pile.tasks)} 件" for pile in self.piles) or "没有在办事项"


def open_work(post: Post) -> OpenWork:
    """What hangs on this person in this post. At most five queries."""
    handled = list(_handled(post)[:MOST])
    piles = (
        Pile("起草中的填报", tuple(_report(one) for one in _drafts(post)[:MOST]), is_inner=True),
        Pile("待其审核的填报", tuple(_report(one) for one in _to_approve(post)[:MOST]), is_inner=True),
        Pile("承办人为其本人的事项", tuple(Task(line.work_item.title, _line(line)) for line in handled)),
        Pile("待审批的延期申请", tuple(_extension(one) for one in _asked(post)[:MOST])),
        Pile("待办理的来文", tuple(_service(one) for one in _received(post)[:MOST])),
        Pile("起草中的公文", tuple(_paper(one) for one in _papers(post)[:MOST])),
    )
    return OpenWork(post, tuple(pile for pile in piles if pile.tasks), tuple(line.pk for line in handled))


def successors_of(post: Post, *, on: date) -> "list[Post]":
    """Who can take it over: everybody else of the unit in a post of the same family, also in one about to begin."""
    family = family_of(post.role)
    others = Post.objects.standing().of_working_people().filter(unit=post.unit_id, role__in=family)
    coming = others.exclude(ends_on__lt=on).exclude(user=post.user_id)
    return list(coming.select_related("user", "unit", "acting_for").order_by("-role", "starts_on", "id"))


def _drafts(post: Post) -> "QuerySet[Any]":
    mine = ProgressReport.objects.filter(unit=post.unit_id, author__user=post.user_id, state__in=WITH_AUTHOR)
    return mine.select_related("line__work_item", "period").order_by("id")


def _to_approve(post: Post) -> "QuerySet[Any]":
    waiting = ProgressReport.objects.filter(unit=post.unit_id, state=ReportState.UNIT_REVIEW)
    waiting = waiting if post.role == Role.UNIT_REVIEWER else waiting.none()
    return waiting.select_related("line__work_item", "period").order_by("id")


def _handled(post: Post) -> "QuerySet[Any]":
    of_unit = UnitLine.objects.open().filter(unit=post.unit_id, ended_on__isnull=True, handler=post.user.full_name)
    return of_unit.select_related("work_item").order_by("id")


def _asked(post: Post) -> "QuerySet[Any]":
    mine = Extension.objects.waiting().filter(line__unit=post.unit_id, asked_by__user=post.user_id)
    return mine.select_related("line__work_item").order_by("id")


def _received(post: Post) -> "QuerySet[Any]":
    with_unit = (ServiceState.SERVED, ServiceState.RECEIVED)
    mine = PaperService.objects.filter(unit=post.unit_id, state__in=with_unit)
    mine = mine if post.role == Role.LIAISON else mine.none()
    return mine.select_related("paper").order_by("id")


def _papers(post: Post) -> "QuerySet[Any]":
    drafts = Paper.objects.filter(author__user=post.user_id, state__in=(PaperState.DRAFT, PaperState.CHECKING))
    is_office = post.role in OFFICE_ROLES and post.unit.kind == UnitKind.COORDINATION
    return (drafts if is_office else drafts.none()).order_by("id")


def _report(report: ProgressReport) -> Task:
    name = f"{report.period.name}进展" if report.period else report.get_kind_display()
    return Task(f"{report.line.work_item.title}：{name}", reverse("report", args=[report.pk]))


def _line(line: UnitLine) -> str:
    return f"{reverse('item', args=[line.work_item_id])}?line={line.pk}"


def _extension(request: Extension) -> Task:
    return Task(
        f"{request.line.work_item.title}：延至 {request.wished_until:%Y-%m-%d}",
        reverse("extension", args=[request.pk]),
    )


def _service(service: PaperService) -> Task:
    return Task(service.paper.title, reverse("service", args=[service.pk]))


def _paper(paper: Paper) -> Task:
    return Task(paper.title, reverse("paper", args=[paper.pk]))
