"""Notices of what the office decided about a request for more time (延期审批结果): read in the inbox, not mailed.

They bear no word of the ladder, so that every kind of unit may read them; the words of whoever decided stand on the
page of the request.
"""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from tasks_app.domain.extension_states import ExtensionState
from tasks_app.domain.topics import WHOLE_UNIT, About
from tasks_app.models import Extension
from tasks_app.notifications.topics import Topic, tell_units

TOLD = {
    ExtensionState.GRANTED: ("同意延期", "完成时限延至 {day:%Y-%m-%d}，请在新的时限前办结。"),
    ExtensionState.REFUSED: ("不同意延期", "完成时限仍为 {day:%Y-%m-%d}，理由见申请页。"),
}
BECAUSE = "因为领导小组办公室对 {asked:%Y-%m-%d} 提出的延期申请作出了处理。"


def put_decision_notices(request: Extension, *, at: datetime) -> int:
    """Tells the people of the unit; returns how many. Nothing for a request that its unit took back."""
    if request.state not in TOLD:
        return 0
    line, (word, asked) = request.line, TOLD[ExtensionState(request.state)]
    day = request.granted_until or line.deadline
    topic = Topic(
        About.EXTENSION,
        str(request.pk),
        f"{word}：{line.work_item.title}",
        asked.format(day=day),
        BECAUSE.format(asked=timezone.localdate(request.asked_at)),
        reverse("extension", args=[request.pk]),
        day,
    )
    return tell_units({line.unit_id: WHOLE_UNIT}, topic, at=at)
