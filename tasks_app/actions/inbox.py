"""Reading one's notices (通知). A notice is read by the person it was sent to, whatever post they wear."""

from datetime import datetime

from accounts.actor import Actor
from tasks_app.models import Notification


def read(notice: Notification, *, at: datetime) -> Notification:
    """Marks a notice as read the first time it is opened."""
    Notification.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
    return notice


def read_all(*, up_to: int, by: Actor, at: datetime) -> int:
    """Marks what the page showed as read (``up_to``: the id of its newest notice); what came since stays unread."""
    return Notification.objects.unread().filter(recipient=by.user, pk__lte=up_to).update(read_at=at)
