"""``python -m tests.faults [--injections N] [--seed S]``: runs or resumes, prints figures, ends with 1 on a fault."""

import argparse
import signal
import sys
from pathlib import Path
from typing import Any

from tests.faults.run import Run

LOGS = Path(__file__).resolve().parents[2] / "var" / "faults"
HEALED_WITHIN_SECONDS = 120
EXTRA_MAILS_A_KILL = 0.2


def main() -> int:
    """Runs to the end; an interrupted run goes on where it was."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--injections", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--logs", type=Path, default=LOGS, help="where <seed>.jsonl is kept")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped; the same command resumes"))
    figures = Run(asked.seed, asked.injections, asked.logs / f"{asked.seed}.jsonl").complete()
    print(_in_words(figures))  # noqa: T201
    return 1 if faults_in(figures) else 0


def faults_in(figures: dict[str, Any]) -> list[str]:
    """What misses its bar, in words; empty if the house stood."""
    bars = {
        "nothing lost, doubled or unaccounted for": not figures["faults"],
        "every fault of the plan was injected": not figures["missed"],
        "every wave came through": not figures["unhealed"],
        f"healed within {HEALED_WITHIN_SECONDS} s": figures["longest_healing"] <= HEALED_WITHIN_SECONDS,
        f"at most {EXTRA_MAILS_A_KILL} extra mails a kill": figures["extra_mails"]
        <= EXTRA_MAILS_A_KILL * figures["killed"],
    }
    return [words for words, holds in bars.items() if not holds]


def _in_words(figures: dict[str, Any]) -> str:
    kinds = "\n".join(f"  {kind:24}{number:6}" for kind, number in figures["by_kind"].items())
    lines = [
        f"injected        {figures['injected']} ({figures['killed']} kills)",
        kinds,
        f"obligations     {figures['obligations']}",
        f"lost            {figures['lost'] + figures['unheard'] + figures['unsent'] + figures['given_up']}",
        f"doubled         {figures['doubled'] + figures['overheard'] + figures['strangers']}",
        f"extra mails     {figures['extra_mails']} of {figures['mails']}, "
        f"{figures['extra_mails'] / max(1, figures['killed']):.2f} a kill",
        f"longest healing {figures['longest_healing']} s (mean {figures['mean_healing']} s), "
        f"longest wait of what was hit again {figures['longest_wait']} s",
        *(f"FAULT           {words}" for words in faults_in(figures)),
        *([f"                {figures['faults']}"] if figures["faults"] else []),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
