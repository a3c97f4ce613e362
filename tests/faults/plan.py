"""What is injected, in which order: the same seed and number always give the same plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# Of a hundred kills this many are of each kind. A kill after SMTP's 250 always costs one extra mail, by nature.
KILLS = {"kill_child": 48, "kill_before_commit": 25, "kill_after_receipt": 12, "kill_worker": 15}
BROKER = ("broker_refuses", "broker_freezes", "broker_forgets", "broker_restarts", "broker_is_full")
TIME = ("down_3_days", "down_40_days", "clock_ahead", "clock_behind")
DATABASE = ("database_restarts", "backend_dies_at_commit", "deadlock", "connections_gone")
MAIL = ("mail_refuses", "mail_defers", "mail_rejects", "mail_hangs", "mail_drops")
PEOPLE = ("closed_during_sweep", "signed_during_sweep", "extended_during_sweep")
OTHERS = (*BROKER, *TIME, *DATABASE, *MAIL, *PEOPLE)
# One round of the others for so many injections: five rounds in a thousand.
INJECTIONS_A_ROUND = 200


@dataclass(frozen=True)
class Injection:
    """One fault. ``chance`` seeds whatever it decides by lot."""

    number: int
    kind: str
    chance: int

    @property
    def is_kill(self) -> bool:
        """Whether a process of ours is killed."""
        return self.kind in KILLS


def plan(seed: int, injections: int) -> list[Injection]:
    """All injections of a run, numbered from 1; each other kind at least once, the rest kills.

    Raises ValueError where there is no room for one of each kind.
    """
    rounds = max(1, injections // INJECTIONS_A_ROUND)
    kills = injections - rounds * len(OTHERS)
    if kills < 1:
        raise ValueError(f"one of each kind needs {len(OTHERS) + 1} injections")
    lot = Random(seed)  # noqa: S311  (replayable by its seed, nothing secret)
    kinds = [*OTHERS * rounds, *_kills(kills)]
    lot.shuffle(kinds)
    return [Injection(number, kind, lot.getrandbits(32)) for number, kind in enumerate(kinds, start=1)]


def _kills(number: int) -> Iterator[str]:
    """This many kills, in the proportion of the table."""
    shares = [kind for kind, share in KILLS.items() for _ in range(share)]
    for place in range(number):
        yield shares[(place * 37) % len(shares)]  # strides that meet each of the hundred once
