"""What would fire if nobody acted: the ladder played forward, equal to deciding day by day."""

from dataclasses import replace
from datetime import date, timedelta

from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.ladder import due
from tasks_app.domain.policy import policy_from
from tasks_app.domain.policy_versions import Policies
from tasks_app.domain.rehearsal import changes_between, rehearse
from tests.domain.clocks import CALENDAR, a_subject, day, default_data, default_policy, fresh

START, END = date(2026, 10, 1), date(2026, 12, 31)
ONE = timedelta(days=1)
DEFAULT = Policies((default_policy(),))


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
    played = rehearse([fresh()], DEFAULT, CALENDAR, start=START, end=END)
    codes = [one.step.rule.code for one in played if one.subject == "line:17"]
    assert codes == ["R15", "R5", "R1", "U1", "D5", "E20"]


def test_it_equals_looking_every_day() -> None:
    """``next_on`` skips no day on which something happens."""
    for facts in (
        fresh(),
        fresh(state="pending_signature"),
        a_subject(SubjectKind.PERIOD, {Anchor.PERIOD_DUE: day("10-15")}),
    ):
        played = rehearse([facts], DEFAULT, CALENDAR, start=START, end=END)
        assert [(one.on, one.step.rule.code) for one in played if one.subject == facts.key and not one.superseded] == (
            day_by_day(facts)
        )


def test_started_late_it_says_what_it_skips() -> None:
    played = rehearse([fresh()], DEFAULT, CALENDAR, start=day("11-25"), end=day("11-26"))
    assert [(one.step.rule.code, one.superseded) for one in played] == [("R15", True), ("R5", False)]


def test_a_proposal_left_lying_is_itself_chased() -> None:
    played = rehearse([fresh()], DEFAULT, CALENDAR, start=START, end=END)
    chased = [one for one in played if one.step.rule.code == "OP3"]
    assert [(one.on, one.subject) for one in chased] == [(day("12-10"), "proposal:line:17/D5")]


def test_it_changes_nothing_of_what_it_was_given() -> None:
    facts = fresh()
    rehearse([facts], DEFAULT, CALENDAR, start=START, end=END)
    assert facts == fresh()


def test_the_difference_of_two_policies() -> None:
    data = default_data()
    for entry in data["rules"]:
        if entry["code"] == "R5":
            entry["offset"] = -8
    new = rehearse([fresh()], Policies((policy_from(data),)), CALENDAR, start=START, end=END)
    old = rehearse([fresh()], DEFAULT, CALENDAR, start=START, end=END)
    said = [(one.rule, one.before, one.after) for one in changes_between(old, new)]
    assert said == [("R5", day("11-23"), day("11-18"))]
    assert changes_between(old, old) == []


def test_a_step_only_one_policy_takes_has_one_day() -> None:
    data = default_data()
    data["rules"] = [entry for entry in data["rules"] if entry["code"] != "R5"]
    fewer = rehearse([fresh()], Policies((policy_from(data),)), CALENDAR, start=START, end=END)
    more = rehearse([fresh()], DEFAULT, CALENDAR, start=START, end=END)
    assert [(one.rule, one.before, one.after) for one in changes_between(more, fewer)] == [("R5", day("11-23"), None)]
    assert [(one.rule, one.before, one.after) for one in changes_between(fewer, more)] == [("R5", None, day("11-23"))]


def test_a_version_that_starts_on_the_way_holds_from_its_day() -> None:
    """No step of the old rules sleeps through the first day of the new ones."""
    data = default_data() | {"version": 2, "starts_on": "2026-10-28"}
    for entry in data["rules"]:
        entry["offset"] = {"R15": -22, "R5": -8}.get(entry["code"], entry["offset"])
    policies = Policies((default_policy(), policy_from(data)))
    played = rehearse([fresh()], policies, CALENDAR, start=START, end=day("11-30"))
    assert [(one.on, one.step.rule.code) for one in played] == [
        (day("10-29"), "R15"),
        (day("11-18"), "R5"),
        (day("11-27"), "R1"),
    ]


def test_what_is_tried_out_stands_above_the_version_in_force() -> None:
    data = default_data() | {"starts_on": "2026-11-01"}
    policies = replace(DEFAULT, trial=policy_from(data | {"title": "试行"}))
    assert [policies.on(on).title for on in (day("10-31"), day("11-01"))] == ["默认督办规则", "试行"]  # type: ignore[union-attr]
    assert policies.next_start(START) == day("11-01")
    assert [policy.title for policy in policies.within(START, END)] == ["默认督办规则", "试行"]


def test_before_the_first_version_nothing_is_said() -> None:
    late = Policies((replace(default_policy(), starts_on=day("11-20")),))
    played = rehearse([fresh()], late, CALENDAR, start=START, end=END)
    assert (played[0].on, played[0].step.rule.code) == (day("11-20"), "R15")
