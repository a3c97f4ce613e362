"""The units that are known beforehand, as a value: the reader asks it, whoever calls the reader fills it."""

import difflib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from tasks_app.importing.reading import PartyRead

UnitsOf = Callable[[str], "UnitRegistry"]  # from a jurisdiction (珠海市) to the units known in it

GROUP = "group"
NEAREST = 3


@dataclass(frozen=True)
class KnownParty:
    """A unit or group with the other ways in which papers write it."""

    party: PartyRead
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitRegistry:
    """Known units and groups of one jurisdiction (辖区), found by name or alias."""

    known: tuple[KnownParty, ...] = ()

    def joined(self, others: Iterable[KnownParty]) -> Self:
        """This registry, and behind it what others know: a name known here keeps its meaning."""
        return type(self)((*self.known, *(other for other in others if self.find(other.party.name) is None)))

    def find(self, text: str) -> PartyRead | None:
        """The party that bears this name or alias."""
        return self._by_spelling.get(spelling(text))

    def nearest(self, text: str) -> tuple[str, ...]:
        """Canonical names that look most like the text, best first."""
        close = difflib.get_close_matches(spelling(text), self._by_spelling, n=NEAREST, cutoff=0.6)
        return tuple(dict.fromkeys(self._by_spelling[name].name for name in close))

    @cached_property
    def _by_spelling(self) -> dict[str, PartyRead]:
        names = {spelling(known.party.name): known.party for known in reversed(self.known)}
        aliases = {spelling(alias): known.party for known in reversed(self.known) for alias in known.aliases}
        return aliases | names


def spelling(text: str) -> str:
    """One spelling for full-width and half-width twins, without spaces: 各区政府(管委会) is 各区政府（管委会）."""
    return "".join(unicodedata.normalize("NFKC", text).split())
