"""What two versions of a text have in common, and what came and went: for ``<ins>`` and ``<del>``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
# Words of Latin letters and figures stay whole; every other character stands for itself.
TOKEN = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)
SEPARATORS = "、，；。"
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
    return tuple(_pieces(_slid(runs)))


def _slid(runs: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Where a lone change may stand a little further on, it ends with a separator: 市数据局、 and not 局、市数据."""
    shown = [run for run in runs if run[1]]
    for place in range(1, len(shown) - 1):
        (before, same), (kind, changed), (after, rest) = shown[place - 1 : place + 2]
        if before == after == "same" and kind != "same":
            steps = _steps_to_separator(changed, rest)
            shown[place - 1] = ("same", same + changed[:steps])
            shown[place] = (kind, changed[steps:] + changed[:steps])
            shown[place + 1] = ("same", rest[steps:])
    return shown


def _steps_to_separator(changed: str, rest: str) -> int:
    """By how many characters the change may move on so that it ends with a separator; 0 where it cannot."""
    for steps in range(min(len(changed), len(rest))):
        if (changed[steps:] + changed[:steps])[-1] in SEPARATORS:
            return steps
        if changed[steps] != rest[steps]:
            break
    return 0


def _pieces(runs: list[tuple[Kind, str]]) -> Iterator[Piece]:
    return (Piece(kind, text) for kind, text in runs if text)
