"""The draft of a year goes out for opinions (征求意见): from when, until when, and who is reminded."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.asked_units import items_of, keep_asked
from tasks_app.actions.cycles import rhythm_of_fixture
from tasks_app.actions.transition import enter, locked, raise_version, require_version, set_state, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import YEAR_MACHINE, YearPlanState
from tasks_app.models import Cycle
from tasks_app.notifications import year_notices
from tasks_app.permissions import checks

SENT_OUT, DAY_MOVED = "征求意见", "调整反馈截止日"
TOO_EARLY = "反馈截止日须晚于今天，请重新选择。"
REST_DAY = "{day:%Y-%m-%d} 不是工作日，请另选工作日。"
NOTHING_DRAFTED = "本年度还没有拟定任务，请先拟定再征求意见。"
NOT_OUT = "本年度现在不在征求意见，不能调整反馈截止日。"


def usual_day(today: date, calendar: Calendar) -> date:
    """The day by which units answer where the office chooses no other: by the rhythm, 10 working days."""
    return calendar.plus(today, rhythm_of_fixture()["consultation_working_days"])


@transaction.atomic
def send_out(
    cycle: Cycle, *, until: date, calendar: Calendar, by: Actor, at: datetime, version: int | None = None
) -> int:
    """Asks every unit that would get a line (征求意见), and tells it. Returns how many units are asked.

    Raises NotAllowed, Stale, NotNow, or Invalid where the day cannot be.
    """
    cycle = locked(Cycle, cycle.pk)
    checks.require(by, Verb.DRAFT_YEAR, cycle)
    require_version(cycle, version, YEAR_MACHINE.subject, by=by)
    transition = YEAR_MACHINE.step("consult", cycle.state)
    if not items_of(cycle):
        raise NotNow(NOTHING_DRAFTED)
    _require_day(until, calendar, at)
    cycle.consulted_at, cycle.consulted_by, cycle.consult_until = at, by.own_post, until
    step = enter(cycle, transition, machine=YEAR_MACHINE, by=by, at=at, why=f"反馈截止日 {until:%Y-%m-%d}")
    recording.save(cycle, by=by, at=at, why=SENT_OUT)
    step.save(force_insert=True)
    plans = list(cycle.year_plans.all())
    for plan in plans:
        set_state(plan, YearPlanState.CONSULTING)
    recording.update_many(plans, ["state", "version"], by=by, at=at, why=SENT_OUT)
    asked = keep_asked(cycle, by=by, at=at)
    year_notices.tell_asked(cycle, asked, at=at)
    return len({row.unit_id for row in asked})


@transaction.atomic
def move_day(
    cycle: Cycle, *, until: date, calendar: Calendar, by: Actor, at: datetime, version: int | None = None
) -> Cycle:
    """Sets another day for the answers while the year is out; the reminders go by the new day."""
    cycle = locked(Cycle, cycle.pk)
    checks.require(by, Verb.DRAFT_YEAR, cycle)
    require_version(cycle, version, YEAR_MACHINE.subject, by=by)
    if cycle.state != YearPlanState.CONSULTING:
        raise NotNow(NOT_OUT)
    _require_day(until, calendar, at)
    cycle.consult_until = until
    raise_version(cycle)
    recording.save(cycle, by=by, at=at, why=f"{DAY_MOVED}：{until:%Y-%m-%d}")
    step = step_by(by, kind=YEAR_MACHINE.subject, subject=cycle, act="move_day", label=DAY_MOVED, at=at)
    step.to_state, step.why = cycle.state, f"{until:%Y-%m-%d}"
    step.save(force_insert=True)
    return cycle


@transaction.atomic
def remind(*, calendar: Calendar, at: datetime) -> int:
    """Reminds whoever still owes an answer, 3 and 1 working days before the day: each person once for each.

    What was missed on one day goes out on the next; after the day nobody is reminded. Returns how many were told.
    """
    today, told = timezone.localdate(at), 0
    for cycle in Cycle.objects.filter(state=YearPlanState.CONSULTING, consult_until__gte=today).order_by("pk"):
        until = cycle.consult_until or today
        before = {days: calendar.plus(until, -days) for days in year_notices.REMINDERS}
        due = year_notices.due_reminder(until, today, before)
        told += year_notices.remind(cycle, due, at=at) if due else 0
    return told


def _require_day(until: date, calendar: Calendar, at: datetime) -> None:
    if until <= timezone.localdate(at):
        raise Invalid({"until": TOO_EARLY})
    if not calendar.is_workday(until):
        raise Invalid({"until": REST_DAY.format(day=until)})
