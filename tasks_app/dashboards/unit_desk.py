"""What a unit's desk asks first: small questions that tell which of the longer ones are worth asking."""

from typing import Any

from django.db.models import QuerySet

from accounts.actor import Actor
from tasks_app.dashboards.consultation import opinions_asked
from tasks_app.dashboards.desk import lines_of_unit, states_counted, waiting_for_approval
from tasks_app.dashboards.extension import requests_of_unit
from tasks_app.dashboards.line_case import cases_of_unit
from tasks_app.dashboards.line_today import YearAsked
from tasks_app.dashboards.talking import talk_waiting
from tasks_app.dashboards.targets import reported_by_unit
from tasks_app.domain.access import Role
from tasks_app.models import Cycle, Plan


class UnitDeskAsked:
    """Year, calendar, opinions and states; whether there are targets, talk and reports to approve; and what the unit
    asked the office for, which has not answered. One statement.

    ``to_approve`` are the reports that wait for the unit's reviewer, of all plans together or of one.
    """

    def __init__(self, actor: Actor, cycle: Cycle, plan: Plan | None) -> None:
        self.year, self.opinions, self.talk = YearAsked(cycle), opinions_asked(actor), talk_waiting(actor)
        self.lines, self.states = lines_of_unit(actor, cycle, plan), states_counted(actor, cycle, plan)
        self.targets, self.to_approve = reported_by_unit(actor), waiting_for_approval(actor, self.lines)
        if actor.role != Role.UNIT_REVIEWER:
            self.to_approve = self.to_approve.none()
        self.requests, self.cases = requests_of_unit(actor.unit_id, cycle), cases_of_unit(actor.unit_id, cycle)
        if plan:
            of_plan = {"line__work_item__year_plan__task__plan": plan}
            self.requests, self.cases = self.requests.filter(**of_plan), self.cases.filter(**of_plan)
        small = (self.opinions, self.states, self.targets, self.to_approve, self.requests, self.cases)
        self.all: tuple[QuerySet[Any], ...] = (*self.year.all, *self.talk, *small)
