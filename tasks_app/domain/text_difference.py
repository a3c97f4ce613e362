"""What two versions of a text have in common, and what came and went: for ``<ins>`` and ``<del>``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
# Words of Latin letters and figures stay whole; every other character stands for itself.
TOKEN = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)
# Beyond this many comparisons the texts are shown one after the other: nobody would read the marks anyway.
MOST_COMPARED = 400_000
# So few characters in common between two changes are an accident, and only make the marks hard to read.
FEWEST_IN_COMMON = 2


@dataclass(frozen=True)
class Piece:
    """A run of a text that stayed (same), went (gone) or came (new)."""

    kind: Kind
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order: what went stands before what came in its place."""
    if before == after:
        return (Piece("same", before),) if before else ()
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) * len(new) > MOST_COMPARED:
        return tuple(_pieces([("gone", before), ("new", after)]))
    runs: list[tuple[Kind, str]] = []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    at_old = at_new = 0
    for block in blocks:
        is_end = block.size == 0
        is_after_change = block.a > at_old or block.b > at_new
        is_before_change = block.a + block.size < len(old) or block.b + block.size < len(new)
        if 0 < block.size < FEWEST_IN_COMMON and is_after_change and is_before_change:
            continue
        runs += [("gone", "".join(old[at_old : block.a])), ("new", "".join(new[at_new : block.b]))]
        if not is_end:
            runs.append(("same", "".join(old[block.a : block.a + block.size])))
        at_old, at_new = block.a + block.size, block.b + block.size
    return tuple(_pieces(runs))


def _pieces(runs: list[tuple[Kind, str]]) -> Iterator[Piece]:
    return (Piece(kind, text) for kind, text in runs if text)
