"""What waits for a group leader (须由领导小组领导审定): the office sees it, for the clerk takes it there on paper."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from tasks_app.dashboards.papers import for_leaders
from tasks_app.models import Cycle, Extension, Paper, ProgressReport
from tasks_app.permissions.reviewing import office_circle

OF_REPORT = ("line__work_item__year_plan__task", "period")
OF_REQUEST = ("line__work_item__year_plan__task",)
SHOWN = 50


@dataclass(frozen=True)
class Kinds:
    """Reports and requests about the office's own house, dates of the plan to be moved, and papers."""

    reports: "QuerySet[ProgressReport]"
    requests: "QuerySet[Extension]"
    papers: "QuerySet[Paper]"


@dataclass(frozen=True)
class ForLeaders:
    """The oldest of each kind. ``is_cut``: of one of them there are more."""

    reports: list[ProgressReport]
    requests: list[Extension]
    papers: list[Paper]
    is_cut: bool = False


def kinds_for_leaders(actor: Actor, cycle: Cycle, circle: frozenset[int]) -> Kinds:
    """What waits, as questions, so that the desk may count it beside everything else; ``circle``: the office's kin."""
    reports: QuerySet[ProgressReport] = ProgressReport.objects.visible_to(actor).waiting_for_office()
    requests: QuerySet[Extension] = Extension.objects.visible_to(actor).waiting()
    by_leader = Q(line__unit__in=circle) | Q(line__work_item__is_plan_date=True)
    return Kinds(
        reports=reports.filter(line__cycle=cycle, unit__in=circle),
        requests=requests.filter(by_leader, line__cycle=cycle),
        papers=for_leaders(actor, circle),
    )


def waiting_for_leaders(actor: Actor, cycle: Cycle) -> ForLeaders:
    """The rows of a page. Four queries."""
    kinds = kinds_for_leaders(actor, cycle, office_circle())
    reports = list(kinds.reports.select_related(*OF_REPORT)[: SHOWN + 1])
    requests = list(kinds.requests.select_related(*OF_REQUEST)[: SHOWN + 1])
    papers = list(kinds.papers[: SHOWN + 1])
    is_cut = max(len(reports), len(requests), len(papers)) > SHOWN
    return ForLeaders(reports[:SHOWN], requests[:SHOWN], papers[:SHOWN], is_cut)
