"""When a post has nobody behind it (岗位空缺): vacant, all away without a stand-in, or about to be vacant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = 10  # working days before the last holder's last day


class Gap(StrEnum):
    """What is the matter with a post."""

    VACANT = "vacant"
    AWAY = "away"
    ENDING = "ending"


GAP_WORDS = {Gap.VACANT: "空缺", Gap.AWAY: "休假且无人代班", Gap.ENDING: "即将到期且无人接任"}


@dataclass(frozen=True)
class Holder:
    """A post of one role in one unit that has not ended, by its id. ``works``: the holder can log in.

    ``away``: the days of the holder's leaves; each with whether somebody stands in. ``switched_off``: how often the
    holder's account was (停用).
    """

    post: int
    starts_on: date
    ends_on: date | None
    works: bool = True
    away: tuple[tuple[date, date, bool], ...] = ()
    switched_off: int = 0

    def holds(self, on: date) -> bool:
        """Whether the post is in force that day, and its holder can log in."""
        return self.works and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def hears(self, on: date) -> bool:
        """Whether somebody hears that day: the holder, or a stand-in."""
        return self.holds(on) and all(covered or not begins <= on <= ends for begins, ends, covered in self.away)


@dataclass(frozen=True)
class Found:
    """A gap; ``on`` is the first day on which nobody is there, None where it is past. ``key`` names the case."""

    gap: Gap
    on: date | None
    key: str


def gap_of(holders: Iterable[Holder], today: date, until: date) -> Found | None:
    """What is the matter with a post today, or will be by the day ``until``; None while somebody is there.

    Someone who begins the day after the last one ends leaves no gap. The case of a vacancy is named by the last post,
    so that the next vacancy is another case; so is the next one by the same account, once it was on again.
    """
    known = sorted(holders, key=lambda one: one.post)
    held = [one for one in known if one.holds(today)]
    if not held:
        last, times = (known[-1].post, known[-1].switched_off) if known else (0, 0)
        return Found(Gap.VACANT, None, f"vacant:{last}{f':{times}' if times > 1 else ''}")
    if not any(one.hears(today) for one in held):
        back = [ends for one in held for begins, ends, _ in one.away if begins <= today <= ends]
        return Found(Gap.AWAY, today, f"away:{held[-1].post}:{max(back):%Y%m%d}")
    for day in _days_after(today, until):
        if not any(one.holds(day) for one in known):
            return Found(Gap.ENDING, day, f"ending:{held[-1].post}:{day:%Y%m%d}")
    return None


def _days_after(today: date, until: date) -> Iterable[date]:
    return (today + timedelta(days=count) for count in range(1, (until - today).days + 1))
