"""What stands on the desk (工作台) today: for a unit its lines, for the office what waits and what is late."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.extension import requests_on_desk
from tasks_app.dashboards.leaders import kinds_for_leaders
from tasks_app.dashboards.line_case import cases_on_desk
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.dashboards.office_desk import OfficeDeskAsked
from tasks_app.domain.access import OFFICE_ROLES, Role
from tasks_app.domain.line_states import ASIDE, AT_WORK, DONE, OPEN, WITH_UNIT, LineState
from tasks_app.domain.parts import SETTLED, Part
from tasks_app.domain.report_states import OPEN_REPORT, ReportState
from tasks_app.domain.year_states import Rhythm
from tasks_app.models import Cycle, Extension, LineCase, Plan, ProgressReport, Responsibility, Task, UnitLine
from tasks_app.models.counting import EXACT_TO, counted_together
from tasks_app.models.line import late_on
from tasks_app.models.together import read_together

SHOWN = 8
# How many lines and reports the list of today names; the rest stands below it, or comes when these are done.
TODAY_AT_MOST = 10
SIGNED_ONE_BY_ONE = 3
# What a row shows of a line, its item and task; each column more costs a page more than finding them does.
OF_LINE = (
    *("work_item__title", "work_item__year_plan__task__number", "work_item__year_plan__task__plan"),
    *("part", "rhythm", "state", "unit_name", "issued_on", "original_deadline", "deadline"),
    *("submitted_at", "reported_through", "claimed_standing", "claimed_progress", "verified_progress"),
    *("verification", "section", "follow_up"),
)
# The same of a report that waits, and of its author.
OF_WAITING = (
    *("kind", "state", "period", "on_behalf_source", "submitted_at", "drafted_at", "is_late"),
    "author__user__full_name",
    *("line__unit_name", "line__work_item__title"),
    *("line__work_item__year_plan__task__number", "line__work_item__year_plan__task__plan"),
)


@dataclass(frozen=True)
class UnitCounts:
    """How many of a unit's lines want what."""

    open: int
    late: int
    to_sign: int
    to_redo: int
    owing: int
    done: int
    aside: int = 0
    with_office: int = 0

    @property
    def signs_together(self) -> bool:
        """Whether there are so many to sign for that one signs for all of them."""
        return self.to_sign > SIGNED_ONE_BY_ONE

    @property
    def with_liaison(self) -> int:
        """How many wait for whoever writes for the unit."""
        return self.to_sign + self.to_redo + self.owing

    def of(self, want: str) -> int:
        """The count of a choice on the desk (see :func:`wanting`)."""
        count: int = getattr(self, COUNTED_AS.get(want, "open"))
        return count


# What is counted by state alone: one walk over the unit's lines tells all of it.
BY_STATE: dict[str, tuple[str, ...]] = {
    "open": OPEN,
    "to_sign": (LineState.PENDING_SIGNATURE,),
    "done": DONE,
    "aside": ASIDE,
    "with_office": (LineState.OFFICE_REVIEW,),
}
# The choices on the desk, and where they are counted.
COUNTED_AS = {
    "": "open",
    "late": "late",
    "sign": "to_sign",
    "redo": "to_redo",
    "report": "owing",
    "done": "done",
    "aside": "aside",
}


@dataclass(frozen=True)
class OfficeDesk:
    """What the office decides today, and what is late."""

    waiting: list[ProgressReport]
    waiting_count: int
    late: list[UnitLine]
    late_count: int
    unsettled_leads: int
    requests: list[Extension]
    request_count: int
    for_leaders: int
    cases: list[LineCase]
    case_count: int

    @property
    def waiting_rest(self) -> int:
        """How many reports wait besides those that are shown."""
        return self.waiting_count - len(self.waiting)


def lines_of_unit(actor: Actor, cycle: Cycle, plan: Plan | None = None) -> "QuerySet[UnitLine]":
    """The unit's own lines of a year, of all plans together or of one."""
    own: QuerySet[UnitLine] = UnitLine.objects.own_of(actor).filter(cycle=cycle, ended_on__isnull=True).of_plan(plan)
    return own


def with_item(lines: "QuerySet[UnitLine]") -> "QuerySet[UnitLine]":
    """The lines with what a row shows of them and of their items."""
    return lines.select_related("work_item__year_plan__task").only(*OF_LINE)


def reports_of_line(unit: int | None) -> "QuerySet[ProgressReport]":
    """The reports of the unit's line that is asked about. The unit is a plain number, which the index follows: where
    PostgreSQL collects the reports of many lines first, it collects this unit's and not all of the house.
    """
    reports: QuerySet[ProgressReport] = ProgressReport.objects.filter(line=OuterRef("pk"), unit=unit)
    return reports


def wanting(want: str, year: CycleToday, unit: int | None) -> Q:
    """The condition of a choice on the unit's desk; an unknown one shows what is open."""
    return WANTS.get(want, _open)(year, unit)


def _open(year: CycleToday, unit: int | None) -> Q:
    return Q(state__in=OPEN)


def _late(year: CycleToday, unit: int | None) -> Q:
    return late_on(year.today) & Q(state__in=OPEN)


def _to_sign(year: CycleToday, unit: int | None) -> Q:
    return Q(state=LineState.PENDING_SIGNATURE)


def _to_redo(year: CycleToday, unit: int | None) -> Q:
    return Q(Exists(reports_of_line(unit).filter(state=ReportState.SENT_BACK)), state__in=OPEN)


def _done(year: CycleToday, unit: int | None) -> Q:
    return Q(state__in=DONE)


def _aside(year: CycleToday, unit: int | None) -> Q:
    return Q(state__in=ASIDE)


def _owing(year: CycleToday, unit: int | None) -> Q:
    """The SQL twin of ``CycleToday.owed_by``, without what is already being redone or approved."""
    owing = Q(pk__in=[])
    for rhythm in Rhythm:
        opened = [period for period in year.periods if period.rhythm == rhythm.value and period.opens_on <= year.today]
        if opened:
            due = opened[-1].due_on
            unreported = Q(reported_through__isnull=True) | Q(reported_through__lt=due)
            owing |= unreported & Q(rhythm=rhythm.value, state__in=AT_WORK, issued_on__lt=due)
    in_hand = reports_of_line(unit).filter(state__in=(ReportState.SENT_BACK, ReportState.UNIT_REVIEW))
    return owing & Q(~Exists(in_hand))


WANTS: dict[str, Callable[[CycleToday, int | None], Q]] = {
    "late": _late,
    "sign": _to_sign,
    "redo": _to_redo,
    "report": _owing,
    "done": _done,
    "aside": _aside,
}


def lines_counted(
    actor: Actor, cycle: Cycle, year: CycleToday, plan: Plan | None = None
) -> "dict[str, QuerySet[UnitLine]]":
    """What :class:`UnitCounts` counts of the unit's lines beside their states, of all plans together or of one."""
    lines, beside = _own_counted(actor, cycle, plan), {*COUNTED_AS.values()} - {*BY_STATE}
    return {
        name: lines.filter(wanting(want, year, actor.unit_id)) for want, name in COUNTED_AS.items() if name in beside
    }


def states_counted(actor: Actor, cycle: Cycle, plan: Plan | None = None) -> "QuerySet[UnitLine, tuple[str, int]]":
    """The question how many of the unit's lines are in each state."""
    lines = _own_counted(actor, cycle, plan).order_by()
    return lines.values_list("state").annotate(number=Count("pk"))


def by_state(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What of :class:`UnitCounts` the states tell; one more than ``EXACT_TO`` stands for all beyond."""
    found = dict(counted)
    return {name: min(sum(found.get(state, 0) for state in states), EXACT_TO + 1) for name, states in BY_STATE.items()}


def _own_counted(actor: Actor, cycle: Cycle, plan: Plan | None) -> "QuerySet[UnitLine]":
    own: QuerySet[UnitLine] = UnitLine.objects.counted_for(actor).filter(cycle=cycle).of_plan(plan)
    return own


def pressing_lines(
    actor: Actor, lines: "QuerySet[UnitLine]", year: CycleToday, counts: UnitCounts
) -> "QuerySet[UnitLine, int]":
    """Which of the unit's lines ask something of their unit now, the first ones, the earliest deadline first.

    Many to be signed for are one thing to do (``signs_together``), and hide no other.
    """
    if counts.signs_together:
        lines = lines.exclude(state=LineState.PENDING_SIGNATURE)
    near = Q(state__in=WITH_UNIT, deadline__lte=year.moment.near_until)
    unit = actor.unit_id
    asking = near | _to_sign(year, unit) | _to_redo(year, unit) | _owing(year, unit)
    pressing = lines.filter(asking, state__in=OPEN).order_by("deadline", "id")
    return pressing.values_list("pk", flat=True)[:TODAY_AT_MOST]


def named(wanted: Iterable[int], shown: Iterable[UnitLine], lines: "QuerySet[UnitLine]") -> list[UnitLine]:
    """These of the unit's ``lines``, in their order. The list below shows most of them; the others are read here."""
    numbers, known = list(wanted), {line.pk: line for line in shown}
    if missing := [pk for pk in numbers if pk not in known]:
        known |= {line.pk: line for line in with_item(lines.filter(pk__in=missing))}
    return [known[pk] for pk in numbers if pk in known]


def open_reports(lines: list[UnitLine]) -> list[ProgressReport]:
    """Where the open reports of these lines stand, and nothing of what they say."""
    reports = ProgressReport.objects.filter(line__in=[line.pk for line in lines], state__in=OPEN_REPORT)
    return list(reports.only("line", "state", "redo_by"))


def waiting_for_approval(actor: Actor, lines: "QuerySet[UnitLine]") -> "QuerySet[ProgressReport, int]":
    """The question which of the unit's reports wait for its reviewer, the oldest first; so many are counted."""
    of_unit = ProgressReport.objects.filter(unit=actor.unit_id, state=ReportState.UNIT_REVIEW, line__in=lines)
    return of_unit.order_by("drafted_at", "id").values_list("pk", flat=True)[: EXACT_TO + 1]


def to_approve(waiting: Iterable[int]) -> "QuerySet[ProgressReport]":
    """The question for the first of them."""
    first = list(waiting)[:SHOWN]
    reports: QuerySet[ProgressReport] = ProgressReport.objects.filter(pk__in=first)
    return as_waiting(reports).order_by("drafted_at", "id") if first else reports.none()


def as_waiting(reports: "QuerySet[ProgressReport]") -> "QuerySet[ProgressReport]":
    """Reports that wait for somebody, with what a row shows of them."""
    related = reports.select_related("line__work_item__year_plan__task", "author__user")
    return related.only(*OF_WAITING)


def in_periods(reports: Iterable[ProgressReport], year: CycleToday) -> list[ProgressReport]:
    """The reports of a year, each with its period: these are known, and a join less halves what planning costs."""
    known, told = {period.pk: period for period in year.periods}, list(reports)
    for report in told:
        report.period = known.get(report.period_id) if report.period_id else None
    return told


def office_desk(
    actor: Actor, cycle: Cycle, year: CycleToday, known: OfficeDeskAsked, *besides: "QuerySet[Any]"
) -> OfficeDesk:
    """Two statements, at any size, with what is asked ``besides``; what is ``known`` was read before."""
    late = UnitLine.objects.visible_to(actor).filter(cycle=cycle, ended_on__isnull=True).late(year.today)
    settled = Responsibility.objects.filter(
        task=OuterRef("pk"), part=Part.LEAD, basis__in=SETTLED, ends_on__isnull=True
    )
    unsettled = Task.objects.current().filter(~Exists(settled))
    # What waits for a leader is told to the office, which takes it there; a leader has it among what waits.
    works = actor.role in OFFICE_ROLES
    of_leaders = vars(kinds_for_leaders(actor, cycle, frozenset(known.kin))) if works else {}
    counts = counted_together({"late": late, "unsettled": unsettled, **of_leaders})
    first = as_waiting(ProgressReport.objects.filter(pk__in=known.reports[:SHOWN])).order_by("submitted_at", "id")
    worst = with_item(late.worst_first())[:SHOWN]
    requests, cases = requests_on_desk(known.requests[:SHOWN]), cases_on_desk(known.cases[:SHOWN])
    read_together(first, worst, requests, cases, *besides)
    return OfficeDesk(
        waiting=in_periods(first, year),
        waiting_count=len(known.reports),
        late=list(worst),
        late_count=counts["late"],
        requests=list(requests),
        request_count=len(known.requests),
        cases=list(cases),
        case_count=len(known.cases),
        unsettled_leads=counts["unsettled"],
        for_leaders=sum(counts[name] for name in of_leaders),
    )


def office_contact(actor: Actor) -> Post | None:
    """The clerk of the office to call, somebody with a phone first."""
    clerks = Post.objects.in_force(actor.on).of_working_people().filter(role=Role.OFFICE_CLERK)
    return clerks.select_related("user", "unit").order_by("-user__phone", "id").first()
