"""What a reading asks a person: doubts about units, each asked once however many rows it is in, and the answers."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

UNKNOWN, AMBIGUOUS = "unknown_unit", "ambiguous_unit"
ASKED = (UNKNOWN, AMBIGUOUS)


@dataclass(frozen=True)
class Question:
    """One name that a person can settle.

    ``text`` is what an answer is remembered for: of an unknown unit the name the reader went on with, of an ambiguous
    one the entry as it stands in the cell. ``rows`` are the 序号 that have it.
    """

    kind: str
    text: str
    chosen: str
    rows: tuple[int, ...] = ()
    candidates: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How a form names the question."""
        return hashlib.sha256(f"{self.kind}:{self.text}".encode()).hexdigest()[:12]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it may be, the reader's own first."""
        return tuple(dict.fromkeys((self.chosen, *self.candidates)))


@dataclass(frozen=True)
class Answer:
    """What a person said: this name is a known unit or group (``name``), or a new one of this name (``is_new``)."""

    question: Question
    name: str
    is_new: bool = False

    @property
    def as_json(self) -> dict[str, Any]:
        """How the upload keeps it."""
        return {**asdict(self.question), "name": self.name, "is_new": self.is_new}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The answer as it was kept."""
        question = Question(
            stored["kind"],
            stored["text"],
            stored["chosen"],
            tuple(stored["rows"]),
            tuple(stored["candidates"]),
        )
        return cls(question, stored["name"], stored["is_new"])


def questions_of(doubts: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions behind the doubts of a reading (as JSON), in the order of the table."""
    first: dict[tuple[str, str], Mapping[str, Any]] = {}
    rows: dict[tuple[str, str], dict[int, None]] = {}
    for doubt in doubts:
        if doubt["kind"] in ASKED:
            asked = doubt["kind"], _text(doubt)
            first.setdefault(asked, doubt)
            rows.setdefault(asked, {})
            if doubt["row"]:
                rows[asked][doubt["row"]] = None
    return tuple(
        Question(kind, text, doubt["chosen"] or "", tuple(rows[kind, text]), tuple(doubt["candidates"]))
        for (kind, text), doubt in first.items()
    )


def _text(doubt: Mapping[str, Any]) -> str:
    chosen = str(doubt["chosen"] or "")
    return chosen if doubt["kind"] == UNKNOWN else str(doubt.get("raw") or chosen)
