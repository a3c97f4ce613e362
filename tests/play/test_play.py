"""Random people take random steps while days pass; a small model says what ought to come of it, and promises hold.

A short run in every build; ``PLAY=300x60 pytest tests/play`` is the long one, with other people each time.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tasks_app.actions import sweeps
from tasks_app.domain.refusals import Refusal
from tests.conftest import Standing
from tests.factories import SHANGHAI
from tests.play import choices, promises, stage
from tests.play.book import SHORTLY, Book
from tests.play.choices import Try
from tests.play.rules import ACTS
from tests.play.stage import DONE_BY, MODELS, Doing, House
from tests.play.town import No, Town

pytestmark = pytest.mark.django_db

LONG = os.environ.get("PLAY", "")
EXAMPLES, STEPS = (int(part) for part in (LONG or "6x40").split("x"))
THEIR_OWN_EVERY = 10  # steps whoever took the last one is asked what they see and may do
EVERYBODY_IN_ONE_PLAY_OF = 3
FIRST_DAYS = [date(2026, 11, 12), date(2026, 3, 5), date(2026, 11, 25), date(2026, 7, 6), date(2026, 12, 17)]
# Of twenty steps: what may be done now, what is somehow wrong, whatever; in the others days pass.
POSSIBLE, WRONG, WHATEVER, DAYS = "possible", "wrong", "whatever", "days"
STEP = (*[POSSIBLE] * 13, *[WRONG] * 3, WHATEVER, *[DAYS] * 3)


@pytest.fixture(scope="module")
def house(standing: Standing) -> Iterator[House]:
    """The house of the play, built once."""
    with standing(stage.build) as built:
        yield built


class Play(RuleBasedStateMachine):
    """One play: its town (the model), its house (the real one), and all of it is taken back at the end."""

    def __init__(self, house: House, book: Book) -> None:
        super().__init__()
        self.house, self.book, self.hour = house, book, time(9)
        self.done: Counter[str] = Counter()  # the acts that came off in this play
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

    # One rule, for of several Hypothesis would leave some out of a play.
    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        """Somebody does something, or days pass."""

        def pick(among: Any) -> Any:
            return among[data.draw(st.integers(0, len(among) - 1))]

        how = pick(STEP)
        chosen = None if how == DAYS else choices.something_possible(self.town, self.done, pick)
        if how == WHATEVER or (how == WRONG and not chosen):
            chosen = choices.anything(self.town, pick)
        elif how == WRONG and chosen:
            chosen = choices.something_wrong(self.town, chosen, pick)
        if chosen:
            self._plays(chosen)
        else:
            self._days_pass(choices.days_to_come(self.town, pick))

    def _days_pass(self, days: int) -> None:
        self.town.today += timedelta(days=days)
        self.hour = time(9)
        note(f"It is {self.town.today}.")
        self._sweeps()

    def _sweeps(self) -> None:
        """The clock of the house looks again."""
        since = promises.last_of_ledger()
        sweeps.sweep(at=self.at)
        self.book.told.update(promises.clock_is_just(self.town, self.at, since))

    def _plays(self, one: Try) -> None:
        act, thing, person = one.act, one.thing, one.by
        note(f"{person.name} · {act} · {thing} · {one.said}{' · an old page' * one.is_stale}")
        row = MODELS[act.kind].objects.get(pk=thing.pk)
        self.hour = (datetime.combine(self.town.today, self.hour) + timedelta(minutes=1)).time()
        actor = self.house.actor(person.name, self.town.today)
        doing = Doing(self.house, row, one.said, actor, self.at, row.version - one.is_stale)
        step, notice = promises.last_step(), promises.last_notice()
        try:
            expected, refused = act.play(self.town, person, thing, one.said, is_stale=one.is_stale), ""
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
        self.done[act.name] += not refused
        self.book.note(act.name, refused, self.town.things)
        if self.book.steps.total() % THEIR_OWN_EVERY == 0:
            row.refresh_from_db()
            promises.one_may(actor, self.town, person, row, one)
            promises.one_sees_their_own(self.house, self.town, person)
            promises.lights_agree(self.house, self.town)

    def _numbers(self, made: Any) -> None:
        """What was made bears the number it got."""
        for kind in ("report", "extension", "line_case"):
            things = self.town.things[kind]
            if things and not things[-1].pk:
                things[-1].pk = made.pk
        for line in self.town.begun:
            line.pk = line.pk or MODELS["line"].objects.latest("pk").pk

    def teardown(self) -> None:
        """At the end all promises are looked at, then the curtain falls."""
        try:
            if hasattr(self, "town"):
                self.book.plays += 1
                promises.history_is_whole()
                promises.lights_agree(self.house, self.town)
                promises.one_line_each(self.town)
                if self.book.plays % EVERYBODY_IN_ONE_PLAY_OF == 0:
                    promises.everybody_sees_their_own(self.house, self.town)
        finally:
            transaction.savepoint_rollback(self.curtain)


def test_random_people_take_random_steps(house: House, db: None) -> None:
    book = Book()
    run_state_machine_as_test(
        partial(Play, house, book),
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
    assert not book.unreached(SHORTLY)
    if LONG:
        print(book)  # noqa: T201  (a long run says what it played)
        assert not [*book.unreached(), *book.never(ACTS), *book.untold()]
