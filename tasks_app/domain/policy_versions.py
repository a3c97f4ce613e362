"""Which version of the policy (督办规则) holds on which day: one rule, for stored rows and for values alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from tasks_app.domain.policy import Policy


class Versioned(Protocol):
    """A version with the day it starts on."""

    @property
    def version(self) -> int:
        """Its number."""

    @property
    def starts_on(self) -> date:
        """Its first day."""


Version = TypeVar("Version", bound=Versioned)


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """Of the versions that have started by a day, the one with the highest number; None before the first."""
    return max((one for one in versions if one.starts_on <= on), key=lambda one: one.version, default=None)


def next_start(versions: Iterable[Version], on: date) -> date | None:
    """The next day after this one on which a version starts; None where none is waiting."""
    return min((one.starts_on for one in versions if one.starts_on > on), default=None)


@dataclass(frozen=True)
class Policies:
    """All versions. ``trial`` is one that is only tried out: from its first day on it stands above the others."""

    versions: tuple[Policy, ...]
    trial: Policy | None = None

    def on(self, day: date) -> Policy | None:
        """The version that holds on a day."""
        if self.trial is not None and self.trial.starts_on <= day:
            return self.trial
        return in_force(self.versions, day)

    def next_start(self, day: date) -> date | None:
        """The next day on which other rules may hold."""
        return next_start((*self.versions, *((self.trial,) if self.trial else ())), day)

    def within(self, start: date, end: date) -> tuple[Policy, ...]:
        """The versions that hold on some day from ``start`` to ``end``, in the order of their days."""
        found: list[Policy] = []
        day: date | None = start
        while day is not None and day <= end:
            policy = self.on(day)
            if policy is not None and policy not in found:
                found.append(policy)
            day = self.next_start(day)
        return tuple(found)
