"""What people say to a unit (留言、批示), as a topic: it hangs on the item, and names who speaks."""

from datetime import date, datetime

from django.urls import reverse

from accounts.models import Post, Unit, UnitKind
from tasks_app.domain.access import Role
from tasks_app.domain.topics import About
from tasks_app.models import WorkItem
from tasks_app.notifications.topics import Topic, put_topic, tell_unit


def on_item(
    about: About,
    of: str,
    item: WorkItem,
    title: str,
    asked: str,
    because: str,
    *,
    anchor: str = "talk",
    due_on: date | None = None,
) -> Topic:
    """A topic of an item, read on its page at ``anchor``."""
    address = f"{reverse('item', args=[item.pk])}#{anchor}"
    return Topic(about, of, f"{title}：{item.title}", asked, because, address, due_on)


def tell_back(post: Post, topic: Topic, *, at: datetime) -> None:
    """Tells whoever asked or instructed that there is an answer. To leaders no machine writes: the office's clerks
    carry it up."""
    if post.role != Role.GROUP_LEADER:
        put_topic(topic, {post.user_id: post.unit_id}, at=at)
        return
    for office in Unit.objects.filter(kind=UnitKind.COORDINATION).order_by("pk"):
        tell_unit(office, topic, at=at)
