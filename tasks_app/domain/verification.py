"""What the office verified of a report, apart from what the unit claims of itself: 自报 / 核实 / 无证据."""

from dataclasses import dataclass

from django.db.models import TextChoices

WHOLE = 100


class Verification(TextChoices):
    """How far the office got. Empty means that nobody has looked yet, which is never "fine"."""

    VERIFIED = "verified", "核实"
    UNPROVEN = "unproven", "无证据"


@dataclass(frozen=True)
class Verified:
    """The office's finding; ``percent`` is None where nothing can be counted, or nothing proves the figure."""

    verification: str
    percent: int | None = None


DONE = Verified(Verification.VERIFIED, WHOLE)


def found(claimed: int | None, typed: int | None, *, has_file: bool) -> Verified:
    """The finding, where the office typed a figure or left it empty.

    A figure that the office saw for itself counts without a file. Without one, a claim that nobody counts is proved
    by a file alone, and a counted claim by nothing: 无证据.
    """
    if typed is not None:
        return Verified(Verification.VERIFIED, typed)
    if claimed is None and has_file:
        return Verified(Verification.VERIFIED)
    return Verified(Verification.UNPROVEN)


def proposed(claimed: int | None, *, has_file: bool) -> Verified:
    """What stands where the office says nothing else: the claim as far as a file proves it."""
    return found(claimed, claimed if has_file else None, has_file=has_file)


def verified_words(verification: str, per_cent: int | None) -> str:
    """The finding in words: 核实 60%, 已核实, 无证据; empty where nobody has looked yet."""
    if verification != Verification.VERIFIED:
        return Verification(verification).label if verification else ""
    return "已核实" if per_cent is None else f"{Verification.VERIFIED.label} {per_cent}%"
