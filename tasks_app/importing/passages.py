"""One sentence found again in the lines of its source: an address names it by a mark, not by its words.

A mark is taken over the letters alone, so that a sentence has the same one in the stored text and in the source with
all its noise: spaces, bold marks, a page break in its middle.
"""

import hashlib
import re
from collections.abc import Sequence
from itertools import accumulate

from tasks_app.importing.noise import ENGLISH_AND, INVISIBLE

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”」』）]?")
NOISE = re.compile(r"[\s*]+")
LENGTH = 8

Span = tuple[int, int]  # from, to: places in one line


def sentence_mark(sentence: str) -> str:
    """Eight characters that stand for a sentence in an address."""
    letters = ENGLISH_AND.pattern.sub(ENGLISH_AND.instead, INVISIBLE.pattern.sub("", sentence.strip()))
    return hashlib.sha256(NOISE.sub("", letters).encode()).hexdigest()[:LENGTH]


def spans_of(mark: str, lines: Sequence[str]) -> tuple[Span | None, ...]:
    """Where in each line the sentence with this mark stands; all None where it is in none of them.

    The lines are searched as one text, since a page break may cut a sentence in two.
    """
    whole = "".join(lines)
    found = next((match for match in SENTENCE.finditer(whole) if sentence_mark(match.group()) == mark), None)
    if found is None:
        return (None,) * len(lines)
    # A sentence begins at its first letter, not at the spaces before it.
    first, last = found.end() - len(found.group().lstrip()), found.end()
    starts = accumulate((len(line) for line in lines), initial=0)
    return tuple(_within(first - start, last - start, len(line)) for start, line in zip(starts, lines, strict=False))


def _within(first: int, last: int, length: int) -> Span | None:
    span = max(first, 0), min(last, length)
    return span if span[0] < span[1] else None
