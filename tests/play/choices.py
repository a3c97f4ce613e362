"""What people choose to do: mostly what they may do now, and of that what was done least in this play.

Every choice goes through ``pick``, so that whoever plays decides what chance is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypeVar

from tests.play.act import Act
from tests.play.rules import ACTS
from tests.play.things import DAY, WITH_UNIT, Person, Said
from tests.play.town import Town

T = TypeVar("T")
TRIES = 12
# What takes back, ends or stands in for another act counts as done so often before the first time: plays go forward.
HELD_BACK = Counter(
    {
        **dict.fromkeys(("withdraw", "withdraw_case"), 2),
        **dict.fromkeys(("withdraw_request", "return_inside", "ask_cancellation", "accept_in_part", "reopen"), 1),
        **dict.fromkeys(("approve_on_paper", "record", "look"), 1),
    }
)
LONGEST_DAYS = 45
WRONG_WORDS: tuple[dict[str, Any], ...] = (
    {"is_filled": False},
    {"standing": ""},
    {"standing": "behind"},
    {"has_file": False},
    {"explains": False},
    {"days": 0},
    {"days": 40},
    {"period": 1},
    {"period": 4},
)


class Pick(Protocol):
    """Chance."""

    def __call__(self, among: Sequence[T]) -> T:
        """One of these."""


@dataclass(frozen=True)
class Try:
    """Somebody is about to do something, with what they bring, perhaps from a page that is old."""

    act: Act
    thing: Any
    by: Person
    said: Said
    is_stale: bool = False


def something_possible(town: Town, done: Counter[str], pick: Pick) -> Try | None:
    """What comes off, as far as the model knows; None where little luck found nothing."""
    for tried, one in enumerate(_candidates(town, done, pick)):
        if one.act.comes_off(town, one.by, one.thing, one.said):
            return one
        if tried >= TRIES:
            break
    return None


def _candidates(town: Town, done: Counter[str], pick: Pick) -> Iterator[Try]:
    done = done + HELD_BACK
    ripe = sorted((act for act in ACTS.values() if act.ripe(town)), key=lambda act: done[act.name])
    rare = [act for act in ripe if done[act.name] == done[ripe[0].name]]
    first = pick(pick((rare, rare, ripe))) if ripe else None
    for act in sorted(ripe, key=lambda act: act is not first):
        for thing in _beginning_with(act.ripe(town), pick):
            may = [one for one in town.people.values() if act.may(town, one, thing)]
            if may:
                yield Try(act, thing, pick(may), _well_said(town, act, thing, pick))


def _beginning_with(things: list[T], pick: Pick) -> list[T]:
    """All of them, in their order, from any one on."""
    start = pick(range(len(things)))
    return things[start:] + things[:start]


def _well_said(town: Town, act: Act, thing: Any, pick: Pick) -> Said:
    """What somebody brings who wants it to come off."""
    line = town.line_of(thing)
    is_closing = act.name == "write_closing" or (act.kind == "report" and not thing.period)
    open_periods = [one.order for one in town.periods if one.rhythm == "quarterly" and one.opens_on <= town.today]
    free = sorted({one.unit for one in town.people.values()} - {one.unit for one in town.lines_of(line.item)})
    return Said(
        standing="finished" if is_closing else pick(("on_schedule", "behind", "finished")),
        days=pick(_days(town, act, line.deadline)),
        period=pick(open_periods or [1]),
        heir=pick(["", *free]) if act.name == "uphold" else "",
    )


def _days(town: Town, act: Act, deadline: date) -> Sequence[int]:
    """How many days lead to a day that could be: those of more time count from the deadline, all others from today."""
    if act.name not in ("ask_more_time", "grant_request"):
        return range(1, max(2, min(LONGEST_DAYS, (town.last_day - town.today).days)))
    ahead = (max(town.today, deadline) + DAY * n for n in range(1, LONGEST_DAYS))
    later = [(day - deadline).days for day in ahead if day <= town.last_day and town.works(day)]
    return later or [1]


def something_wrong(town: Town, one: Try, pick: Pick) -> Try:
    """The same by somebody else, to something else, from an old page, or in other words; it may yet come off."""
    words = [replace(one.said, **wrong) for wrong in WRONG_WORDS]
    refused = [said for said in words if not one.act.comes_off(town, one.by, one.thing, said)]
    wrong = (
        replace(one, by=town.people[pick(sorted(town.people))]),
        replace(one, thing=pick(town.things[one.act.kind])),
        replace(one, is_stale=True),
        replace(one, said=pick(refused or words)),
        replace(one, said=pick(refused or words)),
    )
    return pick(wrong)


def anything(town: Town, pick: Pick) -> Try:
    """Whoever, whatever: an act of any kind that there is something of."""
    act = pick([act for act in ACTS.values() if town.things[act.kind]])
    thing = pick(town.things[act.kind])
    by = town.people[pick(sorted(town.people))]
    return Try(act, thing, by, _well_said(town, act, thing, pick), is_stale=pick((False, False, True)))


def days_to_come(town: Town, pick: Pick) -> int:
    """A few days, or until the morning after the next day that matters."""
    days = {line.deadline for line in town.lines if line.state in WITH_UNIT}
    days |= {day for period in town.periods for day in (period.opens_on, period.due_on)}
    ahead = sorted((day - town.today).days + 1 for day in days if day >= town.today)
    return pick((1, 2, 3, 5, 8, min((*ahead[:1], LONGEST_DAYS))))
