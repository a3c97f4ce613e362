"""What lies with the office: one table, and of a paper what its step and its kind make of it."""

import pytest

from tasks_app.domain.office_waits import WAITS, Wait, wait_of_paper
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.policy import OF_OFFICE
from tests.domain.clocks import default_policy


def test_every_wait_has_a_row_and_rules_of_the_default_that_chase_it() -> None:
    chased = {rule.condition for rule in default_policy().rules if rule.chases_office}
    assert set(WAITS) == set(Wait) == chased


def test_of_what_lies_with_the_office_no_unit_hears_and_nobody_is_urged() -> None:
    rules = [rule for rule in default_policy().rules if rule.condition in WAITS]
    assert all(OF_OFFICE.issuperset(rule.audience) and not rule.ladder and rule.level == 1 for rule in rules)


@pytest.mark.parametrize(
    ("state", "kind", "is_agreed", "wait"),
    [
        (PaperState.DRAFT, "supervision_notice", False, Wait.DRAFTED),
        (PaperState.CHECKING, "supervision_notice", False, Wait.TO_READ),
        (PaperState.PRESENTED, "supervision_notice", False, Wait.TO_SIGN),
        (PaperState.PRESENTED, "interview_notice", False, Wait.TO_AGREE),
        (PaperState.PRESENTED, "interview_notice", True, Wait.TO_SIGN),
        (PaperState.PRESENTED, "memo", False, Wait.TO_AGREE),
        (PaperState.SIGNED, "memo", False, Wait.TO_ISSUE),
        (PaperState.NUMBERED, "memo", False, None),  # presented, not sent: with its number it is filed
        (PaperState.NUMBERED, "supervision_notice", False, Wait.TO_ISSUE),
        (PaperState.SEALED, "supervision_notice", False, Wait.TO_ISSUE),
        (PaperState.ISSUED, "supervision_notice", False, None),
        (PaperState.VOID, "supervision_notice", False, None),
    ],
)
def test_what_a_paper_waits_for(state: str, kind: str, is_agreed: bool, wait: Wait | None) -> None:
    assert wait_of_paper(state, kind, is_agreed=is_agreed) is wait
