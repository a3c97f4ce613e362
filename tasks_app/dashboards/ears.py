"""Whom the clock does not reach (无人接收): units with empty posts, an empty office, rows that nobody was told of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Post, Unit, UnitKind
from tasks_app.dashboards.clock_board import with_words
from tasks_app.domain.access import OFFICE_ROLES, Role
from tasks_app.models import Notification, Obligation, ObligationState, UnitLine

# A row that nobody heard of is shown as trouble for so long; then it is only in the ledger, which does not forget.
SHOWN_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Deaf:
    """A unit with open lines in which nobody holds a post that should hear."""

    unit: Unit
    lacks_liaison: bool
    lacks_reviewer: bool


def units_without_ears(on: date) -> list[Deaf]:
    """Units with open lines that lack a liaison or a reviewer on a day. One query."""
    held = Post.objects.in_force(on).of_working_people().filter(unit=OuterRef("pk"))
    working = UnitLine.objects.open().filter(ended_on__isnull=True, unit=OuterRef("pk"))
    units = Unit.objects.filter(Exists(working)).annotate(
        hears=Exists(held.filter(role=Role.LIAISON)), approves=Exists(held.filter(role=Role.UNIT_REVIEWER))
    )
    return [Deaf(unit, not unit.hears, not unit.approves) for unit in units if not (unit.hears and unit.approves)]


def office_is_deaf(on: date) -> bool:
    """Whether nobody in the office hears: no clerk and no director, who stand in for everybody else. One query."""
    held = Post.objects.in_force(on).of_working_people()
    return not held.filter(role__in=OFFICE_ROLES, unit__kind=UnitKind.COORDINATION).exists()


def unheard_firings(at: datetime) -> "QuerySet[Obligation]":
    """Rows that fired and of which nobody was told, the latest first; a call told its line itself."""
    told = Exists(Notification.objects.filter(obligation=OuterRef("pk")))
    fired = Obligation.objects.filter(state=ObligationState.FIRED, at__gte=at - SHOWN_FOR, phone_urge__isnull=True)
    return with_words(fired.filter(~told))
