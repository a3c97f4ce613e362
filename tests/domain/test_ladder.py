"""What is due, as tables: days, catching up, one level at a time, rounds, reach, pauses, and the office's own clock."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.ladder import due, due_day
from tasks_app.domain.one_voice import with_one_voice
from tasks_app.domain.policy import Deed, policy_from
from tests.domain.clocks import (
    CALENDAR,
    a_line,
    a_subject,
    day,
    default_data,
    default_policy,
    fired,
    fresh,
    next_look,
    span,
    superseded,
)

PERIOD = {Anchor.PERIOD_DUE: day("10-15")}


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        ("11-06", ()),
        ("11-09", ("R15",)),  # 15 working days strictly before 30 November
        ("11-23", ("R5",)),
        ("11-27", ("R1",)),
        ("11-30", ("R1",)),  # the day itself is still in time
        ("12-01", ("U1",)),
    ],
)
def test_a_line_hears_on_these_days(on: str, rule: tuple[str, ...]) -> None:
    assert fired(fresh(), on) == rule


def test_the_ladder_climbs_after_the_deadline_with_waiting_days() -> None:
    urged = a_line(decided={**a_line().decided, "U1": day("12-01")})
    assert [fired(urged, on) for on in ("12-04", "12-07")] == [(), ("D5",)]


def test_every_open_line_hears_once_before_the_evaluation() -> None:
    """20 working days before 20 January 2027; the year is not published, so its fixed holidays are assumed."""
    done = {**a_line().decided, "U1": day("12-01"), "D5": day("12-07")}
    asked = next(on for on in (day(f"12-{number}") for number in range(8, 32)) if fired(a_line(decided=done), on))
    assert asked == CALENDAR.plus(date(2027, 1, 20), -20)
    assert fired(a_line(decided=done), asked) == ("E20",)


@pytest.mark.parametrize(
    ("down_until", "heard", "skipped"),
    [
        ("11-12", ("R15",), ()),  # three days
        ("11-26", ("R5",), ("R15",)),  # over two reminders
        ("12-03", ("U1",), ("R15", "R5", "R1")),  # over the deadline
        ("12-31", ("U1",), ("R15", "R5", "R1", "E20")),  # forty days and more: still one level
    ],
)
def test_after_downtime_only_the_latest_speaks(
    down_until: str, heard: tuple[str, ...], skipped: tuple[str, ...]
) -> None:
    assert fired(fresh(), down_until) == heard
    assert superseded(fresh(), down_until) == skipped


def test_after_forty_days_levels_are_climbed_one_at_a_time() -> None:
    """The letter waits its four working days after the urge really went out, though its own day is long over."""
    up_again = day("12-31")
    urged = fresh(decided=dict.fromkeys(("R15", "R5", "R1", "E20", "U1"), up_again))
    ready = CALENDAR.plus(up_again, 4)
    assert next_look(urged, up_again) == ready
    assert fired(urged, CALENDAR.plus(up_again, 3)) == ()
    assert fired(urged, ready) == ("D5",)


def test_an_interview_waits_for_a_letter_that_ran_out() -> None:
    lettered = {**a_line().decided, "U1": day("12-01"), "D5": day("12-07"), "E20": day("12-21")}
    late = date(2027, 1, 11)
    assert fired(a_line(decided=lettered), late) == ()
    assert fired(a_line(decided=lettered, holds_from={"letter_ran_out": date(2026, 1, 1)}), late) == ("I20",)


def test_on_one_day_the_rule_the_policy_names_last_speaks() -> None:
    """A deadline so near that signing and finishing are asked for on one day: the deadline is what matters."""
    anchors = {Anchor.ISSUED: day("11-20"), Anchor.DEADLINE: day("12-02"), Anchor.EVALUATION: date(2027, 1, 20)}
    unsigned = fresh(anchors=anchors, state="pending_signature", decided={"R15": day("11-20")})
    assert (fired(unsigned, "11-25"), superseded(unsigned, "11-25")) == (("R5",), ("S3",))


@pytest.mark.parametrize(
    ("state", "heard"),
    [
        ("pending_signature", ("U1",)),
        ("in_progress", ("U1",)),
        ("unit_review", ("U1",)),
        ("sent_back", ("U1",)),
        ("office_review", ()),
        ("completed", ()),
        ("signed_off", ()),
    ],
)
def test_nothing_for_what_is_submitted(state: str, heard: tuple[str, ...]) -> None:
    assert fired(a_line(state=state), "12-01") == heard


def test_only_an_unsigned_line_is_asked_to_sign() -> None:
    unsigned = fresh(state="pending_signature")
    assert fired(unsigned, "03-05") == ("S3",)
    assert fired(replace(unsigned, decided={"S3": day("03-05")}), "03-10") == ("S6",)
    assert fired(fresh(), "03-10") == ()


def test_a_rule_never_fires_twice_in_a_round_and_again_in_the_next() -> None:
    urged = {**a_line().decided, "U1": day("12-01")}
    assert fired(a_line(decided=urged), "12-02") == ()
    reopened = fresh(round=1, pauses=(span("11-20", "12-15"),))
    assert fired(reopened, "12-15") == ()
    assert fired(reopened, "12-16") == ("U1",)
    assert superseded(reopened, "12-16") == ("R15", "R5", "R1")


# --- reach -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["department", "institution", "district", "party", "mass", "central", "company"])
def test_every_unit_climbs_in_its_own_words(kind: str) -> None:
    urged = {**a_line().decided, "U1": day("12-01")}
    assert fired(a_line(unit_kind=kind, decided=urged), "12-07") == ("D5",)


def test_what_is_supervised_elsewhere_is_reminded_and_no_more() -> None:
    assert fired(fresh(supervised_elsewhere=True), "11-23") == ("R5",)
    assert fired(a_line(supervised_elsewhere=True), "12-01") == ()
    period = a_subject(SubjectKind.PERIOD, PERIOD, supervised_elsewhere=True, decided={"P3": day("10-12")})
    assert (
        fired(period, "10-14"),
        fired(replace(period, decided={**period.decided, "P1": day("10-14")}), "10-16"),
    ) == (
        ("P1",),
        (),
    )


def test_the_office_is_not_interviewed() -> None:
    lettered = {**a_line().decided, "U1": day("12-01"), "D5": day("12-07"), "E20": day("12-21")}
    office = a_line(unit_kind="coordination", decided=lettered, holds_from={"letter_ran_out": date(2026, 1, 1)})
    assert fired(office, date(2027, 1, 15)) == ()


# --- pauses ----------------------------------------------------------------------------------------------------------
PAUSE_CASES: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    # since when it stood still, and until; what was decided before; the rule; its day
    ("nothing stood still", {"pauses": ()}, "U1", "12-01"),
    ("a pause before the deadline moves nothing", {"pauses": (span("11-03", "11-10"),)}, "U1", "12-01"),
    ("a pause over the deadline", {"pauses": (span("11-27", "12-04"),)}, "U1", "12-07"),
    ("a pause of one day", {"pauses": (span("12-01", "12-01"),)}, "U1", "12-02"),
    ("sent in and sent back twice", {"pauses": (span("11-27", "12-01"), span("12-01", "12-03"))}, "U1", "12-04"),
    ("sent in after the urge", {"pauses": (span("12-03", "12-11"),), "urged": "12-01"}, "D5", "12-16"),
    ("caught up late, then sent in", {"pauses": (span("12-22", "12-28"),), "urged": "12-21"}, "D5", "01-04"),
)


@pytest.mark.parametrize(
    ("facts", "rule", "on"), [case[1:] for case in PAUSE_CASES], ids=[case[0] for case in PAUSE_CASES]
)
def test_days_with_the_office_are_not_counted(facts: dict[str, Any], rule: str, on: str) -> None:
    """Nobody pays for the office's delay: neither the days after the deadline nor the waiting days run meanwhile."""
    urged = facts.pop("urged", "")
    decided = {**a_line().decided, "E20": day("12-21"), **({"U1": day(urged)} if urged else {})}
    line = a_line(decided=decided, **facts)
    eve = CALENDAR.plus(day(on), -1)
    assert (fired(line, eve), fired(line, on)) == ((), (rule,))


def test_while_the_office_has_it_the_ladder_stands_still() -> None:
    waiting = a_line(pauses=(span("11-30"),))
    assert fired(waiting, "12-15") == ()
    assert next_look(waiting, "12-15") is None


@pytest.mark.parametrize("sent_back", ["11-23", "11-24"])
def test_a_reminder_that_fell_into_a_pause_comes_with_the_next_working_day(sent_back: str) -> None:
    back = fresh(pauses=(span("11-20", sent_back),), decided={"R15": day("11-09")})
    resumes = CALENDAR.plus(day(sent_back), 1)
    assert fired(back, sent_back) == ()
    assert next_look(back, sent_back) == resumes
    assert fired(back, resumes) == ("R5",)


def test_sent_back_on_a_friday_nothing_is_said_at_the_weekend() -> None:
    back = fresh(pauses=(span("11-12", "11-27"),), decided={"R15": day("11-09"), "R5": day("11-11")})
    assert [fired(back, on) for on in ("11-27", "11-28", "11-29", "11-30")] == [(), (), (), ("R1",)]
    assert next_look(back, "11-28") == day("11-30")


def test_a_reminder_counts_back_from_its_day_whatever_stood_still() -> None:
    paused = fresh(pauses=(span("11-12", "11-17"),))
    assert due_day(day("11-30"), default_policy()["R5"], paused, CALENDAR) == day("11-23")


# --- periods and reports ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "heard", "skipped"),
    [("10-09", (), ()), ("10-12", ("P3",), ()), ("10-14", ("P1",), ("P3",)), ("10-16", ("PU1",), ("P3", "P1"))],
)
def test_a_period_asks_for_its_report(on: str, heard: tuple[str, ...], skipped: tuple[str, ...]) -> None:
    period = a_subject(SubjectKind.PERIOD, PERIOD)
    assert (fired(period, on), superseded(period, on)) == (heard, skipped)
    assert fired(replace(period, is_reported=True), on) == ()
    assert fired(replace(period, state="completed"), on) == ()


def test_after_a_long_silence_one_period_speaks_for_all() -> None:
    spring = a_subject(SubjectKind.PERIOD, {Anchor.PERIOD_DUE: day("07-15")}, key="period:2/17")
    autumn = a_subject(SubjectKind.PERIOD, PERIOD, key="period:3/17")
    line = fresh()
    on = day("11-23")
    verdicts = [(facts, due(facts, default_policy(), CALENDAR, on)) for facts in (line, spring, autumn)]
    heard = {facts.key: [step.rule.code for step in verdict.fire] for facts, verdict in with_one_voice(verdicts, on)}
    assert heard == {"line:17": ["R5"], "period:2/17": [], "period:3/17": ["PU1"]}
    skipped = {
        facts.key: [step.rule.code for step in verdict.superseded] for facts, verdict in with_one_voice(verdicts, on)
    }
    assert skipped["period:2/17"] == ["P3", "P1", "PU1"]


@pytest.mark.parametrize(
    ("state", "report", "on", "heard"),
    [
        ("sent_back", "sent_back", "12-10", ("X1",)),
        ("sent_back", "draft", "12-14", ("XU1",)),
        ("unit_review", "unit_review", "12-14", ("XU1",)),  # with the unit's own reviewer it is not reported either
        ("office_review", "submitted", "12-14", ()),
        ("completed", "sent_back", "12-14", ()),
    ],
)
def test_what_was_sent_back_has_a_clock_of_its_own(state: str, report: str, on: str, heard: tuple[str, ...]) -> None:
    again = a_subject(SubjectKind.REPORT, {Anchor.REDO_BY: day("12-11")}, state=state, report_state=report)
    assert fired(again, on) == heard


@pytest.mark.parametrize(
    ("decided", "on", "heard"),
    [
        ({}, "12-02", ()),
        ({}, "12-03", ("O3",)),
        ({"O3": "12-03"}, "12-04", ()),
        ({"O3": "12-03"}, "12-07", ("O5",)),
        ({}, "12-31", ("O3",)),  # the director hears two working days after the clerk did
        ({"O3": "12-31"}, "01-05", ("O5",)),
    ],
)
def test_the_office_is_chased_for_what_it_has_not_reviewed(
    decided: dict[str, str], on: str, heard: tuple[str, ...]
) -> None:
    """Also while the unit's own ladder stands still: it stands still because of the office."""
    told = {rule: day(when) for rule, when in decided.items()}
    waiting = a_subject(
        SubjectKind.REPORT,
        {Anchor.SUBMITTED: day("11-30")},
        state="office_review",
        waits="with_office",
        pauses=(span("11-30"),),
        decided=told,
    )
    assert fired(waiting, on) == heard


@pytest.mark.parametrize(("anchor", "on"), [("12-07", "12-10"), ("12-18", "12-23")])
def test_a_proposal_nobody_decides_reaches_the_director(anchor: str, on: str) -> None:
    proposal = a_subject(SubjectKind.PROPOSAL, {Anchor.PROPOSED: day(anchor)}, waits="undecided")
    assert fired(proposal, CALENDAR.plus(day(on), -1)) == ()
    assert fired(proposal, on) == ("OP3",)
    assert fired(replace(proposal, waits=""), on) == ()


# --- the whole -------------------------------------------------------------------------------------------------------
def test_the_same_facts_give_the_same_verdict_and_a_look_lies_ahead() -> None:
    on = day("11-09")
    policy = default_policy()
    first, second = (due(fresh(), policy, CALENDAR, on) for _ in range(2))
    assert first == second
    assert first.next_on is not None
    assert first.next_on > on


def test_a_year_that_is_not_published_stops_nothing() -> None:
    beyond = a_line(anchors={**a_line().anchors, Anchor.DEADLINE: date(2031, 11, 28)}, decided={})
    assert fired(beyond, date(2031, 12, 1)) == ("U1",)


def test_a_published_calendar_moves_only_what_has_not_fired() -> None:
    """A make-up day between deadline and urge: the urge moves, the reminder that was told is told no more."""
    works_saturday = replace(CALENDAR, days={**CALENDAR.days, date(2026, 12, 5): True})
    facts: Facts = a_line(decided={**a_line().decided, "U1": day("12-01")})
    before, after = (due_day(day("11-30"), default_policy()["D5"], facts, one) for one in (CALENDAR, works_saturday))
    assert (before, after) == (day("12-07"), day("12-05"))
    assert not due(facts, default_policy(), works_saturday, day("12-02")).fire


def test_a_proposal_of_another_subject_does_not_hide_a_reminder() -> None:
    data = default_data()
    data["rules"] = [entry for entry in data["rules"] if entry["code"] in ("U1", "D5", "E20")]
    policy = policy_from(data)
    urged = fresh(decided={"U1": day("12-01")})
    verdict = due(urged, policy, CALENDAR, date(2027, 1, 5))
    assert [(step.rule.code, step.rule.deed) for step in verdict.fire] == [("E20", Deed.TELL), ("D5", Deed.PROPOSE)]


SERVED = a_subject(SubjectKind.SERVICE, {Anchor.SERVED: day("12-09")}, key="service:5", service_state="served")
RECEIVED = replace(SERVED, anchors={Anchor.REPLY_BY: day("12-16")}, service_state="received")
OBJECTED = replace(SERVED, anchors={Anchor.OBJECTED: day("12-11")}, service_state="objected", waits="objected")
PRESENTED = a_subject(SubjectKind.PAPER, {Anchor.AT_STEP: day("12-09")}, key="paper:7", waits="to_sign")
PROMISED = a_subject(
    SubjectKind.COMMITMENT, {Anchor.COMMITMENT: day("12-10")}, key="commitment:3", is_commitment_open=True
)


@pytest.mark.parametrize(
    ("facts", "speak", "skipped"),
    [
        (SERVED, ("V2", "V4"), ("V0",)),
        (RECEIVED, ("A2", "AU1"), ("A1",)),
        (OBJECTED, ("OB0", "OB5"), ()),
        (PROMISED, ("C3", "CU1"), ("C5",)),
        (PRESENTED, ("PS5",), ("PS3",)),
        (replace(fresh(), state="pending_signature", anchors={Anchor.ISSUED: day("12-07")}), ("S6",), ("S3",)),
    ],
    ids=[
        "a letter to sign for",
        "an answer owed",
        "an objection",
        "a promise",
        "a paper to sign",
        "nobody signed for the line",
    ],
)
def test_after_downtime_everybody_hears_the_latest_that_is_for_them(
    facts: Facts, speak: tuple[str, ...], skipped: tuple[str, ...]
) -> None:
    """What the office is told takes nothing from what the unit has to hear, nor the other way round."""
    assert (fired(facts, "12-21"), superseded(facts, "12-21")) == (speak, skipped)


def test_a_reminder_for_one_does_not_silence_what_is_for_two() -> None:
    """Issued on 2 November and unsigned: on the tenth the reviewer hears of that too, beside the liaison's R15."""
    issued = fresh(state="pending_signature", anchors={Anchor.ISSUED: day("11-02"), Anchor.DEADLINE: day("12-01")})
    assert fired(issued, "11-10") == ("S6", "R15")


def test_what_was_said_louder_since_is_not_said_again() -> None:
    """A call counted as 催办 on 1 December; and a version from the third brings a reminder for the sixteenth before."""
    called = a_line(decided={"R15": day("11-09"), "R5": day("11-23"), "U1": day("12-01")})
    assert (fired(called, "12-01"), superseded(called, "12-01")) == ((), ("R1",))
    data = default_data()
    reminder = next(rule for rule in data["rules"] if rule["code"] == "R15")
    data["rules"].append({**reminder, "code": "R10", "offset": -10})
    urged = a_line(decided={**a_line().decided, "U1": day("12-01")})
    assert (fired(urged, "12-03", policy_from(data)), superseded(urged, "12-03", policy_from(data))) == ((), ("R10",))
    retracted = replace(urged, undone=frozenset(urged.decided))
    assert fired(retracted, "12-03", policy_from(data)) == ("R10",)
