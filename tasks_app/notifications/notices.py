"""Notices of what fired (通知): one to each person who should hear, written with the ledger row itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.urls import reverse
from django.utils import timezone

from tasks_app.domain.facts import SubjectKind
from tasks_app.domain.policy import Policy
from tasks_app.models import Notification, UnitLine
from tasks_app.models.appending import Row, append
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.wording import Matter, words_of

KEY = ("recipient_id", "obligation_id")
# What is not due on the day of the line it hangs on.
WITH_A_DAY_OF_THEIR_OWN = (
    *(SubjectKind.PERIOD, SubjectKind.SERVICE, SubjectKind.COMMITMENT),
    *(SubjectKind.PAPER, SubjectKind.INTERVIEW),
)
# What has a page of its own; all else is read on the page of the item.
PAGES = ("service", "extension", "paper", "interview", "report", "line_case")


def put_notices(fired: Sequence[Row], lines: Mapping[int, UnitLine], policy: Policy, *, at: datetime) -> int:
    """Writes the notices of these ledger rows (new ones only); returns how many. Two statements a batch."""
    if not fired:
        return 0
    hearers = Hearers({lines[row["of_line_id"]].unit_id for row in fired}, timezone.localdate(at))
    notices = [notice for row in fired for notice in _notices_of(row, lines[row["of_line_id"]], policy, hearers, at)]
    return len(append(Notification, notices, KEY))


def _notices_of(row: Row, line: UnitLine, policy: Policy, hearers: Hearers, at: datetime) -> Iterator[Row]:
    rule = policy[row["rule"]]
    matter = Matter(line.unit_name, line.unit.kind, line.work_item.title, line.deadline)
    days = {"anchor_on": row["anchor_on"], "due_on": row["due_on"]}
    for hearer in hearers.of(rule.audience, line.unit_id):
        who = (hearer.stands_in, hearer.covers)
        words = words_of(rule, matter, **days, version=policy.version, stands_in=who[0], covers=who[1])
        yield {
            "recipient_id": hearer.user,
            "obligation_id": row["id"],
            "title": words.title,
            "asked": words.asked,
            "because": words.because,
            "address": _address(row, line),
            "due_on": row["anchor_on"] if rule.about in WITH_A_DAY_OF_THEIR_OWN else line.deadline,
            "urgent": rule.urgent,
            "at": at,
        }


def _address(row: Row, line: UnitLine) -> str:
    page = next((page for page in PAGES if row.get(f"{page}_id")), "item")
    return _path(page).format(row.get(f"{page}_id", line.work_item_id))


@cache
def _path(page: str) -> str:
    """The address of a page with a place for its number: to resolve it for each row would cost more than to judge."""
    return reverse(page, args=[0]).replace("/0/", "/{}/")
