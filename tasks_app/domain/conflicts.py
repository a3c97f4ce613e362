"""Conflict of interest (回避): nobody reviews a unit in which, in whose host, or in whose guest they hold a post."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seat:
    """Where a unit stands: its own id and the id of its host (设在), if any."""

    unit: int
    host: int | None = None


def are_entangled(one: Seat, other: Seat) -> bool:
    """Whether two units are the same, or one sits in the other."""
    return one.unit in (other.unit, other.host) or other.unit == one.host


def is_in_conflict(subject: Seat, held: tuple[Seat, ...]) -> bool:
    """Whether somebody who holds posts in the units ``held`` is in conflict over the unit ``subject``."""
    return any(are_entangled(subject, seat) for seat in held)
