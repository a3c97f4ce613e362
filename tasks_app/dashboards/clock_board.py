"""The office's view of the clock (时钟): what fired, what failed and why, who cannot hear, what waits for a person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.actor import Actor
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.policy import Policy
from tasks_app.models import (
    Attempt,
    Heartbeat,
    Message,
    MessageState,
    Notification,
    Obligation,
    ObligationState,
    Outgoing,
    PolicyVersion,
)
from tasks_app.permissions.kin import kin_of_office

LONG_TEXTS = ("of_line__work_item__deliverable", "target__sentence")


@dataclass(frozen=True)
class ClockState:
    """Whether the clock runs and messages leave. ``version`` is that of the switch, 0 where it was never touched."""

    held: bool
    why: str
    braked_at: datetime | None
    brake_at: int
    version: int
    beats: dict[str, datetime]


def clock_state() -> ClockState:
    """Two queries: the switch and the pulse of each job."""
    row = Outgoing.objects.first() or Outgoing()
    beats = dict(Heartbeat.objects.values_list("name", "beaten_at"))
    return ClockState(row.held, row.why, row.braked_at, row.brake_at, row.version, beats)


def policies_by_id() -> dict[int, Policy]:
    """Every version of the policy, as the domain reads it. One query."""
    return {version.pk: version.policy for version in PolicyVersion.objects.all()}


@dataclass(frozen=True)
class SoughtFirings:
    """What of the ledger is sought; empty narrows nothing."""

    state: str = ObligationState.FIRED
    level: int | None = None
    rule: str = ""
    unit: int | None = None


def firings(sought: SoughtFirings) -> "QuerySet[Obligation]":
    """Rows of the ledger, the latest first, with whose line it is and who was told."""
    wanted = {"state": sought.state, "level": sought.level, "rule": sought.rule}
    rows = Obligation.objects.filter(**{name: value for name, value in wanted.items() if value})
    if sought.unit:
        rows = rows.filter(Q(of_line__unit=sought.unit) | Q(target__reporting_unit=sought.unit))
    return with_words(rows)


def with_words(rows: "QuerySet[Obligation]") -> "QuerySet[Obligation]":
    """Rows with all that a page says of them: line, unit, item, and the notices with their messages."""
    notices = Notification.objects.select_related("recipient", "message").order_by("id")
    about = ("of_line__unit", "of_line__work_item", "target__reporting_unit", "decided_by__user")
    lines = rows.select_related(*about).defer(*LONG_TEXTS)
    return lines.prefetch_related(Prefetch("notifications", queryset=notices))


def troubled_messages() -> "QuerySet[Message]":
    """Messages that failed, that have no address, or that are waiting for another try; with every try.

    One that waits for a server that is away was tried, though that counts as no try of its own.
    """
    tried = Exists(Attempt.objects.filter(message=OuterRef("pk")))
    waiting = Q(tried, state__in=[MessageState.WAITING, MessageState.SENDING])
    troubled = Message.objects.filter(Q(state__in=[MessageState.FAILED, MessageState.UNREACHABLE]) | waiting)
    tries = Attempt.objects.order_by("at", "id")
    return troubled.select_related("recipient").prefetch_related(Prefetch("attempts", queryset=tries))


def proposals_waiting(on: date, *, deferred: bool = False) -> "QuerySet[Obligation]":
    """Papers the clock proposed that wait for a person, oldest first; or those put aside until a later day."""
    later = Q(deferred_until__gt=on)
    now = Q(deferred_until__isnull=True) | Q(deferred_until__lte=on)
    return with_words(Obligation.objects.open_proposals().filter(later if deferred else now))


def decided_proposals() -> "QuerySet[Obligation]":
    """What people decided about proposals, and what became unnecessary by itself, the latest first."""
    is_settled = Q(decided_at__isnull=False) | Q(state=ObligationState.MOOT)
    return with_words(Obligation.objects.proposals().filter(is_settled))


def within_reach(proposals: "QuerySet[Obligation]", actor: Actor) -> "QuerySet[Obligation]":
    """Those somebody decides about: the office all, a group leader what concerns the office's own house."""
    rights = rights_of(actor.role, Verb.DECIDE_PROPOSAL)
    if any(not right.office_in_conflict for right in rights):
        return proposals
    return proposals.filter(of_line__unit__in=kin_of_office())


def told_about(rows: "list[Obligation]") -> dict[int, list[Obligation]]:
    """What fired on the lines of these rows in the same round, by line id, in the order of days. One query."""
    found: dict[int, list[Obligation]] = {row.the_line_id: [] for row in rows}
    told = Obligation.objects.filter(of_line__in=found, line__isnull=False, state=ObligationState.FIRED)
    for row in told.select_related("of_line__unit").order_by("at", "id"):
        found[row.the_line_id].append(row)
    return found
