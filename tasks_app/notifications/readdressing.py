"""Notices whose person left meanwhile (改告): before they leave the house they are turned to who is in post by now.

A notice is written for the posts of its day and leaves with a later digest. Whoever ended a post in between is not
mailed about the old unit's lines; who should hear on the day of the digest does, once.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from tasks_app.models import Notification, Obligation, ObligationState, PolicyVersion, UnitLine
from tasks_app.models.appending import Row
from tasks_app.notifications import topics
from tasks_app.notifications.audience import Hearers
from tasks_app.notifications.notices import put_notices
from tasks_app.notifications.reading_notices import put_reading_notices, targets_of

# A target that nobody reports is told of to the office alone.
NO_UNIT = Value(0)
TURNED = "您已不再担任相应岗位，本通知改告现任人员。"


class Picked(NamedTuple):
    """A notice that is about to leave: whose it is, its day, and the row of the ledger it tells of."""

    notice: int
    person: int
    due_on: date | None
    obligation: int | None
    rule: str
    policy: int
    unit: int

    @classmethod
    def of(cls, notices: "QuerySet[Notification]") -> "list[Picked]":
        """These notices, in the order of the question."""
        row = ("obligation_id", "obligation__rule", "obligation__policy_id")
        unit = Coalesce("unit_id", "obligation__of_line__unit_id", "obligation__target__reporting_unit_id", NO_UNIT)
        return [cls(*values) for values in notices.values_list("pk", "recipient_id", "due_on", *row, unit)]


def stray_among(picked: Sequence[Picked], *, at: datetime) -> list[Picked]:
    """Those whose person the rule's audience would not choose on this day. Two queries, however many there are.

    What is told to a unit by topic (留言、批示、征求意见) has no rule: whoever left the unit is stray, at the price
    of a third. What names no unit was written for this very person.
    """
    said = {one.notice: (one.person, one.unit) for one in picked if one.obligation is None and one.unit}
    left = topics.stray_among(said, at=at)
    return [one for one in picked if one.notice in left] + _stray_of_rules(
        [one for one in picked if one.obligation is not None], at=at
    )


def _stray_of_rules(picked: Sequence[Picked], *, at: datetime) -> list[Picked]:
    hearers = Hearers({one.unit for one in picked}, timezone.localdate(at))
    versions = PolicyVersion.objects.in_bulk({one.policy for one in picked})
    policies = {pk: version.policy for pk, version in versions.items()}
    chosen = {
        (policy, rule, unit): {hearer.user for hearer in hearers.of(policies[policy][rule].audience, unit)}
        for policy, rule, unit in {(one.policy, one.rule, one.unit) for one in picked}
    }
    return [one for one in picked if one.person not in chosen[one.policy, one.rule, one.unit]]


def turn(stray: Sequence[Picked], *, at: datetime) -> int:
    """Withdraws these notices, with the reason, and tells those who should hear today and were not told yet.

    Returns how many were withdrawn. A row that somebody decides about just now is passed over, and its notices wait;
    of one that was decided nobody else is told. Where nobody at all is in post, nobody hears, as when it fired.
    """
    wanted = Obligation.objects.filter(pk__in={one.obligation for one in stray}).order_by("pk")
    rows = list(wanted.select_for_update(of=("self",), no_key=True, skip_locked=True))
    held = {row.pk for row in rows}
    mine = [one.notice for one in stray if one.obligation in held]
    Notification.objects.filter(pk__in=mine).update(retracted_at=at, retracted_why=TURNED)
    _tell([row.pk for row in rows if row.state == ObligationState.FIRED], at)
    said = [one.notice for one in stray if one.obligation is None]
    return len(mine) + (topics.turn(said, why=TURNED, at=at) if said else 0)


def _tell(obligations: Sequence[int], at: datetime) -> None:
    """New notices; and who was turned away and is back in post has the old one again."""
    of_version: defaultdict[int, list[Row]] = defaultdict(list)
    for row in Obligation.objects.filter(pk__in=obligations).order_by("pk").values():
        of_version[row["policy_id"]].append(dict(row))
    every = [row for told in of_version.values() for row in told]
    about = UnitLine.objects.filter(pk__in=[row["of_line_id"] for row in every if row["of_line_id"]])
    lines = about.select_related("unit", "work_item").in_bulk()
    targets = targets_of(every)
    for version in PolicyVersion.objects.filter(pk__in=of_version).order_by("pk"):
        told = of_version[version.pk]
        put_notices([row for row in told if row["of_line_id"]], lines, version.policy, at=at)
        put_reading_notices([row for row in told if row["target_id"]], targets, version.policy, at=at)
    turned = Picked.of(Notification.objects.filter(obligation__in=obligations, retracted_why=TURNED))
    gone = {one.notice for one in stray_among(turned, at=at)}
    back = [one.notice for one in turned if one.notice not in gone]
    Notification.objects.filter(pk__in=back).update(retracted_at=None, retracted_why="")
