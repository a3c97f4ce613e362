"""An act of the model: who may, in which states, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.play.things import NOT_ALLOWED, NOT_NOW, STALE, No, Person, Said, Step, bring
from tests.play.town import Town


@dataclass(frozen=True, repr=False)
class Act:
    """``may``: who; ``states``: when; ``does``: what follows. ``is_shut``: a line another one goes on with."""

    name: str
    kind: str
    states: tuple[str, ...]
    may: Callable[[Town, Person, Any], bool]
    does: Callable[[Town, Person, Any, Said], list[Step]]
    knows_version: bool = True
    is_shut: Callable[[Any], bool] = lambda thing: False

    def __repr__(self) -> str:
        return self.name

    def ripe(self, town: Town) -> list[Any]:
        """All whose moment it is, as far as their state says."""
        return [one for one in town.things[self.kind] if one.state in self.states and not self.is_shut(one)]

    def comes_off(self, town: Town, by: Person, thing: Any, said: Said) -> bool:
        """Whether it would; nothing changes by asking."""
        bring_back = town.remember()
        try:
            self.play(town, by, thing, said)
        except No:
            return False
        bring_back()
        return True

    def play(self, town: Town, by: Person, thing: Any, said: Said, *, is_stale: bool = False) -> list[Step]:
        """What the timeline ought to say. Who comes before when, and a stale page before the state.

        Raises No, and then nothing has changed.
        """
        town.hears, town.begun = frozenset(), []
        bring(self.may(town, by, thing), NOT_ALLOWED)
        bring(not self.is_shut(thing), NOT_NOW)
        bring(not (is_stale and self.knows_version), STALE)
        bring(thing.state in self.states, NOT_NOW)
        bring_back = town.remember()
        try:
            return self.does(town, by, thing, said)
        except No:
            bring_back()
            raise
