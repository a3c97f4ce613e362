"""What would fire if nobody acted: the ladder played forward, equal to deciding day by day."""

from dataclasses import replace
from datetime import date, timedelta

from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.ladder import due
from tasks_app.domain.policy import policy_from
from tasks_app.domain.rehearsal import difference, rehearse
from tests.domain.clocks import CALENDAR, a_subject, day, default_data, default_policy, fresh

START, END = date(2026, 10, 1), date(2026, 12, 31)
ONE = timedelta(days=1)


def day_by_day(facts: Facts) -> list[tuple[date, str]]:
    """The same by looking every single day."""
    found = []
    on = START
    while on <= END:
        verdict = due(facts, default_policy(), CALENDAR, on)
        found += [(on, step.rule.code) for step in verdict.fire]
        settled = {step.rule.code: on for step in (*verdict.fire, *verdict.superseded)}
        facts = replace(facts, decided={**facts.decided, **settled})
        on += ONE
    return found


def test_it_plays_the_whole_ladder() -> None:
    played = rehearse([fresh()], default_policy(), CALENDAR, start=START, end=END)
    codes = [one.step.rule.code for one in played if one.subject == "line:17"]
    assert codes == ["R15", "R5", "R1", "U1", "D5", "E20"]


def test_it_equals_looking_every_day() -> None:
    """``next_on`` skips no day on which something happens."""
    for facts in (
        fresh(),
        fresh(state="pending_signature"),
        a_subject(SubjectKind.PERIOD, {Anchor.PERIOD_DUE: day("10-15")}),
    ):
        played = rehearse([facts], default_policy(), CALENDAR, start=START, end=END)
        assert [(one.on, one.step.rule.code) for one in played if one.subject == facts.key and not one.superseded] == (
            day_by_day(facts)
        )


def test_started_late_it_says_what_it_skips() -> None:
    played = rehearse([fresh()], default_policy(), CALENDAR, start=day("11-25"), end=day("11-26"))
    assert [(one.step.rule.code, one.superseded) for one in played] == [("R15", True), ("R5", False)]


def test_a_proposal_left_lying_is_itself_chased() -> None:
    played = rehearse([fresh()], default_policy(), CALENDAR, start=START, end=END)
    chased = [one for one in played if one.step.rule.code == "OP3"]
    assert [(one.on, one.subject) for one in chased] == [(day("12-10"), "proposal:line:17/D5")]


def test_it_changes_nothing_of_what_it_was_given() -> None:
    facts = fresh()
    rehearse([facts], default_policy(), CALENDAR, start=START, end=END)
    assert facts == fresh()


def test_the_difference_of_two_policies() -> None:
    data = default_data()
    for entry in data["rules"]:
        if entry["code"] == "R5":
            entry["offset"] = -8
    new = rehearse([fresh()], policy_from(data), CALENDAR, start=START, end=END)
    old = rehearse([fresh()], default_policy(), CALENDAR, start=START, end=END)
    said = [(one.on, one.rule, one.only_in_new) for one in difference(old, new)]
    assert said == [(day("11-18"), "R5", True), (day("11-23"), "R5", False)]
    assert difference(old, old) == []
