"""The closed table of conditions: each is a predicate over frozen facts, and says in Chinese what it asks."""

from datetime import date

import pytest

from tasks_app.domain.conditions import CONDITIONS
from tasks_app.domain.facts import ANCHOR_WORDS, Anchor, Facts, SubjectKind
from tasks_app.domain.line_states import LineState
from tasks_app.domain.office_waits import Wait
from tasks_app.domain.policy_reachability import POSSIBLE
from tasks_app.domain.reach import GUARDED_WORDS
from tasks_app.domain.report_states import ReportState

WITH_UNIT = {"pending_signature", "in_progress", "unit_review", "sent_back"}


def holds(condition: str, **facts: object) -> bool:
    return CONDITIONS[condition][1](Facts(SubjectKind.LINE, "line:1", 0, {}, "department", **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize("state", LineState.values)
def test_conditions_of_the_state_of_a_line(state: str) -> None:
    is_with_unit = state in WITH_UNIT
    assert holds("unsigned", state=state) == (state == "pending_signature")
    assert holds("with_unit", state=state) == is_with_unit
    assert holds("not_reported", state=state) == is_with_unit
    assert not holds("not_reported", state=state, is_reported=True)
    assert holds("letter_ran_out", state=state, holds_from={"letter_ran_out": date(2026, 1, 1)}) == is_with_unit
    assert not holds("letter_ran_out", state=state)


@pytest.mark.parametrize("report", ReportState.values)
def test_conditions_of_the_state_of_a_report(report: str) -> None:
    still_with_unit = report in ("draft", "sent_back", "unit_review")
    assert holds("to_redo", state="sent_back", report_state=report) == still_with_unit
    assert not holds("to_redo", state="completed", report_state=report)


@pytest.mark.parametrize("waits", ["", *Wait])
def test_what_lies_with_the_office_waits_for_one_thing(waits: str) -> None:
    assert [wait for wait in Wait if holds(wait, waits=waits)] == [wait for wait in Wait if wait == waits]


def test_the_table_is_closed_and_speaks_plainly() -> None:
    assert set(CONDITIONS) == set().union(*POSSIBLE.values())
    words = [words for words, _ in CONDITIONS.values()] + list(ANCHOR_WORDS.values())
    assert not [said for said in words if said.isascii() or any(word in said for word in GUARDED_WORDS)]


def test_every_kind_of_subject_has_anchors_and_conditions() -> None:
    assert {kind for kind, _ in POSSIBLE} == set(SubjectKind)
    assert set(ANCHOR_WORDS) == set(Anchor)
