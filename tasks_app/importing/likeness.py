"""How much two texts of a plan say the same, and the walk down two lists whose pairs say most of it."""

import re
from dataclasses import dataclass
from functools import cached_property

SENTENCE = re.compile(r"[^。；！？\n]+")
NOT_A_WORD = re.compile(r"\W+")

Pair = tuple[int, int]


@dataclass(frozen=True)
class Likened:
    """A text as what can be compared of it: sentences without punctuation, groups of two characters."""

    text: str

    @cached_property
    def letters(self) -> str:
        """The text without spaces and punctuation."""
        return NOT_A_WORD.sub("", self.text)

    @cached_property
    def groups(self) -> frozenset[str]:
        """Every two neighbouring characters."""
        return frozenset(map("".join, zip(self.letters, self.letters[1:], strict=False)))

    @cached_property
    def sentences(self) -> tuple["Likened", ...]:
        """Its sentences, each without its full stop."""
        return tuple(Likened(found) for found in SENTENCE.findall(self.text) if NOT_A_WORD.sub("", found))

    def share_in(self, other: "Likened") -> float:
        """The part of this text's groups that the other has: 0 to 1."""
        return len(self.groups & other.groups) / len(self.groups) if self.groups else 0.0


def best_walk(scores: list[list[float]], *, worth: float) -> list[Pair]:
    """The walk from the first pair to the last, one step down, right or both, with the best sum of (score - worth).

    Every row and every column is on it, and a pair beyond what that takes only where its score is above ``worth``.
    """
    best: dict[Pair, tuple[float, Pair | None]] = {}
    for row, line in enumerate(scores):
        for column, score in enumerate(line):
            before = [place for place in ((row - 1, column - 1), (row - 1, column), (row, column - 1)) if place in best]
            came_from = max(before, key=lambda place: best[place][0]) if before else None
            best[row, column] = (best[came_from][0] if came_from else 0.0) + score - worth, came_from
    walked: list[Pair] = []
    place: Pair | None = (len(scores) - 1, len(scores[0]) - 1)
    while place is not None:
        walked.append(place)
        place = best[place][1]
    return walked[::-1]
