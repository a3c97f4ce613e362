"""One supervision sweep (督办巡检): find what is due by the index, decide purely, record once, tell people.

The queue is only a doorbell: any number of sweeps may run at once, be killed anywhere and run again. Lines are
locked a batch at a time, and the ledger's unique key is the last word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from tasks_app.actions import heartbeats
from tasks_app.dashboards.clock_facts import facts_of
from tasks_app.domain.facts import Facts, SubjectKind
from tasks_app.domain.ladder import Step, Verdict, due, with_one_voice
from tasks_app.domain.policy import Policy
from tasks_app.domain.working_days import DAY, Calendar
from tasks_app.models import Obligation, ObligationState, Outgoing, PolicyVersion, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications.notices import put_notices

BATCH = 300
HEARTBEAT = "sweep"


@dataclass
class Sweep:
    """What a sweep looked at and did. ``fired`` and ``superseded`` hold (subject, rule, round)."""

    planned: int = 0
    fired: list[tuple[str, str, int]] = field(default_factory=list)
    superseded: list[tuple[str, str, int]] = field(default_factory=list)
    braked: bool = False


@dataclass(frozen=True)
class _Law:
    """What one sweep decides by."""

    version: PolicyVersion
    policy: Policy
    calendar: Calendar
    today: date
    at: datetime
    run: UUID


def sweep(*, at: datetime, dry_run: bool = False) -> Sweep:
    """Sweeps until nothing is due. More firings than the brake allows stop it until a person releases the brake."""
    outcome = Sweep()
    law = _law(at)
    brake = Outgoing.objects.first()
    if law is None or (brake and brake.braked_at):
        outcome.braked = bool(brake and brake.braked_at)
        return outcome
    limit = brake.brake_at if brake else Outgoing._meta.get_field("brake_at").default
    seen = 0
    while True:
        looked_at = _sweep_batch(law, outcome, after=seen if dry_run else 0, dry_run=dry_run)
        if looked_at is None:
            break
        seen = looked_at
        if len(outcome.fired) > limit and not dry_run:
            _pull_brake(at)
            outcome.braked = True
            break
    if not dry_run:
        heartbeats.beat(HEARTBEAT, at=at)
    return outcome


def _law(at: datetime) -> _Law | None:
    today = timezone.localdate(at)
    version = PolicyVersion.in_force(today)
    if version is None:
        return None
    return _Law(version, version.policy, working_calendar(), today, at, uuid4())


def _sweep_batch(law: _Law, outcome: Sweep, *, after: int, dry_run: bool) -> int | None:
    """One batch in one transaction; returns the last line looked at, or None when nothing was due."""
    with transaction.atomic():
        waiting = UnitLine.objects.filter(next_step_on__lte=law.today, ended_on__isnull=True)
        if dry_run:
            waiting = waiting.filter(pk__gt=after).order_by("pk")
        else:
            waiting = waiting.order_by("next_step_on", "pk").select_for_update(of=("self",), skip_locked=True)
        lines = list(waiting.select_related("cycle", "unit", "work_item")[:BATCH])
        if not lines:
            return None
        _settle(lines, law, outcome, dry_run=dry_run)
        return lines[-1].pk


def _settle(lines: Sequence[UnitLine], law: _Law, outcome: Sweep, *, dry_run: bool) -> None:
    rows: list[Obligation] = []
    known = facts_of(lines)
    for line in lines:
        verdicts = with_one_voice(
            [(facts, due(facts, law.policy, law.calendar, law.today)) for facts in known[line.pk]]
        )
        for facts, verdict in verdicts:
            rows += [_row(line, facts, step, ObligationState.FIRED, law) for step in verdict.fire]
            rows += [_row(line, facts, step, ObligationState.SUPERSEDED, law) for step in verdict.superseded]
        line.next_step_on = next_look([_after(facts, verdict, law) for facts, verdict in verdicts])
    outcome.planned += len(rows)
    if dry_run:
        _count(rows, outcome)
        return
    Obligation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    UnitLine.objects.bulk_update(lines, ["next_step_on"], batch_size=BATCH)
    pks = [line.pk for line in lines]
    written = list(Obligation.objects.filter(decided_in=law.run, of_line__in=pks).order_by("id"))
    _count(written, outcome)
    put_notices(
        [row for row in written if row.state == ObligationState.FIRED],
        {line.pk: line for line in lines},
        law.policy,
        at=law.at,
    )


def _after(facts: Facts, verdict: Verdict, law: _Law) -> date | None:
    """When to look at a subject again, knowing what was just decided. At most one level is climbed a day."""
    if not (verdict.fire or verdict.superseded):
        return verdict.next_on
    settled = {step.rule.code: law.today for step in (*verdict.fire, *verdict.superseded)}
    again = due(replace(facts, decided={**facts.decided, **settled}), law.policy, law.calendar, law.today)
    return law.today + DAY if again.fire else again.next_on


def next_look(days: list[date | None]) -> date | None:
    """The earliest of the days; None where nothing is left to look at until something changes."""
    return min((day for day in days if day is not None), default=None)


def _row(line: UnitLine, facts: Facts, step: Step, state: str, law: _Law) -> Obligation:
    subject_id = int(facts.key.partition(":")[2].partition("/")[0])
    holder = {
        SubjectKind.LINE: "line_id",
        SubjectKind.PERIOD: "period_id",
        SubjectKind.REPORT: "report_id",
        SubjectKind.PROPOSAL: "proposal_id",
    }[facts.kind]
    return Obligation(
        subject=facts.key,
        rule=step.rule.code,
        round=facts.round,
        of_line=line,
        policy=law.version,
        level=step.rule.level,
        deed=step.rule.deed,
        anchor=step.rule.anchor,
        anchor_on=step.anchor_day,
        due_on=step.due_day,
        state=state,
        decided_in=law.run,
        at=law.at,
        **{holder: subject_id},
    )


def _count(rows: Sequence[Obligation], outcome: Sweep) -> None:
    for row in rows:
        listed = outcome.fired if row.state == ObligationState.FIRED else outcome.superseded
        listed.append((row.subject, row.rule, row.round))


def _pull_brake(at: datetime) -> None:
    brake, _ = Outgoing.objects.get_or_create(pk=1)
    brake.braked_at = at
    brake.version += 1
    brake.save()
