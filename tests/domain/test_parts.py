"""Who leads, and who is simply responsible while nobody said so."""

import pytest

from tasks_app.domain.access import Relation
from tasks_app.domain.parts import Basis, Claim, Part, has_settled_lead, item_relation, part_of_line

INFERRED_LEAD = Claim(Part.LEAD, Basis.INFERRED)
DECLARED_LEAD = Claim(Part.LEAD, Basis.DECLARED)
CONFIRMED_LEAD = Claim(Part.LEAD, Basis.CONFIRMED)
SUPPORT = Claim(Part.SUPPORT, Basis.INFERRED)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([], False),
        ([INFERRED_LEAD, SUPPORT], False),
        ([Claim(Part.SUPPORT, Basis.CONFIRMED)], False),
        ([DECLARED_LEAD, SUPPORT], True),
        ([SUPPORT, CONFIRMED_LEAD], True),
    ],
)
def test_a_lead_is_settled_only_when_the_plan_or_the_office_says_so(claims: list[Claim], expected: bool) -> None:
    assert has_settled_lead(claims) is expected


@pytest.mark.parametrize(
    ("claim", "is_settled", "part"),
    [
        (INFERRED_LEAD, False, Part.RESPONSIBLE),
        (SUPPORT, False, Part.RESPONSIBLE),
        (CONFIRMED_LEAD, True, Part.LEAD),
        (DECLARED_LEAD, True, Part.LEAD),
        (INFERRED_LEAD, True, Part.SUPPORT),
        (SUPPORT, True, Part.SUPPORT),
    ],
)
def test_part_of_a_line(claim: Claim, is_settled: bool, part: Part) -> None:
    assert part_of_line(claim, lead_is_settled=is_settled) is part


def test_only_a_lead_sees_into_the_lines_of_others() -> None:
    assert item_relation(Part.LEAD) is Relation.LEAD
    assert item_relation(Part.SUPPORT) is item_relation(Part.RESPONSIBLE) is Relation.SUPPORT
