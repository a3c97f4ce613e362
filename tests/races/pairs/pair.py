"""What a pair is: two acts that may meet on one thing, who does them, and what must come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from accounts.actor import Actor
from tests import factories
from tests.factories import LATER, published_calendar
from tests.races.yard import Yard

CALENDAR = published_calendar()
Thing = Any
# What the page of whoever lost says: somebody was faster, or it is no longer the time for it.
STALE = frozenset({409})
# The winner did more than move the thing: what the loser wanted is there already and is told at the field …
THERE_ALREADY = frozenset({409, 422})
# … or the line went to another unit, and with it the right to act on it.
GIVEN_AWAY = frozenset({409, 403})


class Ends(Enum):
    """What must come of two at once."""

    ONE = "one wins, the other is told"
    BOTH = "they commute"
    EITHER = "the second is done as well where it still makes sense"


@dataclass(frozen=True)
class Turn:
    """One of the two: who, and what they do to the thing with these words (empty where the act has none).

    ``act`` is the step it leaves on the timeline, empty where it leaves none. ``who`` is None for the clock, which
    sends no form.
    """

    act: str
    who: Callable[[Yard, Thing], Actor] | None
    do: Callable[..., object]
    has_words: bool = False
    at: Any = LATER

    def by(self, yard: Yard, thing: Thing, words: str) -> Callable[[], object]:
        """The click on the page that shows the thing as it is now."""
        said = (words,) if self.has_words else ()
        who = {"by": self.who(yard, thing)} if self.who else {}
        return partial(self.do, thing, *said, **who, at=self.at)


@dataclass(frozen=True)
class Pair:
    """Two turns on one thing that ``stand`` sets up; ``weight``: how often it is drawn; ``told``: what a loser hears.

    ``leads``: the scene takes a line of an item on which another unit supports; ``leaves``: of a unit that goes;
    ``clocked``: of an item due in spring, with the clock's rules in force.
    """

    name: str
    stand: Callable[[Yard], Thing]
    first: Turn
    second: Turn
    ends: Ends = Ends.ONE
    weight: int = 4
    told: frozenset[int] = STALE
    leads: bool = False
    leaves: bool = False
    clocked: bool = False

    def __str__(self) -> str:
        return self.name


def liaison(yard: Yard, _thing: Thing) -> Actor:
    return yard.staff.liaison


def other_liaison(yard: Yard, _thing: Thing) -> Actor:
    return yard.others.liaison


def reviewer(yard: Yard, _thing: Thing) -> Actor:
    return yard.staff.reviewer


def other_reviewer(yard: Yard, _thing: Thing) -> Actor:
    return yard.others.reviewer


def helper(yard: Yard, _thing: Thing) -> Actor:
    return yard.helper.liaison


def helping_reviewer(yard: Yard, _thing: Thing) -> Actor:
    return yard.helper.reviewer


def clerk(yard: Yard, _thing: Thing) -> Actor:
    return yard.house.office.clerk


def second_clerk(yard: Yard, _thing: Thing) -> Actor:
    return yard.house.office.second_clerk


def director(yard: Yard, _thing: Thing) -> Actor:
    return yard.directors[0]


def other_director(yard: Yard, _thing: Thing) -> Actor:
    return yard.directors[1]


def system_admin(yard: Yard, _thing: Thing) -> Actor:
    return yard.system_admin


def versioned(act: Callable[..., object]) -> Callable[..., object]:
    """An act on a row as the page showed it, whose words are its reason where it takes any."""

    def do(thing: Thing, *words: str, **who: Any) -> object:
        return act(thing, **({"reason": words[0]} if words else {}), version=thing.version, **who)

    return do


def dated(act: Callable[..., object]) -> Callable[..., object]:
    """The same, by the calendar."""
    return versioned(partial(act, calendar=CALENDAR))


def signed(act: Callable[..., object]) -> Callable[..., object]:
    """The other door (登记线下签批): the words are those on the sheet."""

    def do(thing: Thing, words: str, **who: Any) -> object:
        return act(thing, factories.sheet(words=words), version=thing.version, **who)

    return do
