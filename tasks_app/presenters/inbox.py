"""Notices as the inbox shows them: what is asked, why it came, and whether it still holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils.timezone import localdate

from tasks_app.models import Notification
from tasks_app.presenters.filters import Chip, chips

READ = "read"


@dataclass(frozen=True)
class NoticeRow:
    """One notice. A POST to ``url`` marks it as read and leads to the matter; one taken back says why."""

    url: str
    title: str
    asked: str
    because: str
    at: datetime
    due_on: date | None
    is_unread: bool
    is_retracted: bool
    retracted_why: str


def notice_rows(notices: Iterable[Notification]) -> list[NoticeRow]:
    """The rows, in the order of the notices."""
    return [_row(notice) for notice in notices]


@dataclass(frozen=True)
class Day:
    """The notices of one day."""

    on: date
    rows: tuple[NoticeRow, ...]


def by_day(rows: Iterable[NoticeRow]) -> tuple[Day, ...]:
    """The rows under their days, in the order they come."""
    return tuple(Day(on, tuple(told)) for on, told in groupby(rows, key=lambda row: localdate(row.at)))


def _row(notice: Notification) -> NoticeRow:
    return NoticeRow(
        url=reverse("notice", args=[notice.pk]),
        title=notice.title,
        asked=notice.asked,
        because=notice.because,
        at=notice.at,
        due_on=notice.due_on,
        is_unread=notice.read_at is None and notice.retracted_at is None,
        is_retracted=notice.retracted_at is not None,
        retracted_why=notice.retracted_why,
    )


def inbox_chips(show: str) -> tuple[Chip, ...]:
    """The switch between what waits and what was read."""
    return chips(reverse("inbox"), {"show": show}, "show", (("", "未读"), (READ, "已读和已撤回")))
