"""The people of the matrix: every role, in every relation to the units of the house."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

import pytest

from accounts.actor import Actor
from accounts.models import Role, UnitKind
from tasks_app.domain.access import Verb
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport, UnitLine, WorkItem
from tasks_app.permissions.checks import can
from tests import factories
from tests.conftest import Standing
from tests.factories import House

ON = factories.REPORTED_AT.date()
LEAD = {"lead_liaison", "lead_reviewer"}
SUPPORT = {"support_liaison", "support_reviewer"}
HOST = {"host_liaison", "host_reviewer"}
CLERKS = {"clerk", "second_clerk", "moonlighter"}
OFFICE = {*CLERKS, "director"}
READERS = {*OFFICE, "leader", "evaluator", "auditor"}


@dataclass(frozen=True)
class Matrix:
    """People by what they are called in the oracle, and the things they look at or touch."""

    house: House
    people: dict[str, Actor]
    lines: dict[str, UnitLine]
    reports: dict[str, ProgressReport]

    @property
    def item(self) -> WorkItem:
        """The item of task 1: 市商务局 leads by the plan's own words, 市交通运输局 supports."""
        return self.lines["lead"].work_item


def people_of(house: House) -> dict[str, Actor]:
    """Everybody in the oracle. Auditors need a scope; the former liaison's post ended the day before."""
    commerce = house.commerce.unit
    moonlighter = factories.person("兼职经办人")
    factories.post(Role.LIAISON, commerce, user=moonlighter)
    switched_off = factories.post(Role.LIAISON, commerce)
    switched_off.user.is_active = False
    switched_off.user.save()
    audit_office, admin_unit = factories.unit(), factories.unit(kind=UnitKind.INSTITUTION)
    scoped = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    former = factories.post(Role.LIAISON, commerce, ends_on=date(2026, 4, 9))
    return {
        "lead_liaison": house.commerce.liaison,
        "lead_reviewer": house.commerce.reviewer,
        "support_liaison": house.transport.liaison,
        "support_reviewer": house.transport.reviewer,
        "host_liaison": house.host.liaison,
        "host_reviewer": house.host.reviewer,
        "stranger_liaison": house.water.liaison,
        "stranger_reviewer": house.water.reviewer,
        "former_liaison": Actor.of(former.user, ON),
        "former_liaison_still_wearing_it": Actor(former.user, former, None, ON, (former,)),
        "switched_off": Actor.of(switched_off.user, ON),
        "switched_off_still_wearing_it": Actor(switched_off.user, switched_off, None, ON, (switched_off,)),
        "nobody": Actor.of(factories.person("无任职"), ON),
        "clock": factories.clock(ON),
        "clerk": house.office.clerk,
        "second_clerk": house.office.second_clerk,
        "moonlighter": factories.actor(factories.post(Role.OFFICE_CLERK, house.office.unit, user=moonlighter)),
        "director": house.office.director,
        "leader": house.office.leader,
        "evaluator": factories.working(Role.EVALUATOR, audit_office),
        "auditor": factories.actor(factories.post(Role.AUDITOR, audit_office, scope_year=2026, **scoped)),
        "auditor_of_2025": factories.actor(factories.post(Role.AUDITOR, audit_office, scope_year=2025, **scoped)),
        "system_admin": factories.working(Role.SYSTEM_ADMIN, admin_unit),
        "security_admin": factories.working(Role.SECURITY_ADMIN, admin_unit),
        "audit_admin": factories.working(Role.AUDIT_ADMIN, admin_unit),
    }


def build() -> Matrix:
    """The house with leads declared by the plan, and a submitted report on each of three lines."""
    house = factories.house(lead=Basis.DECLARED)
    wanted = {"lead": (house.commerce, 1), "support": (house.transport, 1), "host": (house.host, 2)}
    reports = {
        name: factories.report_in(ReportState.SUBMITTED, house, unit_staff=people, number=number)
        for name, (people, number) in wanted.items()
    }
    lines = {name: house.line(people, number) for name, (people, number) in wanted.items()}
    return Matrix(house, people_of(house), lines, reports)


@pytest.fixture(scope="module")
def matrix_of_the_module(standing: Standing) -> Iterator[Matrix]:
    """The matrix, built once a module."""
    with standing(build) as built:
        yield built


@pytest.fixture
def matrix(matrix_of_the_module: Matrix, db: None) -> Matrix:
    """Everybody, three lines, and a submitted report on each."""
    return deepcopy(matrix_of_the_module)


def who_can(people: dict[str, Actor], verb: Verb, thing: object = None) -> set[str]:
    """The names of all who may."""
    return {name for name, actor in people.items() if can(actor, verb, thing)}
