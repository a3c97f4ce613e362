"""From a text to sentences, and from a sentence to clauses without spaces."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tasks_app.importing.noise import ENGLISH_AND, INVISIBLE

# A title or a heading may stand between two sentences of a passage; more than this is another place.
FURTHEST = 500
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”」』）]?")
SPACING = re.compile(r"[\s*\u3000]+")
WIDTHS = str.maketrans({**{chr(0xFF10 + digit): str(digit) for digit in range(10)}, "％": "%", "．": ".", "﹪": "%"})
OPENING, CLOSING = "（(《“[【", "）)》”]】"
# 达到 60%、2030 年达到 65%: the list goes on with the next year.
NEXT_YEAR = re.compile(r"(?<=[^年])、(?=(?:到|至)?20\d\d年)")
# Who answers for a promise stands behind it in prose: （责任单位：市交通运输局）, （市发展改革局牵头）.
SIGNED = re.compile(r"[（(][^（）()]*(?:责任单位|牵头|负责|配合)[^（）()]*[）)]")
ITEM_NUMBER = re.compile(r"^(?:[（(]\d{1,2}[）)]|\d{1,2}[）).．、](?!\d)|[①-⑳])")


def sentences_of(text: str) -> Iterator[str]:
    """The sentences as they stand, each with its full stop."""
    for found in SENTENCE.finditer(text):
        if sentence := found.group().strip():
            yield sentence


def compact(text: str) -> str:
    """The text without spaces, bold marks and other noise, with plain digits: two spellings of it become equal."""
    for noise in (INVISIBLE, ENGLISH_AND):
        text = noise.pattern.sub(noise.instead, text)
    return SPACING.sub("", text).translate(WIDTHS)


def clauses_of(sentence: str) -> Iterator[str]:
    """The clauses of a compact sentence, without its item number and the units that answer for it.

    Commas within brackets, quotes and titles do not part.
    """
    depth, start = 0, 0
    body = SIGNED.sub("", ITEM_NUMBER.sub("", sentence)).rstrip("。！？；")
    for place, sign in enumerate(body):
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(0, depth - 1)
        elif sign in "，；：" and not depth:
            yield from NEXT_YEAR.split(body[start:place])
            start = place + 1
    yield from NEXT_YEAR.split(body[start:])


class SentenceLines:
    """Where the sentences of a passage stand in the source, asked in their order.

    A sentence may run over a page break, so the lines are searched as one.
    """

    def __init__(self, lines: Sequence[str], first: int | None, last: int | None) -> None:
        self._first = first
        pieces = [compact(line) for line in lines[first - 1 : last or first]] if first else []
        self._whole = "".join(pieces)
        self._starts = list(accumulate((len(piece) for piece in pieces), initial=0))[:-1]
        self._reached = 0

    def line_of(self, sentence: str) -> int | None:
        """The line, counted from 1, in which the sentence begins; that of the passage where it is not found."""
        wanted = compact(sentence)
        place = self._whole.find(wanted, self._reached, self._reached + len(wanted) + FURTHEST)
        if self._first is None or place < 0:
            return self._first
        self._reached = place
        return self._first + bisect_right(self._starts, place) - 1
