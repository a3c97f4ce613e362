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
# These meet a sweep and no mail under way: nothing waits half a minute for its lease after them, or a minute for its
# next try. The last faults of a run are of these, so that what waits since the others heals meanwhile.
OF_SWEEPS = ("kill_child", "kill_before_commit")
AT_THE_END = 30
# One round of the others for so many injections: five rounds in a thousand. Nine in ten are kills whatever comes beside
# them, so that a thousand are nine hundred kills and five of every other kind.
INJECTIONS_A_ROUND = 200
KILLS_IN_TEN = 9
# The run of issue and night, and that of CI: a hundred kills and one of every other kind.
WHOLE = 1000
SHORT = 111


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
    """At least this many injections, numbered from 1: nine tenths of the number are kills, rounded up, and the others
    come in whole rounds of each kind; where these leave room, there are more kills.
    """
    rounds = max(1, injections // INJECTIONS_A_ROUND)
    kills = max(-(-injections * KILLS_IN_TEN // 10), injections - rounds * len(OTHERS))
    lot = Random(seed)  # noqa: S311  (replayable by its seed, nothing secret)
    kinds = [*OTHERS * rounds, *_kills(kills)]
    lot.shuffle(kinds)
    kinds = _sweeps_last(kinds)
    return [Injection(number, kind, lot.getrandbits(32)) for number, kind in enumerate(kinds, start=1)]


def _kills(number: int) -> Iterator[str]:
    """This many kills, in the proportion of the table."""
    shares = [kind for kind, share in KILLS.items() for _ in range(share)]
    for place in range(number):
        yield shares[(place * 37) % len(shares)]  # strides that meet each of the hundred once


def _sweeps_last(kinds: list[str]) -> list[str]:
    """The same faults, the last of those that meet sweeps at the end."""
    last = [place for place, kind in enumerate(kinds) if kind in OF_SWEEPS][-AT_THE_END:]
    first = [kind for place, kind in enumerate(kinds) if place not in set(last)]
    return first + [kinds[place] for place in last]
