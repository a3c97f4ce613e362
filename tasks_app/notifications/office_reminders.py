"""What the people of the units hear when the office reminds (办公室提醒): one notice a line and day for each person."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from tasks_app.domain.office_reminders import LABEL, words_for
from tasks_app.domain.topics import WHOLE_UNIT, About
from tasks_app.models import Notification, UnitLine
from tasks_app.models.appending import append
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.topics import KEY
from tasks_app.notifications.wording import LONGEST_TITLE

BECAUSE = "因为领导小组办公室就该事项提醒承办单位。"


def tell(lines: Sequence[UnitLine], *, at: datetime) -> int:
    """Tells liaison and reviewer of each line's unit; lines come with unit and item. Two statements for all of them."""
    today = timezone.localdate(at)
    hearers = Hearers({line.unit_id for line in lines}, today)
    rows = [
        {
            "recipient_id": hearer.user,
            "topic": f"{About.OFFICE_REMINDER}:{line.pk}/{today}",
            "unit_id": line.unit_id,
            "title": f"{LABEL}：{line.work_item.title}"[:LONGEST_TITLE],
            "asked": words_for(line.unit.kind, line.state, line.deadline, today),
            "because": BECAUSE,
            "address": f"{reverse('item', args=[line.work_item_id])}?line={line.pk}",
            "due_on": line.deadline,
            "at": at,
        }
        for line in lines
        for hearer in hearers.of(WHOLE_UNIT, line.unit_id)
    ]
    return len(append(Notification, rows, KEY))
