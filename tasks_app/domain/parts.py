"""A unit's part in a task (责任分工): lead, supporting, or simply responsible while nobody confirmed who leads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from tasks_app.domain.access import Relation


class Part(TextChoices):
    """The part of a responsibility or a line."""

    LEAD = "lead", "牵头"
    SUPPORT = "support", "配合"
    RESPONSIBLE = "responsible", "责任单位"


class Basis(TextChoices):
    """On what ground a part is believed. Only the last two may be shown outside the office."""

    INFERRED = "inferred", "推定（排序第一）"
    DECLARED = "declared", "方案载明"
    CONFIRMED = "confirmed", "办公室确认"


SETTLED = (Basis.DECLARED, Basis.CONFIRMED)


@dataclass(frozen=True)
class Claim:
    """What one responsibility says: the part of a unit (or group) and on what basis."""

    part: str
    basis: str


def has_settled_lead(claims: Iterable[Claim]) -> bool:
    """Whether a lead is declared by the plan or confirmed by the office."""
    return any(claim.part == Part.LEAD and claim.basis in SETTLED for claim in claims)


def part_of_line(claim: Claim, *, lead_is_settled: bool) -> Part:
    """The part a line bears: until a lead is settled every unit reports straight to the office."""
    if not lead_is_settled:
        return Part.RESPONSIBLE
    return Part.LEAD if claim.part == Part.LEAD and claim.basis in SETTLED else Part.SUPPORT


def item_relation(part: str) -> Relation:
    """The relation a unit has to an item on which it holds a line of this part."""
    return Relation.LEAD if part == Part.LEAD else Relation.SUPPORT
