"""One supervision sweep (督办巡检): find what is due by the index, decide purely, record once, tell people.

The queue is only a doorbell: any number of sweeps may run at once, be killed anywhere and run again. Lines are
locked a batch at a time, and the ledger's unique key is the last word.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tasks_app.actions import heartbeats
from tasks_app.actions.sweep_books import KEY, Law, Sweep, fired_of, law_at, pull_brake, row_of
from tasks_app.actions.target_sweeps import sweep_targets
from tasks_app.dashboards.clock_facts import facts_of
from tasks_app.dashboards.clock_health import SWEEP
from tasks_app.domain.days import within_reach
from tasks_app.domain.facts import Facts
from tasks_app.domain.ladder import Verdict, after
from tasks_app.domain.line_states import OPEN, LineState
from tasks_app.domain.one_voice import with_one_voice
from tasks_app.domain.policy import Deed
from tasks_app.domain.policy_versions import in_force
from tasks_app.domain.working_days import DAY
from tasks_app.models import Obligation, ObligationState, Outgoing, PolicyVersion, UnitLine
from tasks_app.models.among import Among
from tasks_app.models.appending import Row, append
from tasks_app.notifications.notices import put_notices

BATCH = 1000
# What many lines of a batch share: read once each, instead of once more with every line.
SHARED = ("cycle", "unit", "work_item")


def sweep(*, at: datetime, dry_run: bool = False, listed: bool = True) -> Sweep:
    """Sweeps until nothing is due. It never fires more than the brake allows: then a person has to release it.

    A brake that another sweep pulls stops this one after the batch it is at. The targets come last, in a pass of
    their own: they hang on no line, and are few.

    Without a policy in force there is nothing to decide by, and no heartbeat: silence that is seen. Raises Invalid
    for a moment that no calendar reaches.
    """
    brake = Outgoing.objects.first() or Outgoing()
    outcome = Sweep(listed, braked=brake.braked_at is not None)
    outcome.lawless = in_force(PolicyVersion.objects.all(), within_reach(timezone.localdate(at))) is None
    if outcome.lawless or (outcome.braked and not dry_run):
        return outcome
    last = 0
    while (seen := _sweep_batch(at, brake.brake_at, outcome, beyond=last, dry_run=dry_run)) is not None:
        last = seen
        if not dry_run and Outgoing.is_braked():
            outcome.braked = True
            break
    if dry_run or not outcome.braked:
        sweep_targets(at, brake.brake_at, outcome, dry_run=dry_run)
    if not dry_run:
        heartbeats.beat(SWEEP, at=at)
    return outcome


def _sweep_batch(at: datetime, limit: int, outcome: Sweep, *, beyond: int, dry_run: bool) -> int | None:
    """One batch in one transaction; returns the last line looked at, or None when nothing was due.

    Policy and calendar are read once the lines are held: whoever publishes new ones asks all lines to be looked at
    again, and so comes either before this reading or after the day that is written here.
    """
    with transaction.atomic():
        # A line that was just given to another unit is looked at once more: its unit is told.
        held = Q(ended_on__isnull=True) | Q(state=LineState.CANCELLED)
        waiting = UnitLine.objects.filter(held, next_step_on__lte=timezone.localdate(at))
        if dry_run:  # nothing is written, so that the lines looked at go on waiting
            waiting = waiting.filter(pk__gt=beyond).order_by("pk")
        else:
            waiting = waiting.order_by("next_step_on", "pk").select_for_update(
                of=("self",), no_key=True, skip_locked=True
            )
        lines = list(waiting.prefetch_related(*SHARED)[:BATCH])
        law = law_at(at, limit=limit) if lines else None
        if law is None:
            return None
        _settle(lines, law, outcome, dry_run=dry_run)
        return lines[-1].pk


def _settle(lines: Sequence[UnitLine], law: Law, outcome: Sweep, *, dry_run: bool) -> None:
    known = facts_of(lines)
    rows: list[Row] = []
    settled: list[UnitLine] = []
    told = outcome.told
    for line in lines:
        decided = _decided(line, known[line.pk], law)
        fires = len(fired_of(decided))
        # The first line that fires passes whole: else a limit below what one line fires would stop the clock for ever.
        if fires and told and told + fires > law.limit and not dry_run:
            pull_brake(law)
            outcome.braked = True
            break
        told += fires
        rows += decided
        settled.append(line)
    outcome.planned += len(rows)
    if dry_run:
        outcome.count(rows)
    else:
        outcome.count(_recorded(settled, rows, law))


def _decided(line: UnitLine, known: Sequence[Facts], law: Law) -> list[Row]:
    """The rows of the ledger that a line gets now; sets the day of the next look at it."""
    verdicts = with_one_voice([(facts, law.judge.verdict_on(facts)) for facts in known], law.today)
    line.next_step_on = _next_look(line, [_look_after(facts, verdict, law) for facts, verdict in verdicts], law)
    return [
        row_of(facts, step, state, law, of_line=line.pk)
        for facts, verdict in verdicts
        for steps, state in (
            (verdict.fire, ObligationState.FIRED),
            (verdict.superseded, ObligationState.SUPERSEDED),
        )
        for step in steps
    ]


def _recorded(lines: Sequence[UnitLine], rows: Sequence[Row], law: Law) -> list[Row]:
    """Writes rows, days and notices; returns the rows that are new. What somebody else recorded first stays his."""
    written = append(Obligation, rows, KEY)
    _note_next_looks(lines)
    put_notices(fired_of(written), {line.pk: line for line in lines}, law.policy, at=law.at)
    return written


def _note_next_looks(lines: Sequence[UnitLine]) -> None:
    """One statement for each day: a batch knows few days, and one CASE of all its lines costs more than the rules."""
    days: defaultdict[date | None, list[int]] = defaultdict(list)
    for line in lines:
        days[line.next_step_on].append(line.pk)
    for day, ids in days.items():
        UnitLine.objects.filter(pk__in=Among(ids)).update(next_step_on=day)


def _look_after(facts: Facts, verdict: Verdict, law: Law) -> date | None:
    """When to look at a subject again, knowing what was just decided. At most one level is climbed a day."""
    if not (verdict.fire or verdict.superseded):
        return verdict.next_on
    if any(step.rule.deed is Deed.PROPOSE for step in verdict.fire):
        return law.today + DAY  # the proposal is a subject of its own, which has no facts before it is stored
    if law.policy.waited_for.isdisjoint(step.rule.code for step in (*verdict.fire, *verdict.superseded)):
        return verdict.next_on
    again = law.judge.verdict_on(after(facts, verdict, law.today))
    return law.today + DAY if again.fire else again.next_on


def _next_look(line: UnitLine, days: list[date | None], law: Law) -> date | None:
    """The earliest of the days; None where nothing is left to look at until something changes.

    New rules may ask for a day before those of today's rules, so an open line is looked at when they begin.
    """
    changes_on = law.changes_on if line.state in (*OPEN, LineState.SUSPENDED) else None
    return min((day for day in (*days, changes_on) if day is not None), default=None)
