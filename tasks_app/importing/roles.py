"""Who leads: declared outright in the cell, or by the convention that the first unit listed leads."""

import re
from dataclasses import dataclass

from tasks_app.importing.reading import Basis, LeadConvention, Role

LABELLED = re.compile(r"(?P<label>牵头单位|主办单位|配合单位|协办单位)[：:]")
ROLE_OF_LABEL: dict[str, Role] = {
    "牵头单位": "lead",
    "主办单位": "lead",
    "配合单位": "support",
    "协办单位": "support",
}
SAYS_WHO_LEADS = re.compile(r"(?P<leads>[^：:]+?)牵头(?:负责)?(?:[，,；;](?P<others>.+))?")
ENDING = re.compile(r"(?:按职责分工负责|按职责分工|分工负责|参与配合|配合|参与|负责)$")


@dataclass(frozen=True)
class Part:
    """A stretch of a cell whose units share a role; ``role`` is None where the cell does not say it."""

    text: str
    role: Role | None


def parts_of(cell: str) -> tuple[Part, ...]:
    """The cell cut where it declares roles: 牵头单位：甲，配合单位：乙 or 甲牵头，乙、丙按职责分工负责."""
    pieces = LABELLED.split(cell)
    if len(pieces) > 1 and not pieces[0].strip():
        labels, texts = pieces[1::2], pieces[2::2]
        return tuple(
            Part(text.strip("，,；;。 "), ROLE_OF_LABEL[label]) for label, text in zip(labels, texts, strict=True)
        )
    if says := SAYS_WHO_LEADS.fullmatch(cell):
        others = ENDING.sub("", says["others"] or "")
        return Part(says["leads"], "lead"), *((Part(others, "support"),) if others else ())
    return (Part(ENDING.sub("", cell), None),)


def role_and_basis(
    declared: Role | None, *, position: int, cell_declares: bool, convention: LeadConvention
) -> tuple[Role, Basis]:
    """The role of the unit at ``position`` (0 is first) of its cell, and how it is known.

    ``first`` infers a lead where the cell declares none, ``declared`` takes only what the cell says, ``none`` takes no
    lead at all. A supporting role beside an inferred lead is inferred with it.
    """
    if convention == "none":
        return "support", "declared"
    if cell_declares:
        return declared or "support", "declared"
    if convention == "declared":
        return "support", "declared"
    return ("lead" if position == 0 else "support"), "inferred"
