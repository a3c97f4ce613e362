"""Posts with nobody behind them (岗位空缺): in units with open lines and in the office, and what waits there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Leave, Post, Unit, UnitKind
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Role
from tasks_app.domain.line_states import LineState
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.report_states import ReportState
from tasks_app.domain.vacancies import SOON, Found, Holder, gap_of
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Paper, ProgressReport, StateChange, UnitLine
from tasks_app.models.counting import counted_together


@dataclass(frozen=True)
class Vacancy:
    """A unit lacks somebody in a role: since or from when, and how much ``waiting`` there is for them."""

    unit: Unit
    role: Role
    found: Found
    waiting: int = 0

    @property
    def case(self) -> str:
        """The name of the case among the gaps (``gap:…``), under which it is told once."""
        return f"{self.unit.pk}:{self.role}:{self.found.key}"


def vacancies_on(day: date, calendar: Calendar, *, units: Collection[int] | None = None) -> list[Vacancy]:
    """All gaps of a day, in the order of the units; of some ``units`` alone where they are given.

    Three queries, and two more where there is a gap.
    """
    until = calendar.plus(day, SOON) + timedelta(days=1)
    holders = holders_on(day, units)
    gaps = [
        Vacancy(unit, role, found)
        for unit in _units_that_need_people(units)
        for role in (*UNIT_ROLES, *OFFICE_ROLES)
        if _needs(unit, role) and (found := gap_of(holders[unit.pk, role], day, until))
    ]
    return _with_waiting(gaps) if gaps else []


def holders_on(day: date, units: Collection[int] | None = None) -> dict[tuple[int, str], list[Holder]]:
    """Who holds each post of a unit or the office, or will, with their leaves. Two queries."""
    posts = Post.objects.standing().filter(role__in=(*UNIT_ROLES, *OFFICE_ROLES))
    if units is not None:
        posts = posts.filter(unit__in=units)
    known = (
        posts.annotate(switched_off=_times_switched_off())
        .select_related("user")
        .prefetch_related(Prefetch("leaves", Leave.objects.filter(ends_on__gte=day).select_related("stand_in")))
    )
    found: defaultdict[tuple[int, str], list[Holder]] = defaultdict(list)
    for post in known:
        found[post.unit_id, post.role].append(_holder(post))
    return found


def _holder(post: Post) -> Holder:
    away = tuple(
        (leave.starts_on, leave.ends_on, leave.stand_in is not None and leave.stand_in.is_active)
        for leave in post.leaves.all()
        if leave.ends_on
    )
    times = post.switched_off  # type: ignore[attr-defined]
    return Holder(post.pk, post.starts_on, post.ends_on, post.user.is_active, away, times)


def _times_switched_off() -> Coalesce:
    steps = StateChange.objects.filter(kind="account", act="deactivate", object_id=OuterRef("user"))
    counted = steps.order_by().values("object_id").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _units_that_need_people(units: Collection[int] | None) -> "QuerySet[Unit]":
    working = UnitLine.objects.open().filter(ended_on__isnull=True, unit=OuterRef("pk"))
    needing = Unit.objects.annotate(has_lines=Exists(working)).filter(Q(has_lines=True) | Q(kind=UnitKind.COORDINATION))
    return needing if units is None else needing.filter(pk__in=units)


def _needs(unit: Unit, role: Role) -> bool:
    if role in OFFICE_ROLES:
        return unit.kind == UnitKind.COORDINATION
    return bool(unit.has_lines)  # type: ignore[attr-defined]


def _with_waiting(gaps: list[Vacancy]) -> list[Vacancy]:
    """The gaps with what waits for whoever is missing. Two queries."""
    open_lines = UnitLine.objects.open().filter(ended_on__isnull=True, unit=OuterRef("pk"))
    to_approve = ProgressReport.objects.filter(state=ReportState.UNIT_REVIEW, unit=OuterRef("pk"))
    units = Unit.objects.filter(pk__in={gap.unit.pk for gap in gaps})
    of_unit = {
        pk: {Role.LIAISON: lines, Role.UNIT_REVIEWER: reports}
        for pk, lines, reports in units.values_list("pk", _count(open_lines), _count(to_approve))
    }
    of_office = counted_together(
        {
            Role.OFFICE_CLERK: ProgressReport.objects.waiting_for_office(),
            "completed": UnitLine.objects.filter(state=LineState.COMPLETED, ended_on__isnull=True),
            "presented": Paper.objects.filter(state=PaperState.PRESENTED),
        }
    )
    of_office[Role.OFFICE_DIRECTOR] = of_office["completed"] + of_office["presented"]
    return [replace(gap, waiting=of_unit[gap.unit.pk].get(gap.role, of_office.get(gap.role, 0))) for gap in gaps]


def _count(rows: "QuerySet[UnitLine] | QuerySet[ProgressReport]") -> Coalesce:
    counted = rows.order_by().values("unit").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
