"""The bars of a run: every run has to show that the house stood, a whole one also that it was tried enough."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.faults.plan import KILLS, WHOLE

Figures = Mapping[str, Any]

HEALED_WITHIN_SECONDS = 120
EXTRA_MAILS_A_KILL = 0.2
OBLIGATIONS = 20_000
KILLED = 900
OF_EVERY_OTHER_KIND = 5
RUNNING_SECONDS = 60 * 60

OF_EVERY_RUN: dict[str, Callable[[Figures], bool]] = {
    "nothing lost, doubled or unaccounted for": lambda run: not run["faults"],
    "every fault of the plan was injected": lambda run: not run["missed"],
    "every wave came through": lambda run: not run["unhealed"],
    f"healed within {HEALED_WITHIN_SECONDS} s": lambda run: run["longest_healing"] <= HEALED_WITHIN_SECONDS,
    f"at most {EXTRA_MAILS_A_KILL} extra mails a kill": lambda run: (
        run["extra_mails"] <= EXTRA_MAILS_A_KILL * run["killed"]
    ),
}
OF_A_WHOLE_RUN: dict[str, Callable[[Figures], bool]] = {
    f"at least {OBLIGATIONS} obligations": lambda run: run["obligations"] >= OBLIGATIONS,
    f"at least {KILLED} kills": lambda run: run["killed"] >= KILLED,
    f"at least {OF_EVERY_OTHER_KIND} of every other kind": lambda run: all(
        number >= OF_EVERY_OTHER_KIND for kind, number in run["by_kind"].items() if kind not in KILLS
    ),
    f"within {RUNNING_SECONDS // 60} minutes of running": lambda run: run["running"] <= RUNNING_SECONDS,
}


def missed_bars(run: Figures) -> list[str]:
    """What misses its bar, in words; empty if the house stood. ``planned`` says whether the run is a whole one."""
    bars = OF_EVERY_RUN | (OF_A_WHOLE_RUN if run["planned"] >= WHOLE else {})
    return [words for words, holds in bars.items() if not holds(run)]
