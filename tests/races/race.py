"""One race: two clicks on one thing at the same moment, and how each of them fared."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from uuid import UUID

from tasks_app.actions.submissions import once
from tasks_app.domain.refusals import Busy, Refusal
from tasks_app.views import contention
from tests.races.pairs import Pair, Turn
from tests.races.yard import Yard

PATIENCE_SECONDS = 30
DEADLOCK, LOCK_TIMEOUT = "40P01", "55P03"


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


def attempted(gate: Barrier, make: Callable[[], bool]) -> Attempt:
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
