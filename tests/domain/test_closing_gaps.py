"""What is missing before a line is closed: a table, tried as a table."""

import pytest

from tasks_app.domain.closing_gaps import RULES, ClosingFacts, Gap, missing_to_close
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportState
from tasks_app.domain.verification import Verification

WORKING, VERIFIED = LineState.IN_PROGRESS, Verification.VERIFIED


@pytest.mark.parametrize(
    ("facts", "gaps"),
    [
        (ClosingFacts(LineState.PENDING_SIGNATURE), [Gap.SIGN]),
        (ClosingFacts(WORKING), [Gap.APPLY, Gap.VERIFY]),
        (
            ClosingFacts(WORKING, ReportState.DRAFT, lacks_fields=True, verification=VERIFIED),
            [Gap.FIELDS, Gap.FILE],
        ),
        (ClosingFacts(WORKING, ReportState.DRAFT, has_file=True, verification=VERIFIED), []),
        (
            ClosingFacts(LineState.SENT_BACK, ReportState.SENT_BACK, has_file=True, silent_units=2),
            [Gap.REDO, Gap.SUPPORT, Gap.VERIFY],
        ),
        (ClosingFacts(LineState.UNIT_REVIEW, ReportState.UNIT_REVIEW), [Gap.APPROVE, Gap.VERIFY]),
        (ClosingFacts(LineState.OFFICE_REVIEW, ReportState.SUBMITTED), [Gap.VERIFY, Gap.JUDGE]),
        (ClosingFacts(LineState.COMPLETED, verification=VERIFIED), [Gap.SIGN_OFF]),
        (
            ClosingFacts(
                WORKING,
                ReportState.DRAFT,
                False,
                True,
                VERIFIED,
                questions=1,
                instructions=1,
                requests=1,
                cases=1,
                papers=1,
            ),
            [Gap.QUESTION, Gap.INSTRUCTION, Gap.REQUEST, Gap.CASE, Gap.PAPER],
        ),
        (ClosingFacts(LineState.SIGNED_OFF, questions=1), []),
        (ClosingFacts(LineState.SUSPENDED, papers=1), []),
        (ClosingFacts(LineState.CANCELLED, papers=1), []),
    ],
)
def test_what_is_missing(facts: ClosingFacts, gaps: list[Gap]) -> None:
    assert [missing.gap for missing in missing_to_close(facts)] == gaps


def test_how_many_are_missing_is_said() -> None:
    (first, *_) = missing_to_close(ClosingFacts(WORKING, ReportState.DRAFT, has_file=True, silent_units=3))
    assert first.words == "3 个配合单位尚未报送办结，未报齐时申请须说明理由"


def test_every_gap_has_one_row() -> None:
    assert [rule.gap for rule in RULES] == list(Gap)
