"""The pass of a sweep over the targets (目标数据填报): whose figure is due by now and not yet reported.

Few rows, and no cache of the next day: the pass reads them all, locks only those about which it has something to
say, and the ledger's unique key is the last word, as for the lines.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tasks_app.actions.sweep_books import KEY, Law, Sweep, fired_of, law_at, pull_brake, row_of
from tasks_app.dashboards.clock_targets import OnTheClock, asked_today
from tasks_app.domain.facts import SubjectKind
from tasks_app.domain.ladder import Verdict
from tasks_app.domain.one_voice import told_once
from tasks_app.models import Obligation, ObligationState, Target
from tasks_app.models.appending import Row, append
from tasks_app.models.target import TargetQuerySet
from tasks_app.notifications.reading_notices import put_reading_notices

Decided = list[tuple[OnTheClock, Verdict]]


def sweep_targets(at: datetime, limit: int, outcome: Sweep, *, dry_run: bool) -> None:
    """Adds what is due of the targets to the outcome. One query where the plan has no targets."""
    targets = list(_targets())
    law = law_at(at, limit=limit) if targets else None
    if law is None or not law.policy.about(SubjectKind.TARGET):
        return
    decided = _decided(targets, law)
    if dry_run:
        rows = _rows(decided, law)
        outcome.planned += len(rows)
        outcome.count(rows)
    elif decided:
        _record(decided, law, outcome)


def _targets() -> TargetQuerySet:
    return Target.objects.on_the_clock()


def _decided(targets: Sequence[Target], law: Law) -> Decided:
    asked = asked_today(targets, law.calendar, law.today)
    verdicts = told_once([(one.facts, law.judge.verdict_on(one.facts)) for one in asked])
    decided = [(one, verdict) for one, (_, verdict) in zip(asked, verdicts, strict=True)]
    return [(one, verdict) for one, verdict in decided if verdict.fire or verdict.superseded]


def _rows(decided: Decided, law: Law) -> list[Row]:
    """The rows of the ledger."""
    return [
        row_of(one.facts, step, state, law)
        for one, verdict in decided
        for steps, state in (
            (verdict.fire, ObligationState.FIRED),
            (verdict.superseded, ObligationState.SUPERSEDED),
        )
        for step in steps
    ]


@transaction.atomic
def _record(decided: Decided, law: Law, outcome: Sweep) -> None:
    """Decides once more over the rows it holds: a figure may have come in, or another unit been named, meanwhile.

    Whoever enters a figure holds the target too. Those that somebody holds just now wait for the next sweep.
    """
    wanted = Target.objects.filter(pk__in={one.target.pk for one, _ in decided})
    held = wanted.order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True)
    mine = list(held.values_list("pk", flat=True))
    decided = _decided(list(_targets().filter(pk__in=mine)), law)
    rows = _rows(decided, law)
    outcome.planned += len(rows)
    if len(decided) > 1 and outcome.told + len(fired_of(rows)) > law.limit:
        pull_brake(law)
        outcome.braked = True
        return
    written = append(Obligation, rows, KEY)
    put_reading_notices(fired_of(written), {one.target.pk: one.target for one, _ in decided}, law.policy, at=law.at)
    outcome.count(written)
