"""Where races are run: one issued year with a line for each pair of acts, brought to where the two may meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import cycles, lines
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportKind
from tasks_app.models import Cycle, ProgressReport, UnitLine
from tests import factories, paper_factories, year_factories
from tests.factories import ISSUED_AT, SIGNED_AT, House, Staff, moment

JANUARY = moment("2027-01-15 09:00")


@dataclass(frozen=True)
class Yard:
    """The house, a busy unit with two people in each role, a supporting one, and lines nobody has touched yet."""

    house: House
    staff: Staff
    others: Staff
    helper: Staff
    directors: tuple[Actor, Actor]
    untouched: Iterator[UnitLine]
    led: Iterator[UnitLine]
    coming: Cycle

    def line(self, *, is_signed: bool = True, leads: bool = False) -> UnitLine:
        """A line for one pair alone, signed for unless told otherwise; with ``leads`` one of two on its item."""
        line = next(self.led if leads else self.untouched)
        return lines.sign(line, by=self.staff.liaison, at=SIGNED_AT) if is_signed else line

    def support_of(self, line: UnitLine) -> UnitLine:
        """The supporting unit's line of the same item, signed for."""
        return lines.sign(
            UnitLine.objects.get(work_item=line.work_item_id, unit=self.helper.unit),
            by=self.helper.liaison,
            at=SIGNED_AT,
        )

    def report(self, state: str, kind: str = ReportKind.PERIODIC) -> ProgressReport:
        """A report of the busy unit in this state, on a line of its own."""
        line = self.line()
        if kind == ReportKind.CLOSING:
            draft = factories.closing_draft(line, self.staff)
        else:
            draft = factories.periodic_draft(line, self.staff, self.house.period())
        factories.advance(draft, state, self.house, self.staff)
        return ProgressReport.objects.get(pk=draft.pk)


LED = 6


def yard(size: int) -> Yard:
    """A yard with this many lines to use, and next year's draft out for opinions."""
    house = factories.house(is_issued=False)
    office, busy, helper = house.office, factories.staff("市生态环境局"), factories.staff("市住房城乡建设局")
    for number in range(4, 4 + size):
        holders = [busy.unit, helper.unit] if number < 4 + LED else [busy.unit]
        factories.task(house.plan, number, holders, lead=Basis.DECLARED)
    cycles.draft_items(house.cycle, by=office.clerk, at=ISSUED_AT)
    cycles.issue(house.cycle, by=office.director, at=ISSUED_AT)
    paper_factories.mandate(house)
    own = list(UnitLine.objects.filter(unit=busy.unit, cycle=house.cycle).order_by("pk"))
    coming = year_factories.sent_out(house, year=2027, at=JANUARY)
    return Yard(
        house,
        busy,
        factories.staff(busy.unit),
        helper,
        (office.director, factories.working(Role.OFFICE_DIRECTOR, office.unit)),
        iter(own[LED:]),
        iter(own[:LED]),
        coming,
    )


IN_MAY, IN_JUNE = date(2026, 5, 20), date(2026, 6, 30)
