"""Notices of what fired (通知): one to each person who should hear, written with the ledger row itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone

from tasks_app.domain.facts import SubjectKind
from tasks_app.domain.policy import Policy
from tasks_app.models import Notification, Obligation, UnitLine
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.wording import Matter, words_of

BATCH = 500
# What is not due on the day of the line it hangs on.
WITH_A_DAY_OF_THEIR_OWN = (
    *(SubjectKind.PERIOD, SubjectKind.SERVICE, SubjectKind.COMMITMENT),
    *(SubjectKind.PAPER, SubjectKind.INTERVIEW),
)
# Where a subject has a page of its own.
PAGES = ("service", "extension", "paper", "interview", "report")


def put_notices(fired: Sequence[Obligation], lines: Mapping[int, UnitLine], policy: Policy, *, at: datetime) -> int:
    """Writes the notices of these ledger rows (new ones only); returns how many. Three statements a batch."""
    if not fired:
        return 0
    hearers = Hearers({lines[row.of_line_id].unit_id for row in fired}, timezone.localdate(at))
    notices = [notice for row in fired for notice in _notices_of(row, lines[row.of_line_id], policy, hearers, at)]
    Notification.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)
    return len(notices)


def _notices_of(
    row: Obligation, line: UnitLine, policy: Policy, hearers: Hearers, at: datetime
) -> Sequence[Notification]:
    rule = policy[row.rule]
    matter = Matter(line.unit_name, line.unit.kind, line.work_item.title, line.deadline)
    notices = []
    for hearer in hearers.of(rule.audience, line.unit_id):
        words = words_of(
            rule,
            matter,
            anchor_on=row.anchor_on,
            due_on=row.due_on,
            version=policy.version,
            stands_in=hearer.stands_in,
        )
        notices.append(
            Notification(
                recipient_id=hearer.user,
                obligation=row,
                title=words.title,
                asked=words.asked,
                because=words.because,
                address=_address(row, line),
                due_on=row.anchor_on if rule.about in WITH_A_DAY_OF_THEIR_OWN else line.deadline,
                urgent=rule.urgent,
                at=at,
            )
        )
    return notices


def _address(row: Obligation, line: UnitLine) -> str:
    held = ((page, getattr(row, f"{page}_id")) for page in PAGES)
    return next((_path(page, pk) for page, pk in held if pk), _path("item", line.work_item_id))


@lru_cache(maxsize=BATCH)
def _path(page: str, pk: int) -> str:
    """The lines of an item come one after another and share its page."""
    return reverse(page, args=[pk])
