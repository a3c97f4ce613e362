"""Notices of what the office decided about a request for more time (延期审批结果): read in the inbox, not mailed.

They bear no word of the ladder, so that every kind of unit may read them; the words of whoever decided stand on the
page of the request.
"""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from tasks_app.domain.extension_states import ExtensionState
from tasks_app.domain.policy import Audience
from tasks_app.models import Extension, Notification
from tasks_app.models.appending import Row, append
from tasks_app.models.notification import DECIDED
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.wording import LONGEST_TITLE

KEY = ("recipient_id", "topic")
AUDIENCE = (Audience.LIAISON, Audience.UNIT_REVIEWER)
TOLD = {
    ExtensionState.GRANTED: ("同意延期", "完成时限延至 {day:%Y-%m-%d}，请在新的时限前办结。"),
    ExtensionState.REFUSED: ("不同意延期", "完成时限仍为 {day:%Y-%m-%d}，理由见申请页。"),
}
BECAUSE = "因为领导小组办公室对 {asked:%Y-%m-%d} 提出的延期申请作出了处理。"


def put_decision_notices(request: Extension, *, at: datetime) -> int:
    """Tells the people of the unit; returns how many. Nothing for a request that its unit took back."""
    if request.state not in TOLD:
        return 0
    return len(append(Notification, list(_notices_of(request, at)), KEY))


def _notices_of(request: Extension, at: datetime) -> Iterator[Row]:
    line, (word, asked) = request.line, TOLD[ExtensionState(request.state)]
    hearers = Hearers({line.unit_id}, timezone.localdate(at)).of(AUDIENCE, line.unit_id)
    for user in sorted({hearer.user for hearer in hearers}):
        yield {
            "recipient_id": user,
            "topic": f"{DECIDED}{request.pk}",
            "unit_id": line.unit_id,
            "title": f"{word}：{line.work_item.title}"[:LONGEST_TITLE],
            "asked": asked.format(day=request.granted_until or line.deadline),
            "because": BECAUSE.format(asked=timezone.localdate(request.asked_at)),
            "address": reverse("extension", args=[request.pk]),
            "due_on": request.granted_until or line.deadline,
            "urgent": False,
            "at": at,
        }
