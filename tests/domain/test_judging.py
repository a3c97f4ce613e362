"""Subjects that are alike are judged once; whatever a verdict may depend on makes them unlike."""

from dataclasses import fields, replace
from typing import Any

import pytest

from tasks_app.domain.facts import Anchor, Facts, Span
from tasks_app.domain.judging import WHOSE, Judge, likeness
from tasks_app.domain.ladder import due
from tasks_app.domain.reach import Level
from tests.domain.clocks import CALENDAR, a_line, day, default_policy, fresh

# Another value for every field that is no flag and no word.
ANOTHER: dict[str, Any] = {
    "anchors": {Anchor.DEADLINE: day("12-01")},
    "pauses": (Span(day("11-01")),),
    "decided": {"R15": day("11-09")},
    "superseded": frozenset({"R15"}),
    "undone": frozenset({"R15"}),
    "refused": frozenset({(Level.LETTER, day("11-30"))}),
    "holds_from": {"letter_ran_out": day("12-01")},
    "round": 1,
}


@pytest.mark.parametrize("field", [one.name for one in fields(Facts)])
def test_whatever_a_rule_may_look_at_tells_two_subjects_apart(field: str) -> None:
    one = fresh()
    now = getattr(one, field)
    other = replace(one, **{field: ANOTHER.get(field, not now if isinstance(now, bool) else f"not {now}")})
    assert (likeness(one) == likeness(other)) is (field in WHOSE)


def test_the_second_of_two_alike_gets_the_verdict_of_the_first() -> None:
    judge = Judge(default_policy(), CALENDAR, day("11-23"))
    first, second, other = fresh(), replace(fresh(), key="line:18"), a_line(decided={"R15": day("11-09")})
    assert judge.verdict_on(second) is judge.verdict_on(first)
    assert judge.verdict_on(other) == due(other, default_policy(), CALENDAR, day("11-23"))
