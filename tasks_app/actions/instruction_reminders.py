"""Chasing answers to instructions (批示): on the working day before their day, and once it is over.

Due means "by now, and not yet told": a job that missed a day finds the same on the next, and a topic is told once.
"""

from datetime import datetime

from django.utils import timezone

from tasks_app.domain.instruction_states import InstructionState
from tasks_app.domain.topics import WHOLE_OFFICE, WHOLE_UNIT, About
from tasks_app.domain.working_days import Calendar
from tasks_app.models import InstructionReply
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications.talk_notices import on_item
from tasks_app.notifications.topics import tell_unit


def remind(*, at: datetime, calendar: Calendar | None = None) -> int:
    """Tells whoever owes an answer soon, or owes it still; the office hears of the latter. Returns how many notices."""
    today = timezone.localdate(at)
    soon = (calendar or working_calendar()).plus(today, 1)
    owed = InstructionReply.objects.filter(state=InstructionState.AWAITING, due_on__lte=soon)
    return sum(
        _remind(reply, at=at)
        for reply in owed.select_related("instruction__work_item", "unit", "line__unit").order_by("pk")
    )


def _remind(reply: InstructionReply, *, at: datetime) -> int:
    is_over = reply.is_overdue(timezone.localdate(at))
    day = f"{reply.due_on:%Y-%m-%d}"
    told = on_item(
        About.INSTRUCTION,
        f"{reply.pk}/{reply.due_on}/{'after' if is_over else 'before'}",
        reply.instruction.work_item,
        f"批示答复{'已过时限' if is_over else '临近时限'}",
        f"{reply.unit_name}应于 {day} 前答复批示，尚未答复。" if is_over else f"请于 {day} 前答复批示。",
        "因为该批示由该单位答复，尚未答复。",
        anchor=f"instruction-{reply.pk}",
        due_on=reply.due_on,
    )
    audience = (*WHOLE_UNIT, *WHOLE_OFFICE) if is_over else WHOLE_UNIT
    return tell_unit(reply.answering_unit, told, at=at, audience=audience)
