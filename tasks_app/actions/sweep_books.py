"""What every pass of a sweep shares: the law of the moment, the rows it writes, what it counts, and the brake."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import outgoing, recording
from tasks_app.actions.transition import raise_version
from tasks_app.domain.days import within_reach
from tasks_app.domain.facts import Facts, SubjectKind
from tasks_app.domain.judging import Judge
from tasks_app.domain.ladder import Step
from tasks_app.domain.policy import Policy
from tasks_app.domain.policy_versions import in_force, next_start
from tasks_app.domain.working_days import Calendar
from tasks_app.models import ObligationState, PolicyVersion
from tasks_app.models.appending import Row
from tasks_app.models.calendar import working_calendar

KEY = ("subject", "rule", "round")
_KEY_OF = itemgetter(*KEY)
# The foreign key of a row that holds each kind of subject.
HOLDERS = {
    SubjectKind.LINE: "line_id",
    SubjectKind.PERIOD: "period_id",
    SubjectKind.REPORT: "report_id",
    SubjectKind.PROPOSAL: "proposal_id",
    SubjectKind.SERVICE: "service_id",
    SubjectKind.COMMITMENT: "commitment_id",
    SubjectKind.EXTENSION: "extension_id",
    SubjectKind.PAPER: "paper_id",
    SubjectKind.INTERVIEW: "interview_id",
    SubjectKind.TARGET: "target_id",
    SubjectKind.LINE_CASE: "line_case_id",
}


@dataclass
class Sweep:
    """What a sweep looked at and did: how many rows were ``planned``, ``told`` and ``skipped``.

    ``fired`` and ``superseded`` name those told and skipped by (subject, rule, round), where that is ``listed``: a
    list of all would grow with what is due. ``braked`` and ``lawless`` say that it stopped, or did not begin: by the
    brake, or for want of a policy in force.
    """

    listed: bool = True
    planned: int = 0
    told: int = 0
    skipped: int = 0
    fired: list[tuple[str, str, int]] = field(default_factory=list)
    superseded: list[tuple[str, str, int]] = field(default_factory=list)
    braked: bool = False
    lawless: bool = False

    def count(self, rows: Sequence[Row]) -> None:
        """Notes what became of these rows."""
        fired = fired_of(rows)
        self.told += len(fired)
        self.skipped += len(rows) - len(fired)
        if self.listed:
            self.fired += map(_KEY_OF, fired)
            self.superseded += [_KEY_OF(row) for row in rows if row["state"] == ObligationState.SUPERSEDED]


@dataclass(frozen=True)
class Law:
    """What one batch is decided by. ``changes_on``: the day on which another version comes into force."""

    version: PolicyVersion
    policy: Policy
    calendar: Calendar
    judge: Judge
    today: date
    at: datetime
    batch: UUID
    limit: int
    changes_on: date | None


def law_at(at: datetime, *, limit: int) -> Law | None:
    """The law of a moment; None before the first policy."""
    today = within_reach(timezone.localdate(at))
    versions = list(PolicyVersion.objects.all())
    version = in_force(versions, today)
    if version is None:
        return None
    policy, calendar, changes_on = version.policy, working_calendar(), next_start(versions, today)
    return Law(version, policy, calendar, Judge(policy, calendar, today), today, at, uuid4(), limit, changes_on)


def row_of(facts: Facts, step: Step, state: str, law: Law, *, of_line: int | None = None) -> Row:
    """The row of the ledger for a step; ``of_line`` is None for a target, which hangs on no line."""
    subject_id = int(facts.key.partition(":")[2].partition("/")[0])
    held_by = {} if of_line is None else {"of_line_id": of_line}
    return held_by | {
        "subject": facts.key,
        "rule": step.rule.code,
        "round": facts.round,
        HOLDERS[facts.kind]: subject_id,
        "policy_id": law.version.pk,
        "level": step.rule.level,
        "deed": step.rule.deed,
        "anchor": step.rule.anchor,
        "anchor_on": step.anchor_day,
        "due_on": step.due_day,
        "state": state,
        "reason": step.why,
        "decided_in": law.batch,
        "at": law.at,
    }


def fired_of(rows: Sequence[Row]) -> list[Row]:
    """Those that somebody hears of."""
    return [row for row in rows if row["state"] == ObligationState.FIRED]


def pull_brake(law: Law) -> None:
    """Stops every sweep until a person releases it."""
    brake = outgoing.switch()
    brake.braked_at = law.at
    raise_version(brake)
    clock = Actor.clock("巡检制动", str(law.policy.version), on=law.today)
    recording.save(brake, by=clock, at=law.at, why=f"单次巡检超过 {law.limit} 条，自动制动")
