"""Notices about the figures of targets (目标数据填报): to the reporting unit, or to the office where none is named."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from tasks_app.domain.policy import OF_OFFICE, Policy, Rule
from tasks_app.models import Notification, Target
from tasks_app.models.appending import Row, append
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.notices import KEY
from tasks_app.notifications.wording import Matter, words_of

# Nobody's number: the office hears of what no unit reports.
NO_UNIT = 0
OFFICE_KIND = "coordination"


def targets_of(rows: Sequence[Row]) -> dict[int, Target]:
    """The targets of these rows of the ledger, by id, with their units. At most one query."""
    wanted = {row["target_id"] for row in rows if row.get("target_id")}
    return Target.objects.select_related("reporting_unit").in_bulk(wanted) if wanted else {}


def put_reading_notices(fired: Sequence[Row], targets: Mapping[int, Target], policy: Policy, *, at: datetime) -> int:
    """Writes the notices of these ledger rows (new ones only); returns how many. Two statements."""
    if not fired:
        return 0
    units = {targets[row["target_id"]].reporting_unit_id or NO_UNIT for row in fired}
    hearers = Hearers(units, timezone.localdate(at))
    notices = [notice for row in fired for notice in _notices_of(row, targets[row["target_id"]], policy, hearers, at)]
    return len(append(Notification, notices, KEY))


def _notices_of(row: Row, target: Target, policy: Policy, hearers: Hearers, at: datetime) -> Iterator[Row]:
    rule, unit = policy[row["rule"]], target.reporting_unit
    matter = Matter(
        unit.name if unit else "",
        unit.kind if unit else OFFICE_KIND,
        _title(rule, target, int(row["subject"].rpartition("/")[2])),
        row["anchor_on"],
    )
    days = {"anchor_on": row["anchor_on"], "due_on": row["due_on"]}
    for hearer in hearers.of(rule.audience, unit.pk if unit else NO_UNIT):
        who = (hearer.stands_in, hearer.covers)
        words = words_of(rule, matter, **days, version=policy.version, stands_in=who[0], covers=who[1])
        yield {
            "recipient_id": hearer.user,
            "obligation_id": row["id"],
            "title": words.title,
            "asked": words.asked,
            "because": words.because,
            "address": reverse("target", args=[target.pk]) if unit else f"{reverse('targets')}?state=unassigned",
            "due_on": row["anchor_on"],
            "urgent": rule.urgent,
            "at": at,
        }


def _title(rule: Rule, target: Target, year: int) -> str:
    """What is to be reported; the office reads whose it is. One notice speaks for all that nobody reports."""
    if target.reporting_unit is None:
        return f"有目标尚无填报单位，{year}年数据无人填报"
    asked = f"填报{year}年“{target.name}”数据"
    return f"{target.reporting_unit.name}{asked}" if OF_OFFICE.issuperset(rule.audience) else asked
