"""What stands on the desk (工作台) today: for a unit its lines, for the office what waits and what is late."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.extension import waiting_requests
from tasks_app.dashboards.leaders import kinds_for_leaders
from tasks_app.dashboards.line_case import waiting_cases
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.domain.access import Role
from tasks_app.domain.line_states import ASIDE, AT_WORK, DONE, OPEN, WITH_UNIT, LineState
from tasks_app.domain.parts import SETTLED, Part
from tasks_app.domain.report_states import OPEN_REPORT, ReportState
from tasks_app.domain.year_states import Rhythm
from tasks_app.models import Cycle, Extension, LineCase, Plan, ProgressReport, Responsibility, Task, UnitLine
from tasks_app.models.counting import counted_together
from tasks_app.models.line import late_on
from tasks_app.models.together import read_together
from tasks_app.permissions.kin import kin_of_office

SHOWN = 8
# How many lines the list of today names; the rest stands below it.
TODAY_AT_MOST = 20
SIGNED_ONE_BY_ONE = 3
# What a row shows of a line, its item and task; each column more costs a list of 50 more than finding them does.
OF_LINE = (
    *("work_item__title", "work_item__year_plan__task__number", "work_item__year_plan__task__plan"),
    *("part", "rhythm", "state", "unit_name", "issued_on", "original_deadline", "deadline"),
    *("submitted_at", "reported_through", "claimed_standing", "claimed_progress", "verified_progress"),
    *("verification", "section", "follow_up"),
)
FOR_WAITING = ("line__work_item__year_plan__task", "period", "author__user")


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
    for_leaders: int
    cases: list[LineCase]

    @property
    def waiting_rest(self) -> int:
        """How many reports wait besides those that are shown."""
        return self.waiting_count - len(self.waiting)

    @property
    def request_count(self) -> int:
        """How many requests for more time wait."""
        return self.requests[0].of_all if self.requests else 0  # type: ignore[attr-defined]

    @property
    def case_count(self) -> int:
        """How many cases of lines wait."""
        return self.cases[0].of_all if self.cases else 0  # type: ignore[attr-defined]


def lines_of_unit(actor: Actor, cycle: Cycle, plan: Plan | None = None) -> "QuerySet[UnitLine]":
    """The unit's own lines of a year, of all plans together or of one."""
    own: QuerySet[UnitLine] = UnitLine.objects.own_of(actor).filter(cycle=cycle, ended_on__isnull=True).of_plan(plan)
    return own


def with_item(lines: "QuerySet[UnitLine]") -> "QuerySet[UnitLine]":
    """The lines with what a row shows of them and of their items."""
    return lines.select_related("work_item__year_plan__task").only(*OF_LINE)


def reports_of_line() -> "QuerySet[ProgressReport]":
    """The reports of the line that is asked about; by its unit too, which the index follows when many lines are."""
    reports: QuerySet[ProgressReport] = ProgressReport.objects.filter(line=OuterRef("pk"), unit=OuterRef("unit"))
    return reports


def wanting(want: str, year: CycleToday) -> Q:
    """The condition of a choice on the desk; an unknown one shows what is open."""
    return WANTS.get(want, _open)(year)


def _open(year: CycleToday) -> Q:
    return Q(state__in=OPEN)


def _late(year: CycleToday) -> Q:
    return late_on(year.today) & Q(state__in=OPEN)


def _to_sign(year: CycleToday) -> Q:
    return Q(state=LineState.PENDING_SIGNATURE)


def _to_redo(year: CycleToday) -> Q:
    return Q(Exists(reports_of_line().filter(state=ReportState.SENT_BACK)), state__in=OPEN)


def _done(year: CycleToday) -> Q:
    return Q(state__in=DONE)


def _aside(year: CycleToday) -> Q:
    return Q(state__in=ASIDE)


def _owing(year: CycleToday) -> Q:
    """The SQL twin of ``CycleToday.owed_by``, without what is already being redone or approved."""
    owing = Q(pk__in=[])
    for rhythm in Rhythm:
        opened = [period for period in year.periods if period.rhythm == rhythm.value and period.opens_on <= year.today]
        if opened:
            due = opened[-1].due_on
            unreported = Q(reported_through__isnull=True) | Q(reported_through__lt=due)
            owing |= unreported & Q(rhythm=rhythm.value, state__in=AT_WORK, issued_on__lt=due)
    in_hand = reports_of_line().filter(state__in=(ReportState.SENT_BACK, ReportState.UNIT_REVIEW))
    return owing & Q(~Exists(in_hand))


WANTS: dict[str, Callable[[CycleToday], Q]] = {
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
    """What :class:`UnitCounts` counts of the unit's lines, of all plans together or of one."""
    lines = UnitLine.objects.counted_for(actor).filter(cycle=cycle).of_plan(plan)
    wanted = {name: lines.filter(wanting(want, year)) for want, name in COUNTED_AS.items()}
    return {**wanted, "with_office": lines.filter(state=LineState.OFFICE_REVIEW)}


def pressing_lines(lines: "QuerySet[UnitLine]", year: CycleToday, counts: UnitCounts) -> "QuerySet[UnitLine]":
    """The first lines that ask something of their unit now, the earliest deadline first.

    Many to be signed for are one thing to do (``signs_together``), and hide no other.
    """
    if counts.signs_together:
        lines = lines.exclude(state=LineState.PENDING_SIGNATURE)
    near = Q(state__in=WITH_UNIT, deadline__lte=year.moment.near_until)
    asking = near | _to_sign(year) | _to_redo(year) | _owing(year)
    return with_item(lines.filter(asking).order_by("deadline", "id"))[:TODAY_AT_MOST]


def open_reports(lines: list[UnitLine]) -> list[ProgressReport]:
    """Where the open reports of these lines stand, and nothing of what they say."""
    reports = ProgressReport.objects.filter(line__in=[line.pk for line in lines], state__in=OPEN_REPORT)
    return list(reports.only("line", "state", "redo_by"))


def waiting_for_approval(actor: Actor, lines: "QuerySet[UnitLine]") -> "QuerySet[ProgressReport]":
    """The unit's reports that wait for its reviewer, the oldest first; each knows how many there are (``of_all``)."""
    of_unit: QuerySet[ProgressReport] = ProgressReport.objects.filter(unit=actor.unit_id)
    waiting = of_unit.filter(line__in=lines, state=ReportState.UNIT_REVIEW)
    counting = waiting.annotate(of_all=Window(Count("pk")))
    return counting.select_related(*FOR_WAITING).order_by("drafted_at", "id")


def office_desk(actor: Actor, cycle: Cycle, year: CycleToday, *besides: "QuerySet[Any]") -> OfficeDesk:
    """Two statements, at any size, with what is asked ``besides``. For a leader ``waiting`` is what the office may not
    judge itself.
    """
    visible = UnitLine.objects.visible_to(actor).filter(cycle=cycle, ended_on__isnull=True)
    waiting: QuerySet[ProgressReport] = (
        ProgressReport.objects.visible_to(actor).waiting_for_office().filter(line__cycle=cycle)
    )
    if actor.role == Role.GROUP_LEADER:
        waiting = waiting.filter(line__unit__in=kin_of_office())
    late = visible.late(year.today)
    settled = Responsibility.objects.filter(
        task=OuterRef("pk"), part=Part.LEAD, basis__in=SETTLED, ends_on__isnull=True
    )
    unsettled = Task.objects.current().filter(~Exists(settled))
    of_leaders = vars(kinds_for_leaders(actor, cycle))
    counts = counted_together({"waiting": waiting, "late": late, "unsettled": unsettled, **of_leaders})
    first = waiting.select_related(*FOR_WAITING)[:SHOWN]
    worst = with_item(late.worst_first())[:SHOWN]
    requests, cases = waiting_requests(actor, cycle)[:SHOWN], waiting_cases(actor, cycle, year.today)[:SHOWN]
    read_together(first, worst, requests, cases, *besides)
    return OfficeDesk(
        waiting=list(first),
        waiting_count=counts["waiting"],
        late=list(worst),
        late_count=counts["late"],
        requests=list(requests),
        cases=list(cases),
        unsettled_leads=counts["unsettled"],
        for_leaders=sum(counts[name] for name in of_leaders),
    )


def office_contact(actor: Actor) -> Post | None:
    """The clerk of the office to call, somebody with a phone first."""
    clerks = Post.objects.in_force(actor.on).of_working_people().filter(role=Role.OFFICE_CLERK)
    return clerks.select_related("user", "unit").order_by("-user__phone", "id").first()
