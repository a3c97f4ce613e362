"""A run of races as a value: pairs drawn from the table by a seed, each from the same ground, and what came of them."""

import copy
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from math import inf
from random import Random
from statistics import median
from threading import Barrier
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection

from tasks_app.actions import sweeps
from tasks_app.domain.refusals import Busy
from tests.factories import moment
from tests.races import judging
from tests.races.ground import Ground
from tests.races.pairs import PAIRS, Pair
from tests.races.race import DEADLOCK, LOCK_TIMEOUT, PATIENCE_SECONDS, Click, Race, attempted
from tests.races.yard import Needs, Yard, yard

WORDS = "第{race}场{side}方填写的说明"
SETTLED_AT = moment("2026-06-15 09:00")


@dataclass
class Outcome:
    """The figures of a run. ``waits``: locks that did not come in time; ``busy``: who was told so after two tries."""

    races: int = 0
    double_clicks: int = 0
    doubled: int = 0
    lost: int = 0
    deadlocks: int = 0
    waits: int = 0
    busy: int = 0
    won: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def won_both_ways(self) -> int:
        """How many pairs were won by the one and by the other."""
        return sum(won["first"] > 0 and won["second"] > 0 for won in self.won.values())

    @property
    def one_sided(self) -> list[str]:
        """The pairs in which the same one was always faster."""
        return [name for name, won in sorted(self.won.items()) if (won["first"] > 0) + (won["second"] > 0) == 1]

    def report(self) -> str:
        """The figures, and whatever did not hold."""
        slowest = sorted(self.seconds)[int(len(self.seconds) * 0.95)] if self.seconds else 0
        won = sum(self.won.values(), Counter())
        return "\n".join([
            f"races {self.races:,} (double clicks among them {self.double_clicks:,}), pairs {len(self.won)}",
            f"doubled {self.doubled}, lost {self.lost}, deadlocks {self.deadlocks}, failures {len(self.failures)}",
            f"locks waited for in vain {self.waits}, told busy after the second try {self.busy}",
            f"won by the first {won['first']:,}, by the second {won['second']:,}, both {won['both']:,};"
            f" pairs won both ways {self.won_both_ways}",
            f"a race: median {median(self.seconds or [0]):.3f} s, 95 of 100 within {slowest:.3f} s",
            f"always won by the same one: {'; '.join(self.one_sided) or 'none'}",
            *self.failures[:20],
        ])  # fmt: skip


def drawn_from(seed: int) -> Iterator[Race]:
    """The races of a seed, without end: every fifth of those with a form is a double click."""
    random = Random(seed)  # noqa: S311  (a test, not a secret)
    for number in count():
        [pair] = random.choices(PAIRS, [pair.weight for pair in PAIRS])
        is_double_click = random.random() < 0.2
        yield Race(number, pair, is_double_click and pair.first.who is not None)


@contextmanager
def track(pairs: Collection[Pair]) -> Iterator[tuple[Yard, dict[str, Any], Ground]]:
    """The yard with the scenes of these pairs, and the ground below it."""
    clocked = sum(pair.clocked for pair in pairs)
    built = yard(Needs(len(pairs), sum(pair.leads for pair in pairs), sum(pair.leaves for pair in pairs), clocked))
    # In the order of the table, and what the clock leads up to before there is anything else to look at.
    order = sorted(pairs, key=lambda pair: (not pair.clocked, PAIRS.index(pair)))
    scenes = {pair.name: pair.stand(built) for pair in order}
    if clocked:
        sweeps.sweep(at=SETTLED_AT, listed=False)
    ground = Ground()
    try:
        yield built, scenes, ground
    finally:
        ground.drop()


def run(races: int, seed: int, *, seconds: float = inf, say: Callable[[str], None] = lambda _line: None) -> Outcome:
    """So many races, or as many as come off in that time. Whatever does not hold is a failure, and the run goes on."""
    outcome = Outcome()
    drawn = list(islice(drawn_from(seed), races))
    taken = {race.pair.name: race.pair for race in drawn}
    with track(taken.values()) as (built, scenes, ground), ThreadPoolExecutor(2) as pool:
        begun = perf_counter()
        for race in drawn:
            if perf_counter() - begun > seconds:
                break
            known = len(outcome.failures)
            _one(race, built, scenes[race.pair.name], ground, pool, outcome)
            for failure in outcome.failures[known:]:
                say(failure)
            if outcome.races % 500 == 0:
                say(f"{outcome.races:,}: {outcome.report().splitlines()[1]}")
        if not ground.is_as_it_was():
            outcome.failures.append("the ground is not what it was before the first race")
        _hang_up(pool)
    return outcome


def _one(race: Race, built: Yard, scene: Any, ground: Ground, pool: ThreadPoolExecutor, outcome: Outcome) -> None:
    pair = race.pair
    thing = type(scene)._default_manager.get(pk=scene.pk)
    marks = [WORDS.format(race=race.number, side=side) for side in "甲乙"]
    turns = [pair.first, pair.first if race.is_double_click else pair.second]
    keys = [UUID(int=2 * race.number + 1), UUID(int=2 * race.number + (1 if race.is_double_click else 2))]
    if race.is_double_click:
        marks[1] = marks[0]
    gate = Barrier(2)
    began = perf_counter()
    running = [
        pool.submit(attempted, gate, Click(turn, key, mark, built, copy.deepcopy(thing)).make)
        for turn, key, mark in zip(turns, keys, marks, strict=True)
    ]
    attempts = [attempt.result(PATIENCE_SECONDS) for attempt in running]
    outcome.seconds.append(perf_counter() - began)
    traces = ground.traces()
    outcome.races += 1
    outcome.double_clicks += race.is_double_click
    outcome.deadlocks += sum(attempt.gave_way.count(DEADLOCK) for attempt in attempts)
    outcome.waits += sum(attempt.gave_way.count(LOCK_TIMEOUT) for attempt in attempts)
    outcome.busy += sum(isinstance(attempt.refusal, Busy) for attempt in attempts)
    acted = [attempt.has_acted for attempt in attempts]
    if not race.is_double_click:
        outcome.won[pair.name]["both" if all(acted) else "first" if acted[0] else "second"] += 1
    lost = list(judging.lost(turns, marks, attempts, traces))
    doubled = list(judging.doubled(thing, turns, acted, traces))
    outcome.lost += len(lost)
    outcome.doubled += len(doubled)
    faults = [*judging.untold(race, attempts), *lost, *doubled]
    if faults:
        title = f"race {race.number}: {pair}{' (double click)' if race.is_double_click else ''}"
        outcome.failures.append("\n  ".join([title, *faults]))
    ground.restore(traces)


def _hang_up(pool: ThreadPoolExecutor) -> None:
    gate = Barrier(2)

    def close() -> None:
        gate.wait(PATIENCE_SECONDS)
        connection.close()

    for closing in [pool.submit(close), pool.submit(close)]:
        closing.result(PATIENCE_SECONDS)
