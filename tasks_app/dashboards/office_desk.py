"""What the office's desk asks first: the year, and which reports, requests and cases wait; so many are counted."""

from typing import Any

from django.db.models import QuerySet

from accounts.actor import Actor
from tasks_app.dashboards.extension import waiting_requests
from tasks_app.dashboards.line_case import waiting_cases
from tasks_app.dashboards.line_today import YearAsked
from tasks_app.dashboards.talking import talk_waiting
from tasks_app.domain.access import Role
from tasks_app.models import Cycle, ProgressReport
from tasks_app.models.counting import EXACT_TO
from tasks_app.permissions.kin import kin_of_office


class OfficeDeskAsked:
    """Year, calendar and the office's kin; whether there is talk; and the numbers of all that waits. One statement.

    For a leader what waits is what the office may not judge itself.
    """

    def __init__(self, actor: Actor, cycle: Cycle) -> None:
        self.year, self.talk = YearAsked(cycle), talk_waiting(actor)
        self.kin = kin_of_office().order_by().values_list("pk", flat=True)
        self.reports = _waiting_reports(actor, cycle)
        self.requests, self.cases = waiting_requests(actor, cycle), waiting_cases(actor, cycle, actor.on)
        waiting = (self.reports, self.requests, self.cases)
        self.all: tuple[QuerySet[Any], ...] = (*self.year.all, *self.talk, self.kin, *waiting)


def _waiting_reports(actor: Actor, cycle: Cycle) -> "QuerySet[ProgressReport, int]":
    waiting: QuerySet[ProgressReport] = (
        ProgressReport.objects.visible_to(actor).waiting_for_office().filter(line__cycle=cycle)
    )
    if actor.role == Role.GROUP_LEADER:
        waiting = waiting.filter(unit__in=kin_of_office())
    return waiting.values_list("pk", flat=True)[: EXACT_TO + 1]
