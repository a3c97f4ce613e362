"""What people will be told beside the rules of the clock (预演): answers to 批示 that are owed, opinions (征求意见).

Their reminders hang on no policy: their days are those of the acts that send them, and nobody has answered by then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tasks_app.domain.instruction_states import InstructionState, reminder_days
from tasks_app.domain.opinion_states import OPEN_OPINION
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import YearPlanState
from tasks_app.models import InstructionReply, Opinion
from tasks_app.models.together import read_together
from tasks_app.notifications.year_notices import REMINDERS

# Before its day, and after it.
KINDS = ("批示答复临近时限", "批示答复已过时限")


@dataclass(frozen=True)
class Reminder:
    """One reminder: on which day, to which unit, about what, and why."""

    on: date
    unit: str
    kind: str
    matter: str
    why: str
    url: str


def reminders_between(start: date, end: date, calendar: Calendar) -> list[Reminder]:
    """All of them between two days (included), in order. One statement."""
    owed = InstructionReply.objects.filter(state=InstructionState.AWAITING).select_related("instruction__work_item")
    asked = Opinion.objects.filter(
        state__in=OPEN_OPINION, work_item__year_plan__cycle__state=YearPlanState.CONSULTING
    ).select_related("unit", "work_item__year_plan__cycle")
    read_together(owed, asked)
    found = (*_of_instructions(owed, calendar), *_of_consultations(asked, calendar))
    return sorted((one for one in found if start <= one.on <= end), key=lambda one: (one.on, one.kind, one.unit))


def _of_instructions(owed: Iterable[InstructionReply], calendar: Calendar) -> Iterator[Reminder]:
    for reply in owed:
        item = reply.instruction.work_item
        url = f"{reverse('item', args=[item.pk])}#instruction-{reply.pk}"
        why = f"应于 {reply.due_on:%Y-%m-%d} 前答复"
        for on, kind in zip(reminder_days(reply.due_on, calendar), KINDS, strict=True):
            yield Reminder(on, reply.unit_name, kind, item.title, why, url)


def _of_consultations(asked: Iterable[Opinion], calendar: Calendar) -> Iterator[Reminder]:
    """Each unit once for a year, however many of its opinions are open."""
    places = {(one.work_item.year_plan.cycle, one.unit.name) for one in asked}
    for cycle, unit in places:
        if cycle.consult_until is None:
            continue
        until, url = cycle.consult_until, reverse("cycle", args=[cycle.year])
        for days in REMINDERS:
            why = f"反馈截止日 {until:%Y-%m-%d} 前 {days} 个工作日"
            yield Reminder(calendar.plus(until, -days), unit, "征求意见临近截止", f"{cycle}任务征求意见", why, url)
