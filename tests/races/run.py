"""A run of races as a value: pairs drawn from the table by a seed, each from the same ground, and what came of them."""

import copy
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
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

from tasks_app.actions.submissions import once
from tasks_app.domain.refusals import Refusal
from tasks_app.models import StateChange, SubmittedForm
from tests import factories
from tests.races.ground import Ground, Traces
from tests.races.pairs import PAIRS, SYSTEM_ADMINS, Ends, Pair, Turn
from tests.races.yard import LED, Yard, yard

PATIENCE_SECONDS = 30
DEADLOCK = "40P01"
# Not now or stale; the same thing is there already; the line was given to another unit meanwhile.
TOLD = {409, 422, 403}
WORDS = "第{race}场{side}方填写的说明"


@dataclass(frozen=True)
class Race:
    """One race: its number, its pair, and whether one person clicks the first act twice instead."""

    number: int
    pair: Pair
    is_double_click: bool


@dataclass(frozen=True)
class Attempt:
    """How one of the two fared: whether the act ran, and the refusal or the fault that ended it."""

    has_acted: bool
    refusal: Refusal | None = None
    fault: BaseException | None = None

    @property
    def is_deadlock(self) -> bool:
        """Whether the database ended one of the two because they waited for each other."""
        return getattr(getattr(self.fault, "__cause__", None), "sqlstate", "") == DEADLOCK


@dataclass
class Outcome:
    """The figures of a run."""

    races: int = 0
    double_clicks: int = 0
    doubled: int = 0
    lost: int = 0
    deadlocks: int = 0
    won: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def report(self) -> str:
        """The figures, and whatever did not hold."""
        slowest = sorted(self.seconds)[int(len(self.seconds) * 0.95)] if self.seconds else 0
        return "\n".join([
            f"races {self.races:,} (double clicks among them {self.double_clicks:,}), pairs {len(PAIRS)}",
            f"doubled {self.doubled}, lost {self.lost}, deadlocks {self.deadlocks}, failures {len(self.failures)}",
            f"won by the first {self.won['first']:,}, by the second {self.won['second']:,}, both {self.won['both']:,}",
            f"a race: median {median(self.seconds or [0]):.3f} s, 95 of 100 within {slowest:.3f} s",
            *self.failures[:20],
        ])  # fmt: skip


def drawn_from(seed: int) -> Iterator[Race]:
    """The races of a seed, without end: every fifth is a double click."""
    random = Random(seed)  # noqa: S311  (a test, not a secret)
    for number in count():
        [pair] = random.choices(PAIRS, [pair.weight for pair in PAIRS])
        yield Race(number, pair, random.random() < 0.2)


@contextmanager
def track() -> Iterator[tuple[Yard, dict[str, Any], Ground]]:
    """The yard with the scene of every pair, and the ground below it."""
    built = yard(len(PAIRS) + LED)
    SYSTEM_ADMINS[id(built)] = factories.working("system_admin", built.house.office.unit)
    scenes = {pair.name: pair.stand(built) for pair in PAIRS}
    ground = Ground()
    try:
        yield built, scenes, ground
    finally:
        ground.drop()


def run(races: int, seed: int, *, seconds: float = inf, say: Callable[[str], None] = lambda _line: None) -> Outcome:
    """So many races, or as many as come off in that time. Whatever does not hold is a failure, and the run goes on."""
    outcome = Outcome()
    with track() as (built, scenes, ground), ThreadPoolExecutor(2) as pool:
        begun = perf_counter()
        for race in islice(drawn_from(seed), races):
            if perf_counter() - begun > seconds:
                break
            _one(race, built, scenes[race.pair.name], ground, pool, outcome)
            if outcome.races % 500 == 0:
                say(f"{outcome.races:,}: {outcome.report().splitlines()[1]}")
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
    clicks = [turn.by(built, copy.deepcopy(thing), mark) for turn, mark in zip(turns, marks, strict=True)]
    began = perf_counter()
    gate = Barrier(2)
    running = [
        pool.submit(_attempt, gate, click, key, turn, built)
        for click, key, turn in zip(clicks, keys, turns, strict=True)
    ]
    attempts = [attempt.result(PATIENCE_SECONDS) for attempt in running]
    outcome.seconds.append(perf_counter() - began)
    traces = ground.traces()
    outcome.races += 1
    outcome.double_clicks += race.is_double_click
    outcome.deadlocks += sum(attempt.is_deadlock for attempt in attempts)
    faults = list(_faults(race, thing, turns, marks, attempts, traces, outcome))
    if faults:
        title = f"race {race.number}: {pair}{' (double click)' if race.is_double_click else ''}"
        outcome.failures.append("\n  ".join([title, *faults]))
    ground.restore(traces)


def _attempt(gate: Barrier, click: Callable[[], object], key: UUID, turn: Turn, built: Yard) -> Attempt:
    """One click, with the key of its form, as a view would take it."""
    gate.wait(PATIENCE_SECONDS)
    has_acted = False
    try:
        with once(str(key), {}, by=turn.who(built), at=turn.at) as form:
            if not form.is_repeat:
                click()
                has_acted, form.outcome = True, "/"
    except Refusal as refusal:
        return Attempt(False, refusal)
    except Exception as fault:  # whatever it is, it is what the run looks for
        return Attempt(False, None, fault)
    return Attempt(has_acted)


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
        if attempt.refusal and not (attempt.refusal.status in TOLD and attempt.refusal.sentence.endswith("。")):
            yield f"told {attempt.refusal.status}: {attempt.refusal.sentence!r}"
    acted = [attempt.has_acted for attempt in attempts]
    outcome.won["both" if all(acted) else "first" if acted[0] else "second"] += 1
    if sum(acted) not in _wanted(race):
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
    if len(traces.of(SubmittedForm)) != sum(attempt.has_acted for attempt in attempts):
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
