"""Garbage is looked for seldom: what was loaded at the start never dies, and every look would walk over all of it.

A sweep of what is due takes a fifth less time for it (docs/benchmarks-clock.md).
"""

import gc

ALLOCATIONS_BETWEEN_LOOKS = 50_000
LOOKS_BETWEEN_DEEPER_LOOKS = 20


def set_aside() -> None:
    """Sets everything that is loaded by now aside for good. Called once in each process that stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_LOOKS, LOOKS_BETWEEN_DEEPER_LOOKS, LOOKS_BETWEEN_DEEPER_LOOKS)
