"""Random people take random steps while days pass; a small model says what ought to come of it, and promises hold.

A short run in every build; ``PLAY=300x60 pytest tests/play`` is the long one, with other people each time.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tasks_app.actions import sweeps
from tasks_app.domain.refusals import Refusal
from tests.conftest import Standing
from tests.factories import SHANGHAI
from tests.play import promises, stage
from tests.play.rules import ACTS
from tests.play.stage import DONE_BY, MODELS, Doing, House
from tests.play.town import Act, No, Person, Said, Town

pytestmark = pytest.mark.django_db

LONG = os.environ.get("PLAY", "")
EXAMPLES, STEPS = (int(part) for part in (LONG or "10x20").split("x"))
PLAYED: Counter[str] = Counter()  # the acts by what came of them
REACHED: defaultdict[str, set[str]] = defaultdict(set)  # the states that were seen, by the kind of subject
ALL_PROMISES_EVERY = 10  # steps of a long run
ALL_PROMISES_IN_ONE_PLAY_OF = 4  # of a short run
FIRST_DAYS = [date(2026, 3, 5), date(2026, 11, 12), date(2026, 7, 6), date(2026, 11, 30), date(2026, 12, 17)]
SAID = st.builds(
    Said,
    is_filled=st.sampled_from([True] * 7 + [False]),
    standing=st.sampled_from(["finished", "finished", "on_schedule", "behind", ""]),
    has_file=st.sampled_from([True] * 5 + [False]),
    explains=st.sampled_from([True] * 4 + [False]),
    days=st.integers(0, 40),
    period=st.integers(1, 4),
    heir=st.sampled_from(["", "市水务局", "市商务局", "市发展改革局"]),
)


@pytest.fixture(scope="module")
def house(standing: Standing) -> Iterator[House]:
    """The house of the play, built once."""
    with standing(stage.build) as built:
        yield built


class Play(RuleBasedStateMachine):
    """One play: its town (the model), its house (the real one), and all of it is taken back at the end."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house, self.hour = house, time(9)
        # No block of its own: the watcher of locks takes the outermost below the test's for one act.
        self.curtain = transaction.savepoint()
        self.town: Town

    @initialize(day=st.sampled_from(FIRST_DAYS))
    def begins(self, day: date) -> None:
        """On a day of the year."""
        self.town = stage.town_of(self.house, day)
        self._sweeps()

    @property
    def at(self) -> datetime:
        """Now; each act comes a minute later."""
        return datetime.combine(self.town.today, self.hour, tzinfo=SHANGHAI)

    @rule(days=st.sampled_from([1, 1, 2, 3, 5, 8, 13, 30]))
    def days_pass(self, days: int) -> None:
        """The clock of the house looks again."""
        self.town.today += timedelta(days=days)
        self.hour = time(9)
        self._sweeps()

    def _sweeps(self) -> None:
        since = promises.last_of_ledger()
        sweeps.sweep(at=self.at)
        promises.clock_is_just(self.town, self.at, since)

    @rule(data=st.data(), said=SAID)
    def somebody_does_what_may_be_done(self, data: st.DataObject, said: Said) -> None:
        """An act whose moment it is, mostly by somebody who may."""
        ripe = [(act, n) for act in ACTS.values() for n, thing in self._ripe(act)]
        act, number = data.draw(st.sampled_from(ripe))
        self._plays(act, act.things(self.town)[number], self._who(act, number, data), said)

    @rule(data=st.data(), said=SAID)
    def somebody_goes_on(self, data: st.DataObject, said: Said) -> None:
        """The same of what was begun: reports, requests and cases come first."""
        begun = [(act, n) for act in ACTS.values() if act.kind != "line" for n, thing in self._ripe(act)]
        if begun:
            act, number = data.draw(st.sampled_from(begun))
            self._plays(act, act.things(self.town)[number], self._who(act, number, data), said)

    @rule(data=st.data(), act=st.sampled_from([act for act in ACTS.values() if act.name != "look"]), said=SAID)
    def somebody_does_anything(self, data: st.DataObject, act: Act, said: Said) -> None:
        """Whoever, whatever, from whichever page."""
        things = act.things(self.town)
        if things:
            thing = data.draw(st.sampled_from(things))
            person = self.town.people[data.draw(st.sampled_from(sorted(self.town.people)))]
            self._plays(act, thing, person, said, is_stale=data.draw(st.sampled_from([False, False, True])))

    def _ripe(self, act: Act) -> Iterator[tuple[int, Any]]:
        return ((n, one) for n, one in enumerate(act.things(self.town)) if one.state in act.states)

    def _who(self, act: Act, number: int, data: st.DataObject) -> Person:
        thing = act.things(self.town)[number]
        may = [name for name, one in self.town.people.items() if act.may(self.town, one, thing)]
        return self.town.people[data.draw(st.sampled_from(may or sorted(self.town.people)))]

    def _plays(self, act: Act, thing: Any, person: Person, said: Said, *, is_stale: bool = False) -> None:
        row = MODELS[act.kind].objects.get(pk=thing.pk)
        self.hour = (datetime.combine(self.town.today, self.hour) + timedelta(minutes=1)).time()
        version = row.version - 1 if is_stale else row.version
        doing = Doing(self.house, row, said, self.house.actor(person.name, self.town.today), self.at, version)
        step, notice = promises.last_step(), promises.last_notice()
        try:
            expected, refused = act.play(self.town, person, thing, said, is_stale=is_stale), ""
        except No as no:
            expected, refused = [], no.kind
        try:
            made, kind = DONE_BY[act.name](doing), ""
        except Refusal as refusal:
            made, kind = None, type(refusal).__name__
        assert kind == refused, f"{person.name} · {act}: {kind or 'done'}, expected {refused or 'done'} ({thing})"
        self._numbers(made)
        promises.timeline_tells(expected, step, person.user)
        promises.told_are(self.town.hears if not refused else frozenset(), notice)
        promises.rows_are(self.town)
        self._note_states()
        PLAYED[f"{act} {refused or 'done'}"] += 1
        if LONG and PLAYED.total() % ALL_PROMISES_EVERY == 0:
            self._all_promises()

    def _numbers(self, made: Any) -> None:
        """What was made bears the number it got."""
        for things in (self.town.reports, self.town.requests, self.town.cases):
            if things and not things[-1].pk:
                things[-1].pk = made.pk
        for line in self.town.begun:
            line.pk = line.pk or MODELS["line"].objects.latest("pk").pk

    def _note_states(self) -> None:
        for kind, things in self._things().items():
            REACHED[kind] |= {one.state for one in things}

    def _things(self) -> dict[str, list[Any]]:
        town = self.town
        return {"line": town.lines, "report": town.reports, "extension": town.requests, "line_case": town.cases}

    def _all_promises(self) -> None:
        promises.everybody_sees_their_own(self.house, self.town)
        promises.lights_agree(self.house, self.town)
        promises.one_line_each(self.town)

    def teardown(self) -> None:
        """At the end all promises are looked at, then the curtain falls."""
        try:
            if hasattr(self, "town"):
                promises.history_is_whole()
                PLAYED["plays"] += 1
                if LONG or PLAYED["plays"] % ALL_PROMISES_IN_ONE_PLAY_OF == 0:
                    self._all_promises()
        finally:
            transaction.savepoint_rollback(self.curtain)


def test_random_people_take_random_steps(house: House, db: None) -> None:
    run_state_machine_as_test(
        partial(Play, house),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=not LONG,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # A play of other people is made small where it fails; here the whole of it is shown at once.
            phases=[Phase.generate, Phase.shrink] if LONG and not os.environ.get("PLAY_ONCE") else [Phase.generate],
            print_blob=bool(LONG),
        ),
    )
    if LONG:
        print(PLAYED, dict(REACHED))  # noqa: T201  (a long run says what it played)
