"""Posts with nobody behind them (岗位空缺): in units that take part and in the office, and what waits there."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from accounts.models import Leave, Post, Unit, UnitKind, UnitSuccession
from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES, Role
from tasks_app.domain.line_states import LineState
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.report_states import ReportState
from tasks_app.domain.vacancies import SOON, Found, Holder, gap_of
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Paper, ProgressReport, Responsibility, StateChange, UnitLine
from tasks_app.models.counting import counted_together
from tasks_app.models.together import read_together

# What is asked of posts and leaves here, and shown of them on the desk of a unit.
OF_POST = ("unit", "role", "starts_on", "ends_on", "revoked_at", "user__full_name", "user__is_active")
OF_LEAVE = ("post", "starts_on", "ends_on", "stand_in__full_name", "stand_in__is_active")


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


class StaffAsked:
    """The questions for the posts of a day, their leaves, and the units that need people; of some ``units`` alone where
    they are given. A page reads them with its others."""

    def __init__(self, day: date, units: Collection[int] | None = None) -> None:
        posts = Post.objects.standing().filter(role__in=(*UNIT_ROLES, *OFFICE_ROLES))
        if units is not None:
            posts = posts.filter(unit__in=units)
        self.posts = posts.select_related("user").only(*OF_POST)
        away = Leave.objects.filter(ends_on__gte=day, post__in=posts.order_by().values("pk"))
        self.leaves = away.select_related("stand_in").only(*OF_LEAVE)
        self.people: tuple[QuerySet[Any], ...] = (self.posts, self.leaves)
        self._of = day, units

    @cached_property
    def units(self) -> "QuerySet[Unit]":
        """The units that need people."""
        return _units_that_need_people(*self._of)

    @property
    def all(self) -> "tuple[QuerySet[Any], ...]":
        """All questions; ``people`` alone are asked by whoever looks for no gaps."""
        return *self.people, self.units

    def holders(self) -> dict[tuple[int, str], list[Holder]]:
        """Who holds each post of a unit or the office, or will, with their leaves."""
        away: defaultdict[int, list[Leave]] = defaultdict(list)
        for leave in self.leaves:
            away[leave.post_id].append(leave)
        switched_off = _times_switched_off(post.user_id for post in self.posts if not post.user.is_active)
        found: defaultdict[tuple[int, str], list[Holder]] = defaultdict(list)
        for post in self.posts:
            found[post.unit_id, post.role].append(_holder(post, away[post.pk], switched_off.get(post.user_id, 0)))
        return found


def vacancies_on(
    day: date, calendar: Calendar, *, units: Collection[int] | None = None, staff: StaffAsked | None = None
) -> list[Vacancy]:
    """All gaps of a day, in the order of the units; of some ``units`` alone where they are given.

    One statement, where the ``staff`` was not read already; two more where there is a gap.
    """
    until = calendar.plus(day, SOON) + timedelta(days=1)
    if staff is None:
        staff = StaffAsked(day, units)
        read_together(*staff.all)
    holders = staff.holders()
    gaps = [
        Vacancy(unit, role, found)
        for unit in staff.units
        for role in (*UNIT_ROLES, *OFFICE_ROLES)
        if _needs(unit, role) and (found := gap_of(holders[unit.pk, role], day, until))
    ]
    return _with_waiting(gaps) if gaps else []


def _holder(post: Post, leaves: Iterable[Leave], times: int) -> Holder:
    away = tuple(
        (leave.starts_on, leave.ends_on, leave.stand_in is not None and leave.stand_in.is_active)
        for leave in leaves
        if leave.ends_on
    )
    return Holder(post.pk, post.starts_on, post.ends_on, post.user.is_active, away, times)


def _times_switched_off(people: Iterable[int]) -> dict[int, int]:
    """How often each of these was switched off: a second time is another case. No query where there is nobody."""
    gone = list(people)
    if not gone:
        return {}
    steps = StateChange.objects.filter(kind="account", act="deactivate", object_id__in=gone)
    return dict(steps.order_by().values_list("object_id").annotate(number=Count("pk")))


def _units_that_need_people(day: date, units: Collection[int] | None) -> "QuerySet[Unit]":
    """The office, units with open lines, and without any those that the plan names or that had people, while they
    stand: what comes next must not find nobody.
    """
    mine = {"unit": OuterRef("pk")}
    working = Exists(UnitLine.objects.open().filter(ended_on__isnull=True, **mine))
    named = Exists(Responsibility.objects.filter(ends_on__isnull=True, **mine))
    staffed = Exists(Post.objects.filter(role__in=UNIT_ROLES, **mine))
    ends = Q(state=UnitSuccession.State.CONFIRMED, on__lte=day) & ~Q(change=UnitSuccession.Change.RENAMED)
    gone = Exists(UnitSuccession.objects.filter(ends, **mine))
    taking_part = (Q(named) | Q(staffed)) & ~Q(gone) & ~Q(kind=UnitKind.COORDINATION)
    needing = Unit.objects.annotate(needs_people=ExpressionWrapper(Q(working) | taking_part, BooleanField())).filter(
        Q(needs_people=True) | Q(kind=UnitKind.COORDINATION)
    )
    return needing if units is None else needing.filter(pk__in=units)


def _needs(unit: Unit, role: Role) -> bool:
    if role in OFFICE_ROLES:
        return unit.kind == UnitKind.COORDINATION
    return bool(unit.needs_people)  # type: ignore[attr-defined]


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
