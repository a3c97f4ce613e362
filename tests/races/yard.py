"""Where races are run: one issued year with a line for each pair of acts, brought to where the two may meet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from accounts.actor import Actor
from accounts.models import Role, Unit, UnitKind
from tasks_app.actions import calendars, cycles, item_drafts, lines, policies, successions
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportKind
from tasks_app.models import Cycle, ProgressReport, UnitLine, WorkItem
from tests import factories, paper_factories, year_factories
from tests.factories import ISSUED_AT, LATER, SIGNED_AT, House, Staff, clock, moment

JANUARY = moment("2027-01-15 09:00")
IN_MAY, IN_JUNE = date(2026, 5, 20), date(2026, 6, 30)
A_MONTH_EARLIER, LAST_DAY = date(2026, 5, 15), date(2026, 6, 15)
BASIS = "《珠海市机构改革方案》（珠字〔2026〕1号）"


@dataclass(frozen=True)
class Needs:
    """How many lines the scenes take: of the busy unit alone, with a supporter, of units that go, due in spring."""

    alone: int
    led: int = 0
    leaving: int = 0
    clocked: int = 0


@dataclass
class Yard:
    """The house, a busy unit with two people in each role, a supporting one, and lines nobody has touched yet."""

    house: House
    staff: Staff
    others: Staff
    helper: Staff
    directors: tuple[Actor, Actor]
    system_admin: Actor
    untouched: Iterator[UnitLine]
    led: Iterator[UnitLine]
    left: Iterator[Staff]
    coming: Cycle
    people: dict[int, Staff] = field(default_factory=dict)

    def line(self, *, is_signed: bool = True, leads: bool = False) -> UnitLine:
        """A line for one pair alone, signed for unless told otherwise; with ``leads`` one of two on its item."""
        line = next(self.led if leads else self.untouched)
        return lines.sign(line, by=self.staff.liaison, at=SIGNED_AT) if is_signed else line

    def line_due(self, day: date) -> UnitLine:
        """A signed line of an item that was issued with this deadline."""
        waiting = UnitLine.objects.filter(unit=self.staff.unit, deadline=day, state="pending_signature")
        return lines.sign(waiting.earliest("pk"), by=self.staff.liaison, at=SIGNED_AT)

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

    def leaving(self) -> tuple[Staff, UnitLine]:
        """A unit that is about to go, and the first of its two lines."""
        staff = next(self.left)
        self.people[staff.unit.pk] = staff
        return staff, UnitLine.objects.filter(unit=staff.unit, cycle=self.house.cycle).earliest("pk")

    def goes(self, unit: Unit) -> None:
        """The unit is merged into another, which its people have not been posted to yet."""
        office, on = self.house.office, LATER.date()
        wish = successions.Wish(unit, "merged", f"承接{unit.name}的局", UnitKind.DEPARTMENT, on, BASIS)
        row = successions.propose(wish, by=office.clerk, at=LATER)
        successions.confirm(row, on=on, basis=BASIS, by=office.director, at=LATER)

    def drafted(self) -> Cycle:
        """The year after the coming one, drawn up and sent to nobody."""
        known = Cycle.objects.filter(year=2028).first()
        return known or factories.drafted_cycle(self.house.office, year=2028, at=JANUARY)


def yard(needs: Needs) -> Yard:
    """A yard with as many lines as are needed, and next year's draft out for opinions."""
    house = factories.house(is_issued=False)
    office, busy, helper = house.office, factories.staff("市生态环境局"), factories.staff("市住房城乡建设局")
    due = needs.clocked + 1 if needs.clocked else 0
    going = [factories.staff(f"拟并入的第{number}局") for number in range(needs.leaving)]
    holders = [
        *[[busy.unit, helper.unit]] * needs.led,
        *[[staff.unit] for staff in going for _ in range(2)],
        *[[busy.unit]] * (due + needs.alone),
    ]
    for number, units in enumerate(holders, start=4):
        factories.task(house.plan, number, units, lead=Basis.DECLARED)
    cycles.draft_items(house.cycle, by=office.clerk, at=ISSUED_AT)
    if needs.clocked:
        _set_clock(house, first=4 + needs.led + 2 * needs.leaving, count=due)
    cycles.issue(house.cycle, by=office.director, at=ISSUED_AT)
    paper_factories.mandate(house)
    paper_factories.series(house)
    own = UnitLine.objects.filter(unit=busy.unit, cycle=house.cycle).order_by("work_item__year_plan__task__number")
    own = list(own)
    return Yard(
        house=house,
        staff=busy,
        others=factories.staff(busy.unit),
        helper=helper,
        directors=(office.director, factories.working(Role.OFFICE_DIRECTOR, office.unit)),
        system_admin=factories.working(Role.SYSTEM_ADMIN, office.unit),
        untouched=iter(own[needs.led + due :]),
        led=iter(own[: needs.led]),
        left=iter(going),
        coming=year_factories.sent_out(house, year=2027, at=JANUARY),
    )


def _set_clock(house: House, *, first: int, count: int) -> None:
    """The calendar and the clock's rules; and the items whose deadline passes, one a month before the others."""
    for year in (2025, 2026):
        calendars.seed_year(year, by=clock(), at=ISSUED_AT)
    policies.seed_default(by=clock(), at=ISSUED_AT)
    for number in range(first, first + count):
        item = WorkItem.objects.get(year_plan__cycle=house.cycle, year_plan__task__number=number)
        day = A_MONTH_EARLIER if number == first else LAST_DAY
        item_drafts.revise_item(item, planned_deadline=day, by=house.office.clerk, at=ISSUED_AT)
