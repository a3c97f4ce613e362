"""A run of races as a value: pairs drawn from the table by a seed, each from the same ground, and what came of them."""

import copy
import traceback
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
from tasks_app.actions.submissions import once
from tasks_app.domain.refusals import Busy, Refusal
from tasks_app.models import StateChange, SubmittedForm
from tasks_app.views import contention
from tests.factories import moment
from tests.races.ground import Ground, Traces
from tests.races.pairs import PAIRS, Ends, Pair, Turn
from tests.races.yard import Needs, Yard, yard

PATIENCE_SECONDS = 30
DEADLOCK, LOCK_TIMEOUT = "40P01", "55P03"
WORDS = "第{race}场{side}方填写的说明"
PROPOSAL = "proposal put aside × refused"
SETTLED_AT = moment("2026-06-15 09:00")


@dataclass(frozen=True)
class Race:
    """One race: its number, its pair, and whether one person clicks the first act twice instead."""

    number: int
    pair: Pair
    is_double_click: bool


@dataclass(frozen=True)
class Click:
    """One of the two, with the key of its form, its words and the thing as its page showed it."""

    turn: Turn
    key: UUID
    words: str
    yard: Yard
    thing: Any

    def make(self) -> bool:
        """Sends the form as a view would take it; the clock sends none. Returns whether the act ran."""
        act = self.turn.by(self.yard, self.thing, self.words)
        if self.turn.who is None:
            act()
            return True
        by = self.turn.who(self.yard, self.thing)
        with once(str(self.key), {}, by=by, at=self.turn.at) as form:
            if form.is_repeat:
                return False
            act()
            form.outcome = "/"
        return True


@dataclass(frozen=True)
class Attempt:
    """How one of the two fared: whether the act ran, the SQLSTATEs by which the database gave way to the other before,
    and the refusal or the fault that ended it."""

    has_acted: bool
    gave_way: tuple[str, ...] = ()
    refusal: Refusal | None = None
    fault: BaseException | None = None


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
    # The letter that the clock proposes needs days on end, and comes first: what is due then, is due of it alone.
    order = sorted(pairs, key=lambda pair: pair.name != PROPOSAL)
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
        pool.submit(_attempt, gate, Click(turn, key, mark, built, copy.deepcopy(thing)).make)
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
    faults = list(_faults(race, thing, turns, marks, attempts, traces, outcome))
    if faults:
        title = f"race {race.number}: {pair}{' (double click)' if race.is_double_click else ''}"
        outcome.failures.append("\n  ".join([title, *faults]))
    ground.restore(traces)


def _attempt(gate: Barrier, make: Callable[[], bool]) -> Attempt:
    """One click. Where the database gave way it is made once more and then told Busy, as every page does."""
    gate.wait(PATIENCE_SECONDS)
    gave_way: list[str] = []
    while True:
        try:
            return Attempt(make(), tuple(gave_way))
        except Refusal as refusal:
            return Attempt(False, tuple(gave_way), refusal)
        except Exception as fault:  # whatever it is, it is what the run looks for
            if not contention.gave_way(fault):
                return Attempt(False, tuple(gave_way), None, fault)
            gave_way.append(str(getattr(fault.__cause__, "sqlstate", "")))
            if len(gave_way) > 1:
                return Attempt(False, tuple(gave_way), Busy())


def _faults(
    race: Race,
    thing: Any,
    turns: list[Turn],
    marks: list[str],
    attempts: list[Attempt],
    traces: Traces,
    outcome: Outcome,
) -> Iterator[str]:
    """What does not hold after a race."""
    for attempt in attempts:
        if attempt.fault:
            yield "".join(traceback.format_exception(attempt.fault, limit=-4))
        if attempt.refusal and not (
            attempt.refusal.status in race.pair.told and attempt.refusal.sentence.endswith("。")
        ):
            yield f"told {attempt.refusal.status}: {attempt.refusal.sentence!r}"
    acted = [attempt.has_acted for attempt in attempts]
    if not race.is_double_click:
        outcome.won[race.pair.name]["both" if all(acted) else "first" if acted[0] else "second"] += 1
    # Who waited in vain, twice, was told so and did nothing: of the rest the table still says what comes of it.
    is_busy = any(isinstance(attempt.refusal, Busy) for attempt in attempts)
    if sum(acted) not in _wanted(race) and not (is_busy and any(acted)):
        yield f"{sum(acted)} acted: {[attempt.refusal and attempt.refusal.sentence for attempt in attempts]}"
    lost = list(_lost(turns, marks, attempts, traces))
    doubled = list(_doubled(thing, turns, acted, traces))
    outcome.lost += len(lost)
    outcome.doubled += len(doubled)
    yield from (*lost, *doubled)


def _wanted(race: Race) -> set[int]:
    if race.is_double_click:
        return {1}
    return {Ends.ONE: {1}, Ends.BOTH: {2}, Ends.EITHER: {1, 2}}[race.pair.ends]


def _lost(turns: list[Turn], marks: list[str], attempts: list[Attempt], traces: Traces) -> Iterator[str]:
    """The winner's words stand somewhere, of the loser's act nothing stands anywhere, and each form is in the book."""
    said = {mark: turn.has_words for turn, mark in zip(turns, marks, strict=True)}
    for mark, has_words in said.items():
        has_acted = any(attempt.has_acted for attempt, its in zip(attempts, marks, strict=True) if its == mark)
        if has_words and traces.say(mark) != has_acted:
            yield f"the words {mark!r} {'are lost' if has_acted else 'stand although refused'}"
    acted = sum(attempt.has_acted for attempt, turn in zip(attempts, turns, strict=True) if turn.who)
    if len(traces.of(SubmittedForm)) != acted:
        yield "the book of forms does not hold exactly the forms that acted"


def _doubled(thing: Any, turns: list[Turn], acted: list[bool], traces: Traces) -> Iterator[str]:
    """One step for each act that was done; and no version of a row is written by two, or without its history."""
    steps = traces.of(StateChange)
    wanted = Counter(turn.act for turn, has_acted in zip(turns, acted, strict=True) if turn.act and has_acted)
    people = [step["act"] for step in steps]
    for act in {turn.act for turn in turns if turn.act}:
        if (wanted[act] > 0) != (act in people):
            yield f"{act}: {people.count(act)} steps, {wanted[act]} acts"
    for (kind, pk, act, version), times in Counter(
        (step["kind"], step["object_id"], step["act"], step["version"]) for step in steps
    ).items():
        if times > 1:
            yield f"{times} steps {act} of {kind} {pk} at version {version}"
    yield from _unwritten(thing, traces)


def _unwritten(thing: Any, traces: Traces) -> Iterator[str]:
    """The thing ends at the version and state its history ends with, and every version on the way is in it."""
    if not hasattr(type(thing), "history"):
        return
    after = next((row for row in traces.of(type(thing)) if row["id"] == thing.pk), None)
    if after is None or after.get("version") == getattr(thing, "version", None):
        return  # a cache of the clock's is no change
    history = sorted(
        (row for row in traces.of(type(thing).history.model) if row["id"] == thing.pk),
        key=lambda row: row["history_id"],
    )
    if not history:
        yield "changed without a history row"
        return
    last = history[-1]
    if (last["version"], last.get("state")) != (after["version"], after.get("state")):
        yield f"history ends at {last['version']} {last.get('state')}, the row at {after['version']}"
    raised = set(range(thing.version + 1, after["version"] + 1))
    if not raised <= {row["version"] for row in history}:
        yield f"versions {sorted(raised)} are not all in the history"


def _hang_up(pool: ThreadPoolExecutor) -> None:
    gate = Barrier(2)

    def close() -> None:
        gate.wait(PATIENCE_SECONDS)
        connection.close()

    for closing in [pool.submit(close), pool.submit(close)]:
        closing.result(PATIENCE_SECONDS)
