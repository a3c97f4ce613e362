"""Who plays in the whole story, each at a browser of their own, and the clock that carries them through a year."""

from dataclasses import dataclass
from io import StringIO

import time_machine
from django.conf import settings
from django.core.management import call_command

from accounts.models import Role, Unit, UnitKind, User
from tasks_app.actions.sweeps import sweep
from tests import factories
from tests.browser.conftest import FIRST_DAY, Visit
from tests.browser.mornings import let_days_pass
from tests.browser.paper_way import Bureau
from tests.browser.visitor import Visitor

SOURCE = settings.BASE_DIR / "fixtures" / "plans" / "zhuhai_carbon_peak_2023.txt"
TASK = 18  # 推动发展高质量…绿色低碳产品国际贸易: 市商务局 stands first
TITLE = "推动发展高质量、高技术、高附加值的绿色低碳产品国际贸易，积极应对绿色贸易国际规则"
UNIT = "市商务局"
DUE = "2026-06-30"
CLERK, CHECKER, DIRECTOR, LEADER = "办公室经办人", "办公室核稿人", "办公室负责人", "领导小组领导"
LIAISON, REVIEWER = "商务局联络员", "商务局审核人"


@dataclass
class Story:
    """Its people, and the clock."""

    clock: time_machine.Traveller
    clerk: Visitor
    checker: Visitor
    director: Visitor
    leader: Visitor
    liaison: Visitor
    reviewer: Visitor

    @property
    def bureau(self) -> Bureau:
        """Those who carry a paper through the office."""
        return Bureau(self.clerk, self.checker, self.director)

    def on(self, day: str, *present: Visitor) -> None:
        """A later day, to which some come in again."""
        let_days_pass(self.clock, day, *present)

    def report_path(self) -> str:
        """Where the report that is spoken of is read."""
        return self.liaison.page.url.removeprefix(self.liaison.address).removesuffix("edit/")


def import_the_plan() -> None:
    """The plan comes in from its own text, into a new house."""
    said = StringIO()
    call_command("set_up", stdout=said)
    call_command("import_plan", str(SOURCE), stdout=said)
    assert "重点任务 30，措施 52，" in said.getvalue()
    assert "责任分工 194；" in said.getvalue()


def come_to_their_posts(visit: Visit, clock: time_machine.Traveller) -> Story:
    """The people of the office, a leader of the group, and two of a unit."""
    office, commerce = Unit.objects.get(kind=UnitKind.COORDINATION), Unit.objects.get(name=UNIT)
    sweep(at=FIRST_DAY)
    return Story(
        clock,
        clerk=visit(_person(CLERK, Role.OFFICE_CLERK, office)),
        checker=visit(_person(CHECKER, Role.OFFICE_CLERK, office)),
        director=visit(_person(DIRECTOR, Role.OFFICE_DIRECTOR, office)),
        leader=visit(_person(LEADER, Role.GROUP_LEADER, office)),
        liaison=visit(_person(LIAISON, Role.LIAISON, commerce)),
        reviewer=visit(_person(REVIEWER, Role.UNIT_REVIEWER, commerce)),
    )


def approve(reviewer: Visitor, path: str, verb: str = "审核通过") -> None:
    """The unit's reviewer lets a report out."""
    reviewer.opens(path)
    reviewer.decides(verb)
    reviewer.reads("已报送领导小组办公室")


def _person(name: str, role: str, unit: Unit) -> User:
    return factories.post(role, unit, user=factories.person(name)).user
