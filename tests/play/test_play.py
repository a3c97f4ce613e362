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
from tests.play.choices import Pick, Try
from tests.play.promises import Marks
from tests.play.rules import ACTS
from tests.play.stage import DONE_BY, MODELS, Doing, House
from tests.play.things import No
from tests.play.town import Town

pytestmark = pytest.mark.django_db

LONG = os.environ.get("PLAY", "")
EXAMPLES, STEPS = (int(part) for part in (LONG or "4x40").split("x"))
THEIR_OWN_EVERY = 10  # steps whoever took the last one is asked what they see and may do
# Where a play begins; at the end of those of the first day everybody is asked.
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
        self.house, self.book, self.hour, self.steps = house, book, time(9), 0
        self.done: Counter[str] = Counter()  # the acts that came off in this play
        # No block of its own: the watcher of locks takes the outermost below the test's for one act.
        self.curtain = transaction.savepoint()
        self.town: Town
        self.marks: Marks

    @initialize(day=st.sampled_from(FIRST_DAYS))
    def begins(self, day: date) -> None:
        """On a day of the year."""
        self.first_day, self.town = day, stage.town_of(self.house, day)
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

        chosen = self._chosen(pick(STEP), pick)
        if chosen:
            self._plays(chosen)
        else:
            self._days_pass(choices.days_to_come(self.town, pick))

    def _chosen(self, how: str, pick: Pick) -> Try | None:
        """What somebody is about to do; None lets days pass."""
        if how == DAYS:
            return None
        if how == WHATEVER:
            return choices.anything(self.town, pick)
        one = choices.something_possible(self.town, self.done, pick)
        return choices.something_wrong(self.town, one, pick) if one and how == WRONG else one

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
        self.marks = Marks.now()

    def _plays(self, one: Try) -> None:
        act, thing, person = one.act, one.thing, one.by
        note(f"{person.name} · {act} · {thing} · {one.said}{' · an old page' * one.is_stale}")
        row = MODELS[act.kind].objects.get(pk=thing.pk)
        self.hour = (datetime.combine(self.town.today, self.hour) + timedelta(minutes=1)).time()
        actor = self.house.actor(person.name, self.town.today)
        doing = Doing(self.house, row, one.said, actor, self.at, row.version - one.is_stale)
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
        hears = frozenset() if refused else self.town.hears
        self.marks = promises.is_told(expected, hears, person.user, since=self.marks)
        promises.rows_are(self.town)
        self.done[act.name] += not refused
        self.book.note(act.name, refused, self.town.things)
        self.steps += 1
        if self.steps % THEIR_OWN_EVERY == 0:
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
                if self.first_day == FIRST_DAYS[0]:
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
