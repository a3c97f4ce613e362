"""What must hold after a race: who acted and what the other was told, nothing lost, nothing doubled."""

import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tasks_app.domain.refusals import Busy
from tasks_app.models import StateChange, SubmittedForm
from tests.races.ground import Traces
from tests.races.pairs import Ends, Turn
from tests.races.race import Attempt, Race


def untold(race: Race, attempts: list[Attempt]) -> Iterator[str]:
    """Faults of ours, refusals that say no sentence or another than the table has, and another number that acted."""
    for attempt in attempts:
        if attempt.fault:
            yield "".join(traceback.format_exception(attempt.fault, limit=-4))
        if attempt.refusal and not (
            attempt.refusal.status in race.pair.told and attempt.refusal.sentence.endswith("。")
        ):
            yield f"told {attempt.refusal.status}: {attempt.refusal.sentence!r}"
    acted = sum(attempt.has_acted for attempt in attempts)
    # Who waited in vain, twice, was told so and did nothing: the other acted all the same.
    is_busy = any(isinstance(attempt.refusal, Busy) for attempt in attempts)
    if acted not in _wanted(race) and not (is_busy and acted):
        yield f"{acted} acted: {[attempt.refusal and attempt.refusal.sentence for attempt in attempts]}"


def _wanted(race: Race) -> set[int]:
    if race.is_double_click:
        return {1}
    return {Ends.ONE: {1}, Ends.BOTH: {2}, Ends.EITHER: {1, 2}}[race.pair.ends]


def lost(turns: list[Turn], marks: list[str], attempts: list[Attempt], traces: Traces) -> Iterator[str]:
    """The winner's words stand somewhere, of the loser's act nothing stands anywhere, and each form is in the book."""
    said = {mark: turn.has_words for turn, mark in zip(turns, marks, strict=True)}
    for mark, has_words in said.items():
        has_acted = any(attempt.has_acted for attempt, its in zip(attempts, marks, strict=True) if its == mark)
        if has_words and traces.say(mark) != has_acted:
            yield f"the words {mark!r} {'are lost' if has_acted else 'stand although refused'}"
    acted = sum(attempt.has_acted for attempt, turn in zip(attempts, turns, strict=True) if turn.who)
    if len(traces.of(SubmittedForm)) != acted:
        yield "the book of forms does not hold exactly the forms that acted"


def doubled(thing: Any, turns: list[Turn], acted: list[bool], traces: Traces) -> Iterator[str]:
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
