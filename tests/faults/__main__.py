"""``python -m tests.faults [--injections N] [--seed S]``: runs or resumes, prints figures, ends with 1 on a fault."""

import argparse
import signal
import sys
from pathlib import Path
from typing import Any

from tests.faults.bars import missed_bars
from tests.faults.plan import SHORT
from tests.faults.run import Run

LOGS = Path(__file__).resolve().parents[2] / "var" / "faults"


def main() -> int:
    """Runs to the end; an interrupted run goes on where it was."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--injections", type=int, default=SHORT, help="at least so many, nine tenths of them kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--logs", type=Path, default=LOGS, help="where <seed>.jsonl is kept")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped; the same command resumes"))
    figures = Run(asked.seed, asked.injections, asked.logs / f"{asked.seed}.jsonl").complete()
    print(_in_words(figures))  # noqa: T201
    return 1 if missed_bars(figures) else 0


def _in_words(figures: dict[str, Any]) -> str:
    kinds = "\n".join(f"  {kind:24}{number:6}" for kind, number in figures["by_kind"].items())
    stages = ", ".join(f"{stage} {seconds:.0f}" for stage, seconds in figures["stages"].items())
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
        f"running         {figures['running']:.0f} s ({stages})",
        *(f"FAULT           {words}" for words in missed_bars(figures)),
        *([f"                {figures['faults']}"] if figures["faults"] else []),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
