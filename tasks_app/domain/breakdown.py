"""A breakdown (分解建议): the items a confirmed lead would make of its task, with what each unit delivers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MOST_PIECES = 12


@dataclass(frozen=True)
class BreakdownPiece:
    """One proposed item: what, by when, and for each unit (by id) what it shall deliver."""

    title: str
    deliverable: str
    deadline: date
    milestone: str = ""
    shares: Mapping[int, str] = field(default_factory=dict)


def as_data(pieces: Iterable[BreakdownPiece]) -> list[dict[str, Any]]:
    """The pieces as they are kept; the ids of units are texts there, as in all JSON."""
    return [
        {
            "title": piece.title,
            "deliverable": piece.deliverable,
            "deadline": piece.deadline.isoformat(),
            "milestone": piece.milestone,
            "shares": {str(unit): text for unit, text in piece.shares.items()},
        }
        for piece in pieces
    ]


def from_data(kept: Iterable[Mapping[str, Any]]) -> tuple[BreakdownPiece, ...]:
    """The pieces that were kept."""
    return tuple(
        BreakdownPiece(
            title=row["title"],
            deliverable=row["deliverable"],
            deadline=date.fromisoformat(row["deadline"]),
            milestone=row["milestone"],
            shares={int(unit): text for unit, text in row["shares"].items()},
        )
        for row in kept
    )
