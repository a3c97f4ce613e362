"""What waits for a group leader (须由领导小组领导审定): the office sees it, for the clerk takes it there on paper."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from tasks_app.dashboards.papers import for_leaders
from tasks_app.models import Cycle, Extension, Paper, ProgressReport
from tasks_app.permissions.kin import kin_of_office

OF_REPORT = ("line__work_item__year_plan__task", "period")
OF_REQUEST = ("line__work_item__year_plan__task",)
SHOWN = 8


@dataclass(frozen=True)
class ForLeaders:
    """Reports and requests about the office's own house, dates of the plan to be moved, and papers; oldest first."""

    reports: list[ProgressReport]
    requests: list[Extension]
    papers: list[Paper]


def waiting_for_leaders(actor: Actor, cycle: Cycle) -> ForLeaders:
    """Of each kind the first ones. Three queries."""
    circle = kin_of_office()
    reports: QuerySet[ProgressReport] = ProgressReport.objects.visible_to(actor).waiting_for_office()
    requests: QuerySet[Extension] = Extension.objects.visible_to(actor).waiting()
    by_leader = Q(line__unit__in=circle) | Q(line__work_item__is_plan_date=True)
    papers: QuerySet[Paper] = for_leaders(actor)
    return ForLeaders(
        reports=list(reports.filter(line__cycle=cycle, line__unit__in=circle).select_related(*OF_REPORT)[:SHOWN]),
        requests=list(requests.filter(by_leader, line__cycle=cycle).select_related(*OF_REQUEST)[:SHOWN]),
        papers=list(papers[:SHOWN]),
    )
